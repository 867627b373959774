/**
 * A question and its answer: what can be chosen, what was, what the packets said to it, and the moment that
 * contradicts a wrong one.
 */

import { html, nothing } from "lit/html.js";
import type { PredictStep } from "#lesson/lesson";
import { type Answer, answerName, isRight } from "#lesson/questions";
import { wrongAnswers } from "#lesson/wrong-answers";
import { replyTo } from "./judge.ts";
import { inlines, paragraphs } from "./markdown.ts";
import { orderList } from "./order-template.ts";
import { seekEvent } from "./seek-event.ts";
import { type LessonSession, tell } from "./session.ts";
import type { Shown } from "./shown.ts";

/** The question of a predict step, in whatever phase it is. */
export function question(shown: Shown) {
  const { phase, step, session, said, context } = shown;
  if (step.kind !== "predict") return nothing;
  if (phase === "asked") return asking(shown, step);
  const { draft } = session;
  const given =
    draft === undefined ? nothing : html`<p>${inlines(said.panel.chosen(answerText(shown, draft)))}</p>`;
  if (phase === "answeredWrong") return html`${given} ${wrong(shown)}`;
  if (phase !== "done") return given;
  if (context.isShown || draft === undefined) return html`<p>${inlines(truthText(shown))}</p>`;
  const isTrue = session.truth !== undefined && isRight(draft, session.truth);
  const praise = context.wrong === 0 ? said.panel.isRight : said.panel.isRightAtLast;
  return isTrue
    ? html`${given}<p class="came-true">✓ ${praise}</p>`
    : html`${given}<p>${inlines(truthText(shown))}</p>`;
}

/** What can be chosen, as buttons too: the stage is not everybody's way. */
function asking(shown: Shown, { ask }: PredictStep) {
  const { session, said } = shown;
  const answer = (): void => give(session);
  const isStage = ask.kind === "machine" || ask.kind === "cable";
  const choices =
    ask.kind === "order"
      ? orderList(shown, ask)
      : html`<div class="choices ${ask.kind}" role="group" aria-label=${said.panel.choices}>
          ${isStage ? html`<span class="muted">${said.panel.choices}</span>` : nothing}
          ${choicesOf(session).map((choice) => choiceButton(shown, choice))}
        </div>`;
  return html`${choices}
    <button class="button strong" data-answer ?disabled=${session.draft === undefined} @click=${answer}>
      ${said.panel.answer}
    </button>`;
}

/** Everything that can be answered. */
export function choicesOf({ lesson, app, actor }: LessonSession): readonly Answer[] {
  const step = lesson.steps[actor.getSnapshot().context.step];
  const scenario = app.page.scenario();
  if (step?.kind !== "predict" || scenario === undefined) return [];
  // Switches are no machines.
  return wrongAnswers(step.ask, { ...scenario, segments: [] });
}

function choiceButton(shown: Shown, choice: Answer) {
  const { session } = shown;
  const isChosen = session.draft !== undefined && answerName(session.draft) === answerName(choice);
  return html`<button
    class="choice"
    aria-pressed=${isChosen}
    data-choice=${answerName(choice)}
    @click=${() => choose(session, choice)}
  >
    ${answerText(shown, choice, true)}
  </button>`;
}

/** Takes an answer that is not given yet. */
export function choose(session: LessonSession, choice: Answer): void {
  session.draft = choice;
  session.onChange();
}

/** Gives the answer that was chosen. */
export function give(session: LessonSession): void {
  if (session.draft !== undefined) tell(session, { type: "answer", name: answerName(session.draft) });
}

/** An answer in words. */
export function answerText({ words, said }: Shown, answer: Answer, isMarked = false) {
  const textOf = (name: string) =>
    isMarked ? inlines(words.options[name] ?? name) : (words.options[name] ?? name);
  switch (answer.kind) {
    case "machine":
      return answer.node;
    case "cable":
      return said.panel.cable(answer.end.node, answer.end.device);
    case "field":
      return answer.value;
    case "outcome":
      return textOf(answer.name) as string;
    case "order":
      return answer.names.map((name) => words.options[name] ?? name).join(" → ");
  }
}

function truthText(shown: Shown): string {
  const { truth, app } = shown.session;
  if (truth === undefined) return "";
  // A cable is called by its end at a machine.
  const nodes = app.page.scenario()?.nodes ?? [];
  const end = truth.ends.find(({ node }) => nodes.some(({ name }) => name === node));
  const answer: Answer = end === undefined ? truth.answer : { kind: "cable", end };
  return shown.said.panel.truth(answerText(shown, answer));
}

/** What contradicts a wrong answer. */
function wrong({ session, said }: Shown) {
  const reply = replyTo(session);
  const { contradicts } = session;
  return html`<div class="answer bad" role="status">
    ${paragraphs(reply ?? said.panel.contradicted)}
    <div class="buttons">
      ${
        contradicts === undefined
          ? nothing
          : html`<button class="button" data-moment @click=${() => seekEvent(session.app, contradicts)}>
              ${said.panel.toMoment}
            </button>`
      }
      <button class="button strong" data-retry @click=${() => tell(session, { type: "retry" })}>
        ${said.panel.retry}
      </button>
    </div>
  </div>`;
}
