/**
 * The small Markdown of lessons as templates: paragraphs, tables, `**strong**`, and code. Nothing in it is
 * HTML.
 */

import { html, type TemplateResult } from "lit/html.js";
import { type TextTable, tableIn } from "./table-text.ts";

export type Inline = { readonly kind: "text" | "strong" | "code"; readonly text: string };

/** A paragraph cut into its parts. What is not closed is text. */
export function inlineOf(paragraph: string): readonly Inline[] {
  const parts: Inline[] = [];
  let rest = 0;
  for (const found of paragraph.matchAll(/\*\*(.+?)\*\*|`([^`]+)`/g)) {
    if (found.index > rest) parts.push({ kind: "text", text: paragraph.slice(rest, found.index) });
    const [whole, strong, code] = found;
    parts.push(strong === undefined ? { kind: "code", text: code ?? "" } : { kind: "strong", text: strong });
    rest = found.index + whole.length;
  }
  if (rest < paragraph.length) parts.push({ kind: "text", text: paragraph.slice(rest) });
  return parts;
}

/** The paragraphs of a text. */
export const paragraphsOf = (text: string): readonly string[] =>
  text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "");

/** Without its marks, as it is read aloud. */
export const plainText = (text: string): string =>
  paragraphsOf(text)
    .map((paragraph) => {
      const table = tableIn(paragraph);
      return table === undefined ? paragraph : table.rows.map((row) => row.join(", ")).join("; ");
    })
    .map((paragraph) =>
      inlineOf(paragraph)
        .map(({ kind, text: part }) => (kind === "strong" ? plainText(part) : part))
        .join(""),
    )
    .join(" ");

const inlineTemplate = ({ kind, text }: Inline): TemplateResult | string => {
  if (kind === "strong") return html`<strong>${inlineOf(text).map(inlineTemplate)}</strong>`;
  return kind === "code" ? code(text) : text;
};

/** A line of code is broken between its words, not at the hyphen of an option. */
export function code(text: string, on?: string): TemplateResult {
  const words = text.split(" ").map((word, index) => {
    const kind = word.length > longWord ? "long" : "";
    return html`${index === 0 ? "" : " "}<span class=${kind}>${word}</span>`;
  });
  return html`<code>${on === undefined ? "" : html`<b>${on}# </b>`}${words}</code>`;
}

/** More letters than a line of the narrowest panel has room for. */
const longWord = 26;

/** The parts of a line of text. */
export const inlines = (text: string) => inlineOf(text).map(inlineTemplate);

/** A table whose first column says what each row is about. */
export const tableTemplate = ({ head, rows }: TextTable) => html`<table class="told">
  <thead>
    <tr>
      ${head.map((cell) => html`<th scope="col">${inlines(cell)}</th>`)}
    </tr>
  </thead>
  <tbody>
    ${rows.map(
      ([name = "", ...cells]) => html`<tr>
        <th scope="row">${inlines(name)}</th>
        ${cells.map((cell) => html`<td>${inlines(cell)}</td>`)}
      </tr>`,
    )}
  </tbody>
</table>`;

/**
 * A text as paragraphs; a line of code by itself is a block, with the machine in front that it is for, where
 * that is known.
 */
export const paragraphs = (text: string, machineOf?: (run: string) => string | undefined) =>
  paragraphsOf(text).map((paragraph) => {
    const table = tableIn(paragraph);
    if (table !== undefined) return tableTemplate(table);
    const [first, ...others] = inlineOf(paragraph);
    if (first?.kind !== "code" || others.length > 0) return html`<p>${inlines(paragraph)}</p>`;
    return html`<p class="command">${code(first.text, machineOf?.(first.text))}</p>`;
  });
