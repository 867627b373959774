/**
 * Where a learner is in a lesson: the step, what it waits for, hints, and what has been earned.
 *
 * Nothing is done here. What is to be done to the lab is asked for by emitted commands; whoever carries them
 * out (the page, or `solve.ts`) says with an event that it is done.
 */

import { assign, emit, setup } from "xstate";
import {
  beginning,
  freshStep,
  isStep,
  type LearnerContext,
  type LearnerEvent,
  type LearnerInput,
  type LessonCommand,
  stepAt,
} from "./learner.ts";

const base = setup({
  types: {
    context: {} as LearnerContext,
    events: {} as LearnerEvent,
    input: {} as LearnerInput,
    emitted: {} as LessonCommand,
  },
  actions: {
    open: emit(({ context }) => ({ type: "open", step: context.step })),
    begin: emit(({ context }) => ({ type: "begin", step: context.step })),
    ready: emit(({ context }) => ({ type: "ready", step: context.step })),
    forkToBegin: emit(({ context }) => ({ type: "fork", step: context.step, to: "begin" })),
    forkToReady: emit(({ context }) => ({ type: "fork", step: context.step, to: "ready" })),
    undo: emit({ type: "undo" }),
    /** Up to where it is asked, or to where it pauses. */
    runToStand: emit(({ context }) => {
      const step = stepAt(context);
      const until = step.kind === "predict" ? step.at : step.until;
      return { type: "run", lines: step.play ?? [], until };
    }),
    /** On, once it is answered. */
    runOn: emit(({ context }) => {
      const step = stepAt(context);
      const isPlayed = step.kind !== "predict" || step.at !== undefined;
      return { type: "run", lines: isPlayed ? [] : (step.play ?? []), until: step.until };
    }),
    runSolution: emit(({ context }) => {
      const step = stepAt(context);
      return { type: "run", lines: step.kind === "do" ? step.solution : [], until: undefined };
    }),
    askTruth: emit({ type: "tell" }),
    enter: assign(({ event }) => (event.type === "go" ? { step: event.step } : {})),
    enterAnew: assign(({ context, event }) =>
      event.type === "go" || event.type === "jump"
        ? { step: event.step, openedAt: event.step, reached: Math.max(context.reached, event.step) }
        : {},
    ),
    advance: assign(({ context }) => ({
      step: context.step + 1,
      reached: Math.max(context.reached, context.step + 1),
    })),
    fresh: assign(freshStep),
    hint: assign(({ context }) => ({ hints: context.hints + 1 })),
    giveUp: assign({ isShown: true }),
    answer: assign(({ event }) => (event.type === "answer" ? { answer: event.name } : {})),
    cause: assign(({ event }) => (event.type === "name" ? { answer: event.cause } : {})),
    wrong: assign(({ context }) => ({ wrong: context.wrong + 1 })),
    earn: assign(({ context }) => {
      const { name, kind } = stepAt(context);
      const isEarned = !context.isShown && (kind === "do" || context.wrong === 0);
      return { done: { ...context.done, [name]: isEarned || context.done[name] === true } };
    }),
  },
  guards: {
    isReached: ({ context, event }) =>
      event.type === "go" && isStep(context, event.step) && event.step <= context.reached,
    isRemembered: ({ context, event }) =>
      event.type === "go" &&
      isStep(context, event.step) &&
      event.step <= context.reached &&
      event.step >= context.openedAt,
    isThere: ({ context, event }) => event.type === "jump" && isStep(context, event.step),
    isLast: ({ context }) => context.step + 1 >= context.lesson.steps.length,
    isReading: ({ context }) => stepAt(context).kind === "read",
    isPredicting: ({ context }) => stepAt(context).kind === "predict",
    isAskedAtOnce: ({ context }) => {
      const step = stepAt(context);
      return step.kind === "predict" && step.at === undefined;
    },
    isDiagnosing: ({ context }) => stepAt(context).kind === "diagnose",
    hasHint: ({ context }) => context.hints < (context.hintCounts[stepAt(context).name] ?? 0),
    isRight: ({ event }) => event.type === "told" && event.isRight,
    isShown: ({ context }) => context.isShown,
    isCause: ({ context, event }) => {
      const step = stepAt(context);
      return event.type === "name" && step.kind === "diagnose" && step.cause === event.cause;
    },
    showsIt: ({ event }) => event.type === "point" && event.showsIt,
  },
});

