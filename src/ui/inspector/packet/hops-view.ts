/**
 * The hop table as a table of HTML: a column a hop, a row a field, marked cells that say who changed them.
 *
 * Columns of later than the shown moment are there by name only. Field names stay in place when the table is
 * scrolled sideways.
 */

import { html, nothing } from "lit/html.js";
import type { Names } from "#ui/topology/names";
import type { HopWords } from "#words/inspector-words";
import { cellText, namedRule, wholeText } from "./cell-text.ts";
import type { Hop } from "./exchange.ts";
import { type HopCell, type HopRow, type HopRows, type HopTable, isLater } from "./hop-table.ts";

/** A cell by its row and column. */
export interface CellPlace {
  readonly field: string;
  readonly column: number;
}

/** What another table says otherwise, and how that is told. */
export interface Against {
  readonly differs: (place: CellPlace) => boolean;
  readonly isAlone: (column: number) => boolean;
  readonly words: { readonly differs: string; readonly alone: string };
}

/** What a drawing of a table needs to know and whom it tells. */
export interface HopsShown {
  readonly table: HopTable;
  readonly words: HopWords;
  readonly naming: Names;
  /** Hops of later are not shown; all are where this is infinite. */
  readonly position: number;
  /** The column that is selected; -1: none. */
  readonly selected: number;
  /** Whether minor fields are shown as well. */
  readonly isWhole: boolean;
  /** Which marked cell the Tab key gets to; the first if that is none. */
  readonly stop: CellPlace | undefined;
  /** What the table is about, for a screen reader. */
  readonly about: string;
  readonly onColumn: (hop: Hop) => void;
  /** What is marked where the table is held against another: cells that differ, hops that one alone has. */
  readonly against?: Against;
  /** The pointer or the focus is on a marked cell, or has left it; `isPress`: it is to stay. */
  readonly onCell: (place: CellPlace | undefined, isPress: boolean) => void;
}

/** The table. */
export function hopsTemplate(shown: HopsShown) {
  const { table, words } = shown;
  const label = `${words.caption}: ${shown.about}`;
  return html`<div class="hops-scroll" tabindex="0" role="group" aria-label=${label}>
    <table class="hops" @keydown=${moveAmongMarks}>
      <caption class="sr-only">
        ${words.caption}
      </caption>
      <thead>
        ${waysRow(table, words)}
        <tr>
          <td class="corner"></td>
          ${table.columns.map((hop, at) => columnHead(hop, at, shown))}
        </tr>
      </thead>
      ${table.groups.map((group) => groupTemplate(group, shown))}
    </table>
  </div>`;
}

/** There and back over their columns, where there are both. */
function waysRow({ columns }: HopTable, words: HopWords) {
  const there = columns.filter(({ way }) => way === "request").length;
  const back = columns.length - there;
  if (back === 0) return nothing;
  return html`<tr class="ways">
    <td class="corner"></td>
    <th scope="colgroup" colspan=${there}><span>${words.ways.request}</span></th>
    <th scope="colgroup" colspan=${back} class="turn"><span>${words.ways.answer}</span></th>
  </tr>`;
}

function columnHead(hop: Hop, at: number, shown: HopsShown) {
  const { words, selected, onColumn } = shown;
  const to = toText(hop, words);
  const later = isLater(hop, shown);
  const copies = pieceNumber(hop, shown.table);
  return html`<th
    scope="col"
    class=${classesOf(hop, at, shown)}
    aria-current=${at === selected ? "true" : nothing}
  >
    <button type="button" title=${words.goTo(hop.from, to)} @click=${() => onColumn(hop)}>
      ${hop.from} →<br />${to}
    </button>
    ${copies === undefined ? nothing : html`<small>${words.copy(copies)}</small>`}
    ${later ? html`<small>${words.later}</small>` : nothing}
    ${aloneMark(at, shown)}
    ${hop.isLost && !later ? html`<small class="lost">✕ ${words.lost}</small>` : nothing}
  </th>`;
}

const aloneMark = (at: number, { against }: HopsShown) =>
  against?.isAlone(at) ? html`<small class="alone">≠ ${against.words.alone}</small>` : nothing;

/** Whom a hop reaches. */
export function toText({ to, isLost }: Hop, words: HopWords): string {
  const [first] = to;
  if (first === undefined) return isLost ? words.lost : words.nobody;
  return to.length === 1 ? first : words.everybody(to.length);
}

/** Which piece of a packet a hop carries, counted from 1, where there are several. */
function pieceNumber(hop: Hop, { columns }: HopTable): number | undefined {
  const isSibling = ({ life, from, to }: Hop): boolean =>
    life !== undefined && life === hop.life && from === hop.from && to.join() === hop.to.join();
  const siblings = columns.filter(isSibling);
  return siblings.length < 2 ? undefined : siblings.indexOf(hop) + 1;
}

function classesOf(hop: Hop, at: number, { table, selected, position }: HopsShown): string {
  const isTurn = hop.way === "answer" && table.columns[at - 1]?.way === "request";
  return [
    "col",
    isTurn ? "turn" : "",
    at === selected ? "selected" : "",
    isLater(hop, { position }) ? "later" : "",
  ].join(" ");
}

