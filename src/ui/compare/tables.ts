/**
 * The tables that differ at the shown moment, row by row: of a row that both runs have, what differs.
 */

import { html, nothing } from "lit/html.js";
import { type Side, sides } from "#lab/compare";
import type { RowDifference, TableDifference } from "#lab/compare-tables";
import type { Row } from "#sim/rows";
import type { AnyTable, CellContext } from "../inspector/node/node-table.ts";
import { tables as nodeTables } from "../inspector/node/tables.ts";
import { momentText } from "../time-text.ts";
import { createNamer } from "../topology/names.ts";
import type { BoardState } from "./board.ts";

/** More rows of one table would be read by nobody. */
const mostRows = 30;

export function tablesTemplate(board: BoardState) {
  const { words, tables } = board;
  if (tables.length === 0) return html`<p class="muted">${words.tables.none}</p>`;
  return html`<div class="compare-tables">${tables.map((table) => tableTemplate(board, table))}</div>`;
}

function tableTemplate(board: BoardState, { node, table, rows }: TableDifference) {
  const { words, compared, inspectorWords } = board;
  const { sections } = inspectorWords.node;
  const title = table === "destinations" ? sections.services : sections[table];
  const left = rows.length - mostRows;
  const name = (side: Side): string => words.runName(compared.runs[side].name, momentText);
  return html`<section>
    <h4><b>${node}</b> · ${title}</h4>
    <div class="compare-scroll" tabindex="0" role="group" aria-label="${node}: ${title}">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.tables.key}</th>
            ${sides.map((side) => html`<th scope="col">${name(side)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, mostRows).map((row) => rowTemplate(board, table, row))}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="muted">${words.tables.more(left)}</p>` : nothing}
  </section>`;
}

function rowTemplate(board: BoardState, table: TableDifference["table"], row: RowDifference) {
  return html`<tr>
    <th scope="row">${row.key}</th>
    ${sides.map((side) => {
      const own = row[side];
      return own === undefined
        ? html`<td class="muted">– ${board.words.tables.missing}</td>`
        : html`<td class="differs">${cellsOf(board, side, { table, row, own })}</td>`;
    })}
  </tr>`;
}

interface Cells {
  readonly table: TableDifference["table"];
  readonly row: RowDifference;
  readonly own: Row;
}

/** What a row says: where both have it, only what the other says otherwise. */
function cellsOf(board: BoardState, side: Side, { table, row, own }: Cells): string {
  const known = nodeTables.find((one) => one.table === table);
  if (known === undefined) return fieldsOf(own, row.fields);
  const texts = (each: Side): readonly string[] => textsOf(board, each, known, row[each]);
  const [ours, theirs] = [texts(side), texts(side === "one" ? "other" : "one")];
  const differing = ours.filter((text, at) => text !== theirs[at]);
  const isWhole = row.one === undefined || row.other === undefined;
  if (isWhole) return ours.filter((text) => text !== "").join("  ");
  return differing.length > 0 ? differing.join("  ").trim() : fieldsOf(own, row.fields);
}

function textsOf(board: BoardState, side: Side, table: AnyTable, row: Row | undefined): readonly string[] {
  if (row === undefined) return [];
  const { recording, scenario } = board.compared.runs[side];
  const { moment, addressing } = board.pages[side].store.state();
  const names = createNamer()(recording, scenario, moment, addressing);
  const context: CellContext = { words: board.inspectorWords.node, names, at: moment.at };
  return table.columns.map(({ cell }) => {
    const { text, note } = cell(row as never, context);
    return note === undefined ? text : `${text} ${note}`;
  });
}

function fieldsOf(row: Row, fields: readonly string[]): string {
  const values = Object.entries(row);
  const shown = fields.length === 0 ? values : values.filter(([name]) => fields.includes(name));
  return shown.map(([name, value]) => `${name} ${String(value)}`).join("  ");
}