/** One hint more; after the last one the answer itself, which earns nothing. */
const hints = (shown: string) =>
  [
    { guard: "hasHint", actions: "hint" },
    { target: shown, actions: "giveUp" },
  ] as const;

/** The states of a learner. */
export const lessonMachine = base.createMachine({
  id: "lesson",
  initial: "opening",
  context: ({ input }) => ({
    ...{ lesson: input.lesson, hintCounts: input.hintCounts ?? {} },
    ...beginning(input),
    ...{ done: input.done ?? {}, hints: 0, wrong: 0, isShown: false, answer: undefined },
  }),
  on: {
    go: [
      { guard: "isRemembered", target: ".goingBack", actions: "enter" },
      { guard: "isReached", target: ".opening", actions: "enterAnew" },
    ],
    jump: { guard: "isThere", target: ".opening", actions: "enterAnew" },
  },
  states: {
    /** The lab is opened, and brought to the beginning of the step by solving those before. */
    opening: { entry: "open", on: { opened: "playing" } },
    goingBack: { entry: "forkToBegin", on: { forked: "playing" } },
    playing: {
      entry: ["fresh", "begin"],
      initial: "choosing",
      states: {
        choosing: {
          always: [{ guard: "isAskedAtOnce", target: "#lesson.standing" }, { target: "running" }],
        },
        running: { entry: "runToStand" },
      },
      on: { paused: "standing" },
    },
    standing: {
      entry: "ready",
      initial: "choosing",
      on: { reset: "resetting" },
      states: {
        choosing: {
          always: [
            { guard: "isReading", target: "reading" },
            { guard: "isPredicting", target: "asked" },
            { guard: "isDiagnosing", target: "diagnosing" },
            { target: "trying" },
          ],
        },
        reading: { on: { next: "#lesson.done" } },
        asked: { on: { answer: { target: "revealing", actions: "answer" }, hint: [...hints("revealing")] } },
        revealing: {
          entry: "runOn",
          on: {
            paused: { actions: "askTruth" },
            told: [
              { guard: "isShown", target: "#lesson.done" },
              { guard: "isRight", target: "#lesson.done" },
              { target: "answeredWrong", actions: "wrong" },
            ],
          },
        },
        answeredWrong: { on: { retry: "#lesson.resetting", next: "#lesson.done" } },
        trying: {
          on: {
            met: "#lesson.done",
            undo: { actions: "undo" },
            hint: [...hints("#lesson.showing")],
          },
        },
        diagnosing: {
          on: {
            name: [
              { guard: "isCause", target: "pointing", actions: "cause" },
              { target: "namedWrong", actions: ["cause", "wrong"] },
            ],
            hint: [...hints("#lesson.done")],
          },
        },
        namedWrong: {
          on: {
            name: [
              { guard: "isCause", target: "pointing", actions: "cause" },
              { target: "namedWrong", actions: ["cause", "wrong"] },
            ],
            hint: [...hints("#lesson.done")],
          },
        },
        pointing: {
          on: {
            point: [
              { guard: "showsIt", target: "#lesson.done" },
              { target: "pointedWrong", actions: "wrong" },
            ],
            hint: [...hints("#lesson.done")],
          },
        },
        pointedWrong: {
          on: {
            point: [
              { guard: "showsIt", target: "#lesson.done" },
              { target: "pointedWrong", actions: "wrong" },
            ],
            hint: [...hints("#lesson.done")],
          },
        },
      },
    },
    /** Back to where the step stood when it was the learner's turn. */
    resetting: { entry: "forkToReady", on: { forked: "standing" } },
    /** The solution is played before the learner's eyes, from where it was the learner's turn. */
    showing: {
      initial: "goingBack",
      states: {
        goingBack: { entry: "forkToReady", on: { forked: "solving" } },
        solving: { entry: "runSolution", on: { paused: "#lesson.done" } },
      },
    },
    done: {
      entry: "earn",
      always: { guard: "isReading", target: "leaving" },
      on: { next: "leaving", reset: "resetting" },
    },
    leaving: {
      always: [
        { guard: "isLast", target: "finished" },
        { target: "playing", actions: "advance" },
      ],
    },
    finished: {},
  },
});
