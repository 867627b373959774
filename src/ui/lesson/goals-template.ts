/**
 * What is to be reached: each check with its tick, and what is now beside what shall be, in the same terms:
 * rows of tables as rows, shares and counts as bars.
 */

import { html, nothing } from "lit/html.js";
import type { Check, Reading, Standing } from "#lesson/check";
import type { LessonPanelWords } from "#words/lesson-words";
import type { Shown } from "./shown.ts";

/** The checks of the step at hand. */
export function goals({ session, step, said, phase }: Shown) {
  if (step.kind !== "do" || phase === "opening" || phase === "playing") return nothing;
  const { standings } = session;
  const isOver = phase === "done";
  return html`<ul class="goals" aria-label=${said.panel.goal}>
    ${step.checks.map((check, index) => {
      const standing = standings[index] ?? unknown;
      const isMet = isOver || standing.isMet;
      return html`<li class=${isMet ? "met" : "unmet"}>
        <span class="tick" aria-hidden="true">${isMet ? "✓" : ""}</span>
        <div>
          <span class="sr-only">${isMet ? said.panel.isMet : said.panel.isUnmet}:</span>
          ${isMet ? checkText(said, check, standing) : short(said, check, standing)}
        </div>
      </li>`;
    })}
  </ul>`;
}

/** What is wanted, with how far it is. */
const short = (said: LessonPanelWords, check: Check, standing: Standing) => [
  headOf(said, check, standing),
  beside(said, check, standing),
];

const unknown: Standing = { isMet: false, now: [], goal: [], event: undefined };

/** A check in words. */
export const checkText = ({ checks }: LessonPanelWords, check: Check, standing: Standing): string =>
  (checks[check.check] as (parameters: Check, standing: Standing) => string)(check, standing);

/** A row that is to be there is shown itself: its table is said, and the rest by the view below. */
function headOf(said: LessonPanelWords, check: Check, standing: Standing): string {
  const isRow = check.check === "table-holds" && check.absent !== true && check.count === undefined;
  const isShown = isRow && standing.goal.length > 0;
  return isShown ? `${check.node} · ${said.tables[check.table]}` : checkText(said, check, standing);
}

/** What is now, beside what is wanted. */
function beside(said: LessonPanelWords, check: Check, { now, goal }: Standing) {
  if (goal.length === 0) return nothing;
  if (goal.every(({ value }) => typeof value === "number")) return bars(said, now, goal);
  if (check.check === "table-holds" && check.absent === true) return nothing;
  return rows(said, now, goal);
}

/**
 * The row as it is and as it shall be, stood on its side: the panel is narrow. What is as it shall be is said
 * once.
 */
function rows({ panel }: LessonPanelWords, now: readonly Reading[], goal: readonly Reading[]) {
  const isThere = now.length > 0;
  return html`${isThere ? nothing : html`<p class="muted">${panel.now} · ${panel.nothingYet}</p>`}
    <table class="beside">
      <thead>
        <tr>
          <td></td>
          ${isThere ? html`<th scope="col">${panel.now}</th>` : nothing}
          <th scope="col">${panel.goal}</th>
        </tr>
      </thead>
      <tbody>
        ${goal.map(({ name, value }) => {
          const is = now.find((reading) => reading.name === name)?.value;
          return html`<tr>
            <th scope="row">${name}</th>
            ${isThere && !isAlike(is, value) ? html`<td class="differs">${is ?? "—"}</td>` : nothing}
            <td colspan=${isThere && isAlike(is, value) ? 2 : nothing}>${value}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
}

/** `10.0.0.*` ends as it likes. */
export function isAlike(is: string | number | undefined, wanted: string | number): boolean {
  const [now, goal] = [String(is), String(wanted)];
  return goal.endsWith("*") ? now.startsWith(goal.slice(0, -1)) : now === goal;
}

/** Numbers as bars: filled as far as it is, with a mark at what is wanted. One of one needs none. */
function bars({ panel }: LessonPanelWords, now: readonly Reading[], goal: readonly Reading[]) {
  if (goal.length === 1 && goal[0]?.value === 1) return nothing;
  const values = [...now, ...goal].map(({ value }) => Number(value));
  const most = Math.max(1, ...values);
  return html`<div class="bars">
    ${goal.map(({ name, value }, index) => {
      const is = Number(now[index]?.value ?? 0);
      const width = (is / most) * 100;
      return html`<div class="bar">
        <span>${goal.length === 1 ? "" : name}</span>
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect class="wanted" width=${(Number(value) / most) * 100} height="10"></rect>
          <rect class=${is === value ? "is right" : "is"} y="2.5" width=${width} height="5"></rect>
        </svg>
        <span>${panel.now} ${is} · ${panel.goal} ${value}</span>
      </div>`;
    })}
  </div>`;
}
