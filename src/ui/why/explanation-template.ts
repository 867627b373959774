/**
 * An explanation as HTML: title, where it came from, the chain with its values, what followed, and what to
 * type.
 */

import "./why.css";
import { html, nothing } from "lit/html.js";
import type { Nanos } from "#sim/engine/time";
import type { WhyWords } from "#words/explain-words";
import type { Chip, Consequence, Explanation, Remedy, StepTone, WhyStep } from "#words/explanation";
import type { Page } from "../page.ts";
import { momentText } from "../time-text.ts";

export interface Told {
  readonly page: Page;
  readonly words: WhyWords;
  readonly explanation: Explanation | undefined;
  readonly event: number;
  readonly at: Nanos | undefined;
  /** The machine in which the event's packet has a way of its own. */
  readonly inside: string | undefined;
}

export function explanationTemplate(told: Told) {
  const { explanation, words, event } = told;
  if (explanation === undefined) return html`<p class="why-hint">${words.gone}</p>`;
  const { title, steps, consequences, remedies } = explanation;
  return html`
    <h2 tabindex="-1">${title}</h2>
    <p class="why-meta">${metaTemplate(told, explanation)}</p>
    <ol class="why-chain">
      ${steps.map((step) => stepTemplate(step, told, step.event === event))}
    </ol>
    ${remedies.length === 0 ? nothing : remediesTemplate(remedies, told)}
    ${consequences.length === 0 ? nothing : consequencesTemplate(consequences, told)}
  `;
}

/** `event 41 · t = 0.431 ms · caused by “who has 10.0.0.10?” of router` */
function metaTemplate(told: Told, { cause }: Explanation) {
  const { page, words, event, at } = told;
  const own = linkTemplate(page, event, words.event(event), words.goTo(event));
  const moment = at === undefined ? nothing : html` · t = ${momentText(at)}`;
  const inside = insideTemplate(told);
  if (cause === undefined) return html`${own}${moment}${inside}`;
  const said = words.causedBy(cause.node, cause.text);
  return html`${own}${moment} · ${linkTemplate(page, cause.event, said, words.goTo(cause.event))}${inside}`;
}

/** Leads to the stations of the packet's way; two runs that are compared have no such panel. */
function insideTemplate({ page: { store }, words, inside }: Told) {
  if (inside === undefined || store.state().dialog === "compare") return nothing;
  const open = (): void => store.patch({ face: "packet", packetView: "inside" });
  return html` · <button class="why-link" data-inside @click=${open}>${words.inside(inside)}</button>`;
}

/** Goes to an event: it is selected, and the moment is that at which it has just happened. */
export function goTo(page: Page, event: number): void {
  const first = page.recording().events[0]?.id ?? 1;
  page.player.pause();
  page.player.seek({ position: event - first + 1 });
  page.select({ event });
}

const linkTemplate = (page: Page, event: number, text: string, title: string) =>
  html`<button class="why-link" title=${title} @click=${() => goTo(page, event)}>${text}</button>`;

function stepTemplate(step: WhyStep, told: Told, isOwn: boolean) {
  const { words, page } = told;
  const { title, detail, tone, isDeciding, chips, reckoning, event } = step;
  const values = chips.map((chip) => chipTemplate(chip, step, told));
  const heading = isOwn ? html`${title}` : linkTemplate(page, event, title, words.goTo(event));
  return html`
    <li data-tone=${tone} ?data-deciding=${isDeciding}>
      <h3>${heading}${spokenTone(words, tone, isDeciding)}</h3>
      <p>${detail}</p>
      ${chips.length === 0 ? nothing : html`<p class="why-chips">${values}</p>`}
      ${
        reckoning.length === 0
          ? nothing
          : html`<ul class="why-reckoning">
            ${reckoning.map(({ text, isChosen }) => html`<li ?data-chosen=${isChosen}>${text}</li>`)}
          </ul>`
      }
    </li>
  `;
}

/** What the dot says by its colour and its sign, for those who do not see it. */
function spokenTone(words: WhyWords, tone: StepTone, isDeciding: boolean) {
  const said = [tone === "plain" ? "" : words.tones[tone], isDeciding ? words.deciding : ""].filter(
    (text) => text !== "",
  );
  return said.length === 0 ? nothing : html`<span class="sr-only"> (${said.join(", ")})</span>`;
}

/** A value; one that is a setting leads to its row. */
export function chipTemplate(
  { text, role, setting }: Chip,
  { node }: Pick<WhyStep, "node">,
  { page, words, event }: Pick<Told, "page" | "words" | "event">,
) {
  const written = role === "loses" ? html`<s>${text}</s>` : html`${text}`;
  if (setting === undefined) return html`<span class="why-chip" data-role=${role}>${written}</span>`;
  const open = (): void => {
    page.select({ node });
    page.store.patch({ face: "node", sought: { event, node, table: "sysctls", key: setting } });
  };
  const title = words.openSetting(node, setting);
  return html`<button class="why-chip" data-role=${role} title=${title} @click=${open}>${written}</button>`;
}

/** A line breaks between words only: `-r` is no place to break. */
const wordsOf = (command: string) => command.split(" ").map((word) => html`<span>${word}</span> `);

function remediesTemplate(remedies: readonly Remedy[], { page, words }: Told) {
  return html`
    <div class="why-remedies" role="group" aria-label=${words.remedyTitle}>
      <h3>${words.remedyTitle}</h3>
      ${remedies.map(
        ({ node, command, text }, at) => html`
          <div class="why-remedy">
            <p class="why-command"><code><b>${node}#</b> ${wordsOf(command)}</code></p>
            <p>${text}</p>
            <button
              class=${at === 0 ? "button strong" : "button"}
              aria-label=${`${words.typeAt(node)}: ${command}`}
              @click=${() => page.typeAt(node, command, false)}
            >
              ${words.typeAt(node)}
            </button>
            ${compareButton(node, command, { page, words })}
          </div>
        `,
      )}
    </div>
  `;
}

/** Holds what happens with the line against what happens without; not where two runs are compared already. */
function compareButton(node: string, line: string, { page, words }: Pick<Told, "page" | "words">) {
  const { store } = page;
  if (store.state().dialog === "compare") return nothing;
  const compare = (): void => store.patch({ dialog: "compare", wished: { node, line } });
  return html`<button class="button" aria-label=${`${words.compare}: ${line}`} @click=${compare}>
    ${words.compare}
  </button>`;
}

function consequencesTemplate(consequences: readonly Consequence[], { page, words }: Told) {
  return html`
    <div class="why-followed" role="group" aria-label=${words.followed}>
      <h3>${words.followed}</h3>
      <ul>
        ${consequences.map(
          ({ event, text, tone }) => html`
            <li data-tone=${tone}>
              ${linkTemplate(page, event, text, words.goTo(event))}${spokenTone(words, tone, false)}
              <span class="why-meta">${words.event(event)}</span>
            </li>
          `,
        )}
      </ul>
    </div>
  `;
}
