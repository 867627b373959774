/**
 * Tables in a lesson's text: a paragraph of lines between bars, headed by the first. Steps that write rows
 * under the same heads fill in one table together. Nothing is drawn here.
 */

export interface TextTable {
  readonly head: readonly string[];
  /** A row is known by its first cell. */
  readonly rows: readonly (readonly string[])[];
}

const paragraphsIn = (text: string): readonly string[] =>
  text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "");

const isTable = (paragraph: string): boolean =>
  paragraph
    .trim()
    .split("\n")
    .every((line) => /^\|.*\|$/.test(line.trim()));

/** The table that a paragraph is, if it is one. */
export function tableIn(paragraph: string): TextTable | undefined {
  if (!isTable(paragraph)) return undefined;
  const lines = paragraph.trim().split("\n").map(cellsOf);
  const [head = [], ...rows] = lines.filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
  return { head, rows };
}

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());

/** The tables of some texts: those with the same heads as one, in which a later row replaces an earlier. */
export function tablesOf(texts: readonly string[]): readonly TextTable[] {
  const tables = new Map<string, { readonly head: readonly string[]; readonly rows: Map<string, Row> }>();
  for (const { head, rows } of texts.flatMap(paragraphsIn).flatMap((text) => tableIn(text) ?? [])) {
    const key = head.join("|");
    const table = tables.get(key) ?? { head, rows: new Map<string, Row>() };
    tables.set(key, table);
    for (const row of rows) table.rows.set(row[0] ?? "", row);
  }
  return [...tables.values()].map(({ head, rows }) => ({ head, rows: [...rows.values()] }));
}

type Row = readonly string[];

/** The tables of a text, with the rows that earlier texts have for them. */
export function tablesSoFar(text: string, earlier: readonly string[]): readonly TextTable[] {
  const own = new Set(tablesOf([text]).map(({ head }) => head.join("|")));
  return tablesOf([...earlier, text]).filter(({ head }) => own.has(head.join("|")));
}

/** What a text says beside its tables. */
export const withoutTables = (text: string): string =>
  paragraphsIn(text)
    .filter((paragraph) => !isTable(paragraph))
    .join("\n\n");
