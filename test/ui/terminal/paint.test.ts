/**
 * Drawing an edited line: what a small terminal of our own shows after the control sequences.
 */
import { describe, expect, test } from "vitest";
import { columnsOf } from "#ui/terminal/candidates";
import { type EditedLine, emptyLine } from "#ui/terminal/line-editor";
import { draw, plainText, redraw, undraw, widthOf } from "#ui/terminal/paint";

const columns = 20;
const prompt = "root@rs1:~# ";

const lineOf = (marked: string): EditedLine => ({
  ...emptyLine([]),
  text: marked.replace("|", ""),
  cursor: marked.indexOf("|"),
});

/** The rows of the screen with the cursor as `|`, from a string with the sequences that are drawn with. */
function screen(data: string): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  const tokens = data.replaceAll("\x1b", "␛").match(/␛\[\d*[A-Z]|[\s\S]/gu) ?? [];
  for (const token of tokens) {
    const [, count = "1", command] = /^␛\[(\d*)([A-Z])$/.exec(token) ?? [];
    if (command === "A") row -= Number(count || 1);
    else if (command === "C") column += Number(count || 1);
    else if (command === "J") {
      rows.length = row + 1;
      rows[row]?.splice(column);
    } else if (token === "\r") column = 0;
    else if (token === "\b") column = Math.max(0, column - 1);
    else {
      if (column + widthOf(token) > columns) [row, column] = [row + 1, 0];
      rows[row] ??= [];
      const line = rows[row] as string[];
      while (line.length < column) line.push(" ");
      line[column] = token;
      column += widthOf(token);
      if (widthOf(token) === 2) line[column - 1] = "";
    }
  }
  rows[row] ??= [];
  const line = rows[row] as string[];
  while (line.length < column) line.push(" ");
  line.splice(column, 0, "|");
  return rows.map((cells) => cells.join("").trimEnd());
}

test.each([
  ["ls|", ["root@rs1:~# ls|"]],
  ["l|s", ["root@rs1:~# l|s"]],
  ["12345678|", ["root@rs1:~# 12345678", "|"]],
  ["1234567890|", ["root@rs1:~# 12345678", "90|"]],
  ["|1234567890", ["root@rs1:~# |12345678", "90"]],
  ["字字|字", ["root@rs1:~# 字字|字"]],
  ["1字字字字|", ["root@rs1:~# 1字字字", "字|"]],
  ["1字字字|字字", ["root@rs1:~# 1字字字|", "字字"]],
  ["|1字字字字", ["root@rs1:~# |1字字字", "字"]],
])("%s is drawn after the prompt", (marked, rows) => {
  expect(screen(prompt + draw(lineOf(marked), prompt, columns))).toEqual(rows);
});

test.each([
  ["1234567890|", "1|"],
  ["1|", "123456789012345678901234567890|"],
  ["12345678|90", "12345678|9"],
  ["1字字字|字字", "1字字字字|"],
  ["1234567|", "12345678|"],
  ["12345678|", "123456789|"],
  ["字字字字|", "字字字字字|"],
  ["12|34", "12345|"],
])("%s becomes %s without a trace", (before, after) => {
  const [first, second] = [lineOf(before), lineOf(after)];
  const both = prompt + draw(first, prompt, columns) + redraw(first, second, prompt, columns);
  expect(screen(both)).toEqual(screen(prompt + draw(second, prompt, columns)));
});

describe("a search of the history", () => {
  const searching = (marked: string, search: string): EditedLine => ({ ...lineOf(marked), search });

  test("takes the place of the prompt", () => {
    const [before, first, second] = [lineOf("ec|"), searching("|echo", ""), searching("echo |one", "one")];
    const shown = prompt + draw(before, prompt, columns) + redraw(before, first, prompt, columns);
    expect(screen(shown)).toEqual(["(reverse-i-search)`'", ": |echo"]);
    const next = shown + redraw(first, second, prompt, columns);
    expect(screen(next)).toEqual(["(reverse-i-search)`o", "ne': echo |one"]);
    const left = next + redraw(second, lineOf("echo|"), prompt, columns);
    expect(screen(left)).toEqual(["root@rs1:~# echo|"]);
    expect(screen(next + undraw(second, prompt, columns))).toEqual(["root@rs1:~# |"]);
  });
});

test("what stands before the line stays: also output without an end, of any length", () => {
  for (const lead of ["name: ", "a question that is longer than one row?", "", "x".repeat(17)]) {
    const line = lineOf("an answer|, long");
    expect(screen(lead + draw(line, lead, columns) + undraw(line, lead, columns))).toEqual(screen(lead));
  }
});

test("control sequences in the prompt take no room", () => {
  const coloured = `\x1b[32m${prompt}\x1b[0m`;
  expect(draw(lineOf("12345|67890"), coloured, columns)).toBe(draw(lineOf("12345|67890"), prompt, columns));
  expect(plainText("\x1b]0;title\x07\x1b[1;31mred\x1b[0m\ttab\x1b[?25h")).toBe("red\ttab");
});

describe("columns of", () => {
  test.each([
    ["abc", 3],
    ["中文", 4],
    ["é", 1],
    ["：。", 4],
    ["→…", 2],
  ])("%s: %i", (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

test("candidates stand in columns, down and then right", () => {
  expect(columnsOf(["aa", "b/", "cc", "dd", "ee"], 12)).toEqual(["aa  cc  ee", "b/  dd"]);
});