/** What a group is called: protocols by their names, the rest in words. */
export function groupName({ group, rows }: HopRows, words: HopWords): string {
  switch (group) {
    case "ethernet":
      return "Ethernet";
    case "arp":
      return "ARP";
    case "ip":
      return "IPv4";
    case "icmp":
      return "ICMP";
    case "transport":
      return rows.some(({ name }) => name === "flags") ? "TCP" : "UDP";
    case "outer":
    case "carrier":
    case "quote":
      return words.groups[group];
  }
}

function groupTemplate(group: HopRows, shown: HopsShown) {
  const columns = shown.table.columns.length + 1;
  return html`<tbody>
    <tr class="group">
      <th scope="rowgroup" colspan=${columns}>
        <span class="group-name"
          ><i class="swatch layer-${group.layer}"></i>${groupName(group, shown.words)}</span
        >
      </th>
    </tr>
    ${group.rows.filter(({ isMinor }) => shown.isWhole || !isMinor).map((row) => rowTemplate(row, shown))}
  </tbody>`;
}

function rowTemplate(row: HopRow, shown: HopsShown) {
  return html`<tr>
    <th scope="row">${row.name}</th>
    ${shown.table.columns.map((hop, at) => cellTemplate(row, hop, at, shown))}
  </tr>`;
}

function cellTemplate(row: HopRow, hop: Hop, at: number, shown: HopsShown) {
  const cell = row.cells[at];
  const isOther = shown.against?.differs({ field: row.field, column: at }) ?? false;
  const classes = `${classesOf(hop, at, shown)}${isOther ? " differs" : ""}`;
  if (cell === undefined || isLater(hop, shown)) return html`<td class=${classes}></td>`;
  const told = isOther ? html`<span class="sr-only">, ${shown.against?.words.differs}</span>` : nothing;
  const whole = wholeText(cell.value, shown.naming) ?? nothing;
  if (cell.change === undefined) {
    return html`<td class=${classes} title=${whole}>${cellText(cell.value, shown.naming)}${told}</td>`;
  }
  return html`<td class="${classes} changed" title=${whole}>${markedCell(row, cell, at, shown)}${told}</td>`;
}

function markedCell(row: HopRow, cell: HopCell, column: number, shown: HopsShown) {
  const { words, naming, onCell } = shown;
  const place = { field: row.field, column };
  const node = cell.change?.node ?? "";
  const stop = stopOf(shown);
  return html`<button
    type="button"
    class="mark"
    data-column=${column}
    tabindex=${stop?.field === row.field && stop.column === column ? 0 : -1}
    @pointerenter=${() => onCell(place, false)}
    @pointerleave=${() => onCell(undefined, false)}
    @focus=${() => onCell(place, false)}
    @blur=${() => onCell(undefined, false)}
    @click=${() => onCell(place, true)}
  >
    ${cell.value === undefined ? "–" : cellText(cell.value, naming)}<span class="sr-only"
      >, ${words.changedBy(node)}</span
    >
  </button>`;
}

/** The marked cell that the Tab key gets to. */
function stopOf({ table, stop, isWhole }: HopsShown): CellPlace | undefined {
  const rows = table.groups.flatMap((group) => group.rows.filter((row) => isWhole || !row.isMinor));
  const isMarked = ({ field, column }: CellPlace): boolean =>
    rows.find((row) => row.field === field)?.cells[column]?.change !== undefined;
  if (stop !== undefined && isMarked(stop)) return stop;
  for (const { field, cells } of rows) {
    const column = cells.findIndex(({ change }) => change !== undefined);
    if (column >= 0) return { field, column };
  }
  return undefined;
}

/** Arrow keys lead from a marked cell to the next: by rows, or down and up in its column. */
function moveAmongMarks(event: KeyboardEvent): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (step === undefined || !target.classList.contains("mark") || event.shiftKey) return;
  const isInColumn = key === "ArrowDown" || key === "ArrowUp";
  const { column } = target.dataset;
  const marks = [...currentTarget.querySelectorAll<HTMLElement>(".mark")].filter(
    (mark) => !isInColumn || mark.dataset.column === column,
  );
  event.preventDefault();
  marks[marks.indexOf(target) + step]?.focus();
}

/** What a marked cell says, in a line each: the change, and the rule. */
export function changeTexts(shown: HopsShown, { field, column }: CellPlace): readonly string[] | undefined {
  const rows = shown.table.groups.flatMap((group) => group.rows);
  const row = rows.find((one) => one.field === field);
  const cell = row?.cells[column];
  if (row === undefined || cell?.change === undefined) return undefined;
  const { change, value } = cell;
  const { words, naming } = shown;
  const text = (one: HopCell["value"]): string => namedText(one, naming);
  const said =
    change.before === undefined
      ? words.appears(row.name, text(value))
      : value === undefined
        ? words.vanishes(row.name, text(change.before))
        : words.becomes(row.name, text(change.before), text(value));
  return [said, words.rule(change.node, namedRule(change.rule, naming))];
}

/** As in a cell, with the owner of a MAC address. */
function namedText(value: HopCell["value"], naming: Names): string {
  const owner = value?.kind === "mac" ? naming.owner(value.mac) : undefined;
  const text = cellText(value, naming);
  return owner === undefined ? text : `${text} (${owner})`;
}

/** The event that tells of the change of a cell. */
export function eventOfCell({ groups }: HopTable, { field, column }: CellPlace): number | undefined {
  const rows = groups.flatMap((group) => group.rows);
  return rows.find((row) => row.field === field)?.cells[column]?.change?.event;
}
