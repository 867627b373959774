/** Where a learner is: what each event leads to, what is asked of the lab, what is earned. */

import { describe, expect, test } from "vitest";
import { createActor } from "xstate";
import type { LearnerEvent, LearnerInput, LessonCommand } from "#lesson/learner";
import type { Lesson, Line } from "#lesson/lesson";
import { lessonMachine } from "#lesson/lesson.machine";

const line = (run: string): Line => ({ on: "client", run });
const reply = { kind: "arp-reply-sent" } as const;
const answered = { kind: "request-answered" } as const;

const lesson: Lesson = {
  ...{ name: "small", scenario: "arp-nothing-set", before: [], facts: [] },
  steps: [
    { kind: "read", name: "look", play: [line("look")], until: reply },
    {
      kind: "predict",
      name: "guess",
      play: [line("guess")],
      ask: { kind: "machine", is: reply },
      until: answered,
    },
    { kind: "predict", name: "halt", play: [line("halt")], ask: { kind: "machine", is: reply }, at: reply },
    {
      ...{ kind: "do", name: "mend", play: [line("break")] },
      ...{ checks: [{ check: "reply-received", node: "client" }], solution: [line("mend")] },
    },
    {
      ...{ kind: "diagnose", name: "why", causes: ["one", "two"], cause: "two" },
      ...{ shownBy: [reply], contradictedBy: { one: reply } },
    },
  ],
};

interface Learner {
  readonly asked: LessonCommand[];
  readonly state: () => string;
  readonly context: () => { readonly done: Readonly<Record<string, boolean>>; readonly reached: number };
  tell(...events: readonly (LearnerEvent["type"] | LearnerEvent)[]): void;
  /** What was asked of the lab since the last look, in short. */
  commands(): string[];
}

const short = (command: LessonCommand): string => {
  if (command.type === "run") {
    return ["run", ...command.lines.map(({ run }) => run), command.until?.kind ?? "quiet"].join(" ");
  }
  return [
    "step" in command ? `${command.type} ${command.step}` : command.type,
    "to" in command ? command.to : "",
  ]
    .join(" ")
    .trim();
};

function learner(input: Partial<LearnerInput> = {}): Learner {
  const actor = createActor(lessonMachine, { input: { lesson, ...input } });
  const asked: LessonCommand[] = [];
  actor.on("*", (command) => asked.push(command));
  actor.start();
  const stateOf = (): string => {
    const { value } = actor.getSnapshot();
    return typeof value === "string" ? value : Object.entries(value).flat().join(" ");
  };
  return {
    asked,
    state: stateOf,
    context: () => actor.getSnapshot().context,
    tell: (...events) => {
      for (const event of events)
        actor.send((typeof event === "string" ? { type: event } : event) as LearnerEvent);
    },
    commands: () => asked.splice(0).map(short),
  };
}

/** At a step, as if those before had been done. */
function at(step: number, input: Partial<LearnerInput> = {}): Learner {
  const one = learner({ step, ...input });
  one.tell("opened");
  if (step !== 1) one.tell("paused");
  one.commands();
  return one;
}

