/**
 * What is said above and below each stage: which run it is, its own time, and what of it differs just now.
 */

import { html, nothing, render } from "lit/html.js";
import { otherSide, type Side } from "#lab/compare";
import { momentText } from "../time-text.ts";
import type { BoardState } from "./board.ts";
import type { ComparedRuns } from "./runs.ts";
import { flightsAlone, type MachineMarks, machineMarks } from "./stage-marks.ts";

/** The marks on the machines of a side. */
export const marksOf = ({ tables, compared, words }: BoardState, side: Side): MachineMarks =>
  machineMarks(tables, machinesAlone(compared, side), words.marks);

/** The machines that the other scenario does not have. */
function machinesAlone({ runs }: ComparedRuns, side: Side): string[] {
  const others = new Set(runs[otherSide(side)].scenario.nodes.map(({ name }) => name));
  return runs[side].scenario.nodes.map(({ name }) => name).filter((name) => !others.has(name));
}

/** The name of a run with its own time, and the list of what differs. */
export function drawSide(board: BoardState, side: Side): void {
  const { hosts, words, compared, pages, player, tables } = board;
  const { moment } = pages[side].store.state();
  const name = words.runName(compared.runs[side].name, momentText);
  const time = html`<span class="compare-time">t = ${momentText(moment.at)}</span>`;
  render(html`<h3>${name}</h3>${time}`, hosts.labels[side]);
  const nodes = new Map<string, number>();
  for (const { node, rows } of tables) nodes.set(node, (nodes.get(node) ?? 0) + rows.length);
  const frames = flightsAlone(compared.comparison, side, player.shown()[side]).size;
  const items = [
    ...[...nodes].map(([node, rows]) => [node, words.marks.rows(rows)]),
    ...machinesAlone(compared, side).map((node) => [node, words.marks.frame]),
  ].map(([node, said]) => html`<li>≠ <b>${node}</b> ${said}</li>`);
  render(
    items.length + frames === 0
      ? html`<p class="muted">${words.marks.none}</p>`
      : html`<ul aria-label=${words.marks.list}>
          ${items}${frames === 0 ? nothing : html`<li>≠ ${words.marks.frames(frames)}</li>`}
        </ul>`,
    hosts.lists[side],
  );
}
