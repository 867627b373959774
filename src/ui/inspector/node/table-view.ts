/**
 * A table of a node as a table of HTML; of a long one only the rows that can be seen.
 */

import { ref } from "lit/directives/ref.js";
import { html, nothing } from "lit/html.js";
import type { AnyTable, CellContent, CellContext, Entry, TableColumn } from "./node-table.ts";
import { mostRowsDrawn, type RowWindow, windowOf } from "./row-window.ts";

export interface TableShown {
  readonly table: AnyTable;
  readonly rows: readonly Entry[];
  readonly changed: ReadonlySet<string> | undefined;
  /** The row that a person was led to. */
  readonly sought: string | undefined;
  readonly context: CellContext;
  /** How far a long table is scrolled, in pixels, and how much of it is seen. */
  readonly scroll: Scroll;
  /** Types the command of a row; nothing where there is no terminal. */
  readonly onRow: ((command: string) => void) | undefined;
  readonly onScroll: (scroll: Scroll) => void;
  /** How many rows are minor, and whether these are shown as well. */
  readonly minor: number;
  readonly isWhole: boolean;
  readonly onWhole: () => void;
}

export interface Scroll {
  readonly top: number;
  readonly height: number;
}

/** Before a long table has been seen once. */
export const unscrolled: Scroll = { top: 0, height: 336 };

/** The table. */
export function tableTemplate(shown: TableShown) {
  const { table, rows, context, onScroll, scroll } = shown;
  const { columns, sections } = context.words;
  const isLong = rows.length > mostRowsDrawn;
  const window = windowOf(rows.length, scroll.top, scroll.height);
  const scrolled = (event: Event): void => {
    const { currentTarget: box } = event;
    if (isLong && box instanceof HTMLElement) onScroll({ top: box.scrollTop, height: box.clientHeight });
  };
  return html`<div
    class="node-table ${isLong ? "long" : ""}"
    tabindex=${shown.onRow === undefined ? 0 : nothing}
    role="group"
    aria-label=${sections[table.section]}
    @scroll=${scrolled}
  >
    <table class="rows table-${table.table}" aria-rowcount=${isLong ? rows.length + 1 : nothing}>
      <thead>
        <tr aria-rowindex=${isLong ? 1 : nothing}>
          ${table.columns.map(
            ({ name, isNumber }) => html`<th scope="col" class=${isNumber === true ? "number" : ""}>
              ${columns[name]}
            </th>`,
          )}
        </tr>
      </thead>
      ${spacer(window.above, table.columns.length)}
      <tbody>
        ${bodyRows(shown, window, isLong)}
      </tbody>
      ${spacer(window.below, table.columns.length)}
    </table>
    </div>
    ${minorButton(shown)}`;
}

function minorButton({ table, minor, isWhole, onWhole, context }: TableShown) {
  const words = context.words.minor[table.section];
  if (minor === 0 || words === undefined) return nothing;
  const isOpen = isWhole ? "true" : "false";
  return html`<button type="button" class="link minor" aria-expanded=${isOpen} @click=${onWhole}>
    ${isWhole ? words.fewer : words.more(minor)}
  </button>`;
}

/** The room of rows that are not drawn. */
function spacer(height: number, columns: number) {
  if (height === 0) return nothing;
  const fit = (cell: Element | undefined): void => {
    if (cell instanceof HTMLElement) cell.style.height = `${height}px`;
  };
  return html`<tbody aria-hidden="true" class="spacer">
    <tr><td colspan=${columns} ${ref(fit)}></td></tr>
  </tbody>`;
}

function bodyRows(shown: TableShown, { from, to }: RowWindow, isLong: boolean) {
  const { rows, changed, sought } = shown;
  return rows.slice(from, to).map(([key, row], index) => {
    const isChanged = changed?.has(key) === true;
    const isSought = key === sought;
    const marks = `${isChanged ? "changed" : ""}${isSought ? " sought" : ""}`;
    return html`<tr
      class=${marks}
      aria-current=${isSought ? "true" : nothing}
      aria-rowindex=${isLong ? from + index + 2 : nothing}
    >
      ${shown.table.columns.map((column, at) =>
        cellTemplate(shown, { column, row, isChanged: at === 0 && isChanged, at }),
      )}
    </tr>`;
  });
}

interface CellShown {
  readonly column: TableColumn<never>;
  readonly row: Entry[1];
  readonly isChanged: boolean;
  readonly at: number;
}

function cellTemplate(shown: TableShown, { column, row, isChanged, at }: CellShown) {
  const { context, onRow, table } = shown;
  const content = column.cell(row as never, context);
  const classes = `${column.isNumber === true ? "number " : ""}tone-${content.tone ?? "plain"}`;
  const mark = isChanged ? html`<span class="sr-only">${context.words.changed}: </span>` : nothing;
  if (at > 0 || onRow === undefined) {
    const title = content.title ?? nothing;
    return html`<td class=${classes} title=${title}>${mark}${contentTemplate(content)}</td>`;
  }
  const command = table.rowCommand(row as never);
  return html`<td class=${classes}>
    ${mark}<button
      type="button"
      class="row-command"
      title=${[content.title, command].filter((text) => text !== undefined).join(" · ")}
      @click=${() => onRow(command)}
    >${contentTemplate(content)}</button>
  </td>`;
}

const contentTemplate = ({ text, note }: CellContent) =>
  note === undefined ? text : html`${text} <span class="note">${note}</span>`;
