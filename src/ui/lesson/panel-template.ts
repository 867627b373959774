/**
 * The lesson panel as a template: where one is, what to read, what to do now, and what comes next.
 */

import { html, nothing } from "lit/html.js";
import type { Line, Step } from "#lesson/lesson";
import { diagnosis } from "./diagnose-template.ts";
import { goals } from "./goals-template.ts";
import { attemptReply, hasTyped, misplaced, takeHint } from "./judge.ts";
import { inlines, paragraphs, tableTemplate } from "./markdown.ts";
import { isLearnersTurn } from "./phase.ts";
import { question } from "./question-template.ts";
import { tell } from "./session.ts";
import { type Shown, shelfWords } from "./shown.ts";
import { tablesOf, tablesSoFar, withoutTables } from "./table-text.ts";

/** The whole panel. */
export const panel = (shown: Shown) => html`
  ${head(shown)} ${stepRow(shown)}
  ${shown.phase === "finished" ? finished(shown) : [reading(shown), doing(shown), ending(shown)]}
`;

function head(shown: Shown) {
  const { session, said, course, acts } = shown;
  return html`<header>
    <button class="where" @click=${acts.openCourse} aria-haspopup="dialog">
      ${shelfWords(shown).placeOf(course.index + 1, course.count)}
    </button>
    <button class="leave" @click=${acts.leave} title=${said.panel.leave} aria-label=${said.panel.leave}>
      ✕
    </button>
    <h2>${session.words.title}</h2>
  </header>`;
}

/** A dot a step; those that were reached are buttons. */
function stepRow({ session, said, context, phase }: Shown) {
  const { steps } = session.lesson;
  if (steps.length === 1) return nothing;
  return html`<nav class="steps" aria-label=${said.panel.steps}>
    <ol>
      ${steps.map(({ name }, index) => {
        const how = howIs(context.done[name], index, context.reached);
        const title = session.words.steps[name]?.title ?? name;
        const isHere = index === context.step && phase !== "finished";
        const label = said.panel.stepName(index + 1, title, how);
        return html`<li>
          <button
            class=${how}
            aria-current=${isHere ? "step" : nothing}
            aria-label=${label}
            title=${label}
            ?disabled=${how === "ahead"}
            @click=${() => tell(session, { type: "go", step: index })}
          >
            ${how === "done" || how === "shown" ? "✓" : index + 1}
          </button>
        </li>`;
      })}
    </ol>
    <span>${phase === "finished" ? "" : said.panel.stepOf(context.step + 1, steps.length)}</span>
  </nav>`;
}

function howIs(credit: boolean | undefined, index: number, reached: number) {
  if (credit !== undefined) return credit ? "done" : "shown";
  return index <= reached ? "open" : "ahead";
}

/** The text of the step, and what the lesson types in it. */
function reading({ words, step, said, phase }: Shown) {
  const { play = [] } = step;
  // Later on the terminals show it, and there is more to be seen here.
  const isTyping = play.length > 0 && ["playing", "reading", "revealing"].includes(phase);
  return html`<section class="reading">
    <h3 tabindex="-1">${words.title}</h3>
    ${paragraphs(words.text, machineIn(step))} ${isTyping ? typedLines(said.panel.typesHere, play) : nothing}
  </section>`;
}

/** The machine on which a step types a line. */
const machineIn = (step: Step) => (run: string) =>
  step.kind === "do" ? step.solution.find((line) => line.run === run)?.on : undefined;

const typedLines = (title: string, lines: readonly Line[]) => html`<figure class="typed">
  <figcaption>${title}</figcaption>
  ${lines.map(({ on, run }) => html`<code><b>${on}#</b> ${run}</code>`)}