describe("a lesson", () => {
  test("opens the lab, plays, and waits where the step waits", () => {
    const one = learner();
    expect(one.commands()).toEqual(["open 0"]);
    one.tell("opened");
    expect([one.state(), one.commands()]).toEqual([
      "playing running",
      ["begin 0", "run look arp-reply-sent"],
    ]);
    one.tell("paused");
    expect([one.state(), one.commands()]).toEqual(["standing reading", ["ready 0"]]);
    one.tell("next");
    expect(one.state()).toBe("standing asked");
    expect(one.context().done).toEqual({ look: true });
  });

  test("asks before it plays, and after it where the step says so", () => {
    const atOnce = at(1);
    expect([atOnce.state(), atOnce.commands()]).toEqual(["standing asked", []]);
    atOnce.tell({ type: "answer", name: "rs1" });
    expect([atOnce.state(), atOnce.commands()]).toEqual([
      "standing revealing",
      ["run guess request-answered"],
    ]);
    const later = learner({ step: 2 });
    later.tell("opened");
    expect(later.commands()).toEqual(["open 2", "begin 2", "run halt arp-reply-sent"]);
    later.tell("paused", { type: "answer", name: "rs1" });
    expect(later.commands()).toEqual(["ready 2", "run quiet"]);
  });

  test("compares the answer with the packets when the run has paused", () => {
    const one = at(1);
    one.tell({ type: "answer", name: "rs1" }, "paused");
    expect(one.commands()).toEqual(["run guess request-answered", "tell"]);
    one.tell({ type: "told", isRight: true });
    expect([one.state(), one.context().done]).toEqual(["done", { guess: true }]);
  });

  test("asks again after a wrong answer, from where it was asked; that earns nothing", () => {
    const one = at(1);
    one.tell({ type: "answer", name: "rs1" }, "paused", { type: "told", isRight: false });
    expect(one.state()).toBe("standing answeredWrong");
    one.commands();
    one.tell("retry");
    expect([one.state(), one.commands()]).toEqual(["resetting", ["fork 1 ready"]]);
    one.tell("forked", { type: "answer", name: "rs2" }, "paused", { type: "told", isRight: true });
    expect([one.state(), one.context().done]).toEqual(["done", { guess: false }]);
  });

  test("waits for the checks, undoes and begins the step again meanwhile", () => {
    const one = at(3);
    one.tell("next", "paused");
    expect(one.state()).toBe("standing trying");
    one.tell("undo");
    expect([one.state(), one.commands()]).toEqual(["standing trying", ["undo"]]);
    one.tell("reset");
    expect([one.state(), one.commands()]).toEqual(["resetting", ["fork 3 ready"]]);
    one.tell("forked", "met");
    expect([one.state(), one.context().done]).toEqual(["done", { mend: true }]);
  });

  test("shows two hints, then the solution from where the learner's turn began, without credit", () => {
    const one = at(3, { hintCounts: { mend: 2 } });
    one.tell("hint", "hint");
    expect([one.state(), one.commands()]).toEqual(["standing trying", []]);
    one.tell("hint");
    expect([one.state(), one.commands()]).toEqual(["showing goingBack", ["fork 3 ready"]]);
    one.tell("forked");
    expect(one.commands()).toEqual(["run mend quiet"]);
    one.tell("paused");
    expect([one.state(), one.context().done]).toEqual(["done", { mend: false }]);
  });

  test("tells the answer to who asks for it instead of answering, without credit", () => {
    const one = at(1);
    one.tell("hint", "paused", { type: "told", isRight: false });
    expect([one.state(), one.context().done]).toEqual(["done", { guess: false }]);
  });

  test("wants the cause, then the event that shows it", () => {
    const one = at(4);
    expect(one.state()).toBe("standing diagnosing");
    one.tell({ type: "point", showsIt: true });
    expect(one.state()).toBe("standing diagnosing");
    one.tell({ type: "name", cause: "one" });
    expect(one.state()).toBe("standing namedWrong");
    one.tell({ type: "name", cause: "two" }, { type: "point", showsIt: false });
    expect(one.state()).toBe("standing pointedWrong");
    one.tell({ type: "point", showsIt: true });
    expect([one.state(), one.context().done]).toEqual(["done", { why: false }]);
    one.tell("next");
    expect(one.state()).toBe("finished");
  });

  test("goes back to the beginning of any step that was begun, and to no other", () => {
    const one = at(0, { done: { guess: true }, reached: 3 });
    one.tell({ type: "go", step: 4 }, { type: "go", step: -1 }, { type: "go", step: 0.5 });
    expect(one.state()).toBe("standing reading");
    one.tell({ type: "go", step: 1 });
    expect([one.state(), one.commands()]).toEqual(["goingBack", ["fork 1 begin"]]);
    one.tell("forked", { type: "answer", name: "rs1" }, "paused", { type: "told", isRight: false }, "next");
    expect([one.state(), one.context().done]).toEqual(["done", { guess: true }]);
    expect(one.context().reached).toBe(3);
  });

  test("opens the lab anew for a step before the one it was opened at", () => {
    const one = at(3);
    one.tell({ type: "go", step: 2 });
    expect([one.state(), one.commands()]).toEqual(["opening", ["open 2"]]);
    expect(at(9).context().reached).toBe(0);
  });

  test("opens the lab anew at a step that a link leads to, and at none that is not there", () => {
    const one = at(0);
    one.tell({ type: "jump", step: 9 });
    expect(one.state()).toBe("standing reading");
    one.tell({ type: "jump", step: 4 });
    expect([one.state(), one.commands()]).toEqual(["opening", ["open 4"]]);
    expect(one.context().reached).toBe(4);
  });

  test("is not finished by doing nothing", () => {
    const one = learner();
    one.tell("opened", ...Array<"paused">(50).fill("paused"));
    expect([one.state(), one.context().done]).toEqual(["standing reading", {}]);
  });
});
