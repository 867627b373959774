/**
 * A diagnosis: first a cause is named from several, then the event that shows it is pointed at, anywhere on
 * the page.
 */

import { html, nothing } from "lit/html.js";
import { eventById } from "#lab/recording";
import { nameCause, pointAt, replyTo } from "./judge.ts";
import { inlines, paragraphs } from "./markdown.ts";
import { seekEvent } from "./seek-event.ts";
import type { Shown } from "./shown.ts";

/** Causes, or the event that is selected. */
export function diagnosis(shown: Shown) {
  switch (shown.phase) {
    case "diagnosing":
    case "namedWrong":
      return html`${causes(shown)} ${shown.phase === "namedWrong" ? wrong(shown) : nothing}`;
    case "pointing":
    case "pointedWrong":
      return html`${named(shown)} ${pointing(shown)}`;
    case "done":
      return named(shown);
    default:
      return nothing;
  }
}

function causes({ step, words, session, context, said }: Shown) {
  if (step.kind !== "diagnose") return nothing;
  return html`<div class="choices outcome" role="group" aria-label=${said.panel.causes}>
    ${step.causes.map(
      (cause) => html`<button
        class="choice"
        data-choice=${cause}
        aria-pressed=${context.answer === cause}
        @click=${() => nameCause(session, cause)}
      >
        ${inlines(words.options[cause] ?? cause)}
      </button>`,
    )}
  </div>`;
}

function wrong({ session, said }: Shown) {
  const { contradicts } = session;
  return html`<div class="answer bad" role="status">
    ${paragraphs(replyTo(session) ?? "")}
    ${
      contradicts === undefined
        ? nothing
        : html`<div class="buttons">
            <button class="button" data-moment @click=${() => seekEvent(session.app, contradicts)}>
              ${said.panel.toMoment}
            </button>
          </div>`
    }
  </div>`;
}

function named({ step, words }: Shown) {
  if (step.kind !== "diagnose") return nothing;
  return html`<p class="came-true">✓ ${inlines(words.options[step.cause] ?? step.cause)}</p>`;
}

/** The event that is selected on the page is the one that is pointed at. */
function pointing({ session, state, said, caption }: Shown) {
  const { event } = state.selection;
  const traced = event === undefined ? undefined : eventById(session.app.page.recording(), event);
  const point = (): void => {
    if (event !== undefined) pointAt(session, event);
  };
  return html`<div class="pointing">
    <p class=${traced === undefined ? "muted" : "selected"} role="status">
      ${traced === undefined ? said.panel.pointWhere : (caption?.(traced.event) ?? "")}
    </p>
    <button class="button strong" data-point ?disabled=${traced === undefined} @click=${point}>
      ${said.panel.point}
    </button>
  </div>`;
}