</figure>`;

/** What is to be done now. */
function doing(shown: Shown) {
  const { step, phase, session, said } = shown;
  const stuck = session.isStuck
    ? html`<div class="answer bad">
        <p>${said.panel.stuck}</p>
        <button class="button" @click=${() => startOver(shown)}>${said.panel.startOver}</button>
      </div>`
    : nothing;
  return html`<section class="doing">
    ${nowLine(shown)} ${stuck}
    ${step.kind === "predict" && phase !== "playing" && phase !== "opening" ? question(shown) : nothing}
    ${step.kind === "do" ? [showing(shown), attempt(shown), goals(shown)] : nothing}
    ${step.kind === "diagnose" ? diagnosis(shown) : nothing} ${isHintable(shown) ? hints(shown) : nothing}
  </section>`;
}

/** The lines that solve it, while they are typed. */
const showing = ({ phase, step, said }: Shown) =>
  step.kind === "do" && phase === "showing" ? typedLines(said.panel.typesHere, step.solution) : nothing;

/** The same to be read again, below what leads on. */
const shownBefore = ({ phase, step, said, context }: Shown) =>
  step.kind === "do" && phase === "done" && context.isShown
    ? typedLines(said.panel.states.showing, step.solution)
    : nothing;

const startOver = ({ session, context }: Shown): void => tell(session, { type: "go", step: context.step });

/** One line: whose turn it is, and for what. */
function nowLine(shown: Shown) {
  const { phase, said, step, state, context, session } = shown;
  const { states } = said.panel;
  const isRunning = !isLearnersTurn(phase) && !session.isStuck;
  const isPaused = isRunning && state.player.play === "paused";
  const isWatched = isRunning || phase === "trying";
  const isUntyped = phase === "trying" && state.isProjector;
  const canHurry = isWatched && phase !== "opening" && state.player.play === "playing";
  const text = ((): string => {
    switch (phase) {
      case "asked":
        return step.kind === "predict" ? (shelfWords(shown).asked ?? states.asked[step.ask.kind]) : "";
      case "done":
        return context.isShown ? states.doneWithHelp : states.done;
      case "resetting":
        return states.goingBack;
      default:
        return states[phase];
    }
  })();
  return html`<p class="now ${isLearnersTurn(phase) ? "yours" : "runs"}" role="status">${text}</p>
    ${isUntyped ? html`<p class="muted">${said.panel.noTerminals}</p>` : nothing}
    ${
      isPaused
        ? html`<p class="late">
            ${said.panel.paused}
            <button class="button" @click=${() => session.app.page.player.play()}>
              ${said.panel.resume}
            </button>
          </p>`
        : nothing
    }
    ${
      canHurry
        ? html`<button class="button quiet late" @click=${() => session.leader.hurry("max")}>
            ${said.panel.skip}
          </button>`
        : nothing
    }`;
}

function attempt({ session, said }: Shown) {
  const reply = attemptReply(session);
  const elsewhere = misplaced(session);
  if (reply === undefined && elsewhere !== undefined) {
    return html`<div class="answer bad" role="status"><p>${said.panel.misplaced(elsewhere)}</p></div>`;
  }
  if (reply === undefined) return nothing;
  return html`<div class="answer bad" role="status">
    <p class="said">${said.panel.contradicted}</p>
    ${paragraphs(reply)}
  </div>`;
}

const hintable = ["asked", "trying", "diagnosing", "namedWrong", "pointing", "pointedWrong"];
const isHintable = ({ phase, step }: Shown): boolean => step.kind !== "read" && hintable.includes(phase);

/** Hints that were asked for, and the next one; the last is the answer itself. */
function hints({ session, context, words, said, step }: Shown) {
  const { panel } = said;
  const count = words.hints.length;
  const isLast = context.hints >= count;
  const last = step.kind === "do" ? panel.showSolution : panel.showAnswer;
  return html`<div class="hints">
    ${words.hints
      .slice(0, context.hints)
      .map(
        (hint, index) =>
          html`<p class="hint"><b>${panel.hint(index + 1, count + 1)}</b> ${inlines(hint)}</p>`,
      )}
    <button
      class="button quiet"
      title=${isLast ? panel.noCredit : nothing}
      @click=${() => takeHint(session, isLast)}
    >
      ${isLast ? `${last} · ${panel.noCredit}` : panel.hint(context.hints + 1, count + 1)}
    </button>
  </div>`;
}

/** What is said at the end of a step, and the buttons that lead on or back. */
function ending(shown: Shown) {
  const { session, phase, said, step, context } = shown;
  const { panel } = said;
  const isOver = phase === "done";
  const next = isOver || phase === "reading" || phase === "answeredWrong";
  const isTrying = phase === "trying";
  const canReset = isTrying || (isOver && step.kind === "do");
  return html`<footer>
    ${isOver ? html`<div class="answer ${context.isShown ? "" : "good"}">${told(shown)}</div>` : nothing}
    <div class="buttons">
      ${
        next
          ? html`<button class="button ${phase === "answeredWrong" ? "" : "strong"}" data-next
              @click=${() => tell(session, { type: "next" })}>${panel.next}</button>`
          : nothing
      }
      ${
        isTrying
          ? html`<button class="button" ?disabled=${!hasTyped(session)}
              @click=${() => tell(session, { type: "undo" })}>${panel.undo}</button>`
          : nothing
      }
      ${
        canReset
          ? html`<button class="button" @click=${() => tell(session, { type: "reset" })}>
              ${panel.reset}
            </button>`
          : nothing
      }
    </div>
    ${shownBefore(shown)}
  </footer>`;
}

/** What is said of a step that is done; in a table that several steps fill in, all rows so far. */
function told({ session, words, context }: Shown) {
  const earlier = session.lesson.steps
    .slice(0, context.step)
    .filter(({ name }) => context.done[name] !== undefined)
    .flatMap(({ name }) => session.words.steps[name]?.done || []);
  const tables = tablesSoFar(words.done, earlier).map(tableTemplate);
  return [paragraphs(withoutTables(words.done)), tables];
}

/** What was learnt, and the lesson after this one. */
function finished(shown: Shown) {
  const { session, said, context, course, acts, state } = shown;
  const shelf = shelfWords(shown);
  const { steps } = session.lesson;
  const own = steps.filter(({ name }) => context.done[name] === true).length;
  const learnt = steps.flatMap(({ name }) => session.words.steps[name]?.done || []);
  const { next } = course;
  return html`<section class="finished">
    <h3 tabindex="-1">${shelf.finished}</h3>
    ${session.words.summary === "" ? nothing : html`<p class="idea">${inlines(session.words.summary)}</p>`}
    ${
      next === undefined
        ? html`<p>${shelf.last}</p>`
        : html`<button class="button strong" data-next @click=${() => acts.openLesson(next.name)}>
            ${shelf.next(next.title[state.language])}
          </button>`
    }
    <h4>${said.panel.learnt}</h4>
    ${tablesOf(learnt).map(tableTemplate)}
    <ul>
      ${learnt.map((text) => html`<li>${inlines(withoutTables(text))}</li>`)}
    </ul>
    ${steps.length === 1 ? nothing : html`<p class="muted">${said.panel.credit(own, steps.length)}</p>`}
    <button class="button" @click=${acts.openCourse}>${said.course.course}</button>
  </section>`;
}
