/** A terminal as a picture: the rows that a screen shows after a text. */

import { expect, test } from "vitest";
import { type StillRow, stillRows } from "#ui/terminal/still-rows";

const esc = "\u001b";
const plain = (rows: readonly StillRow[]): string[] =>
  rows.map((row) => row.map(({ text }) => text).join(""));

test.each([
  { name: "lines", text: "one\ntwo\n", rows: ["one", "two", ""] },
  { name: "a line longer than the screen", text: "abcdefghijkl", rows: ["abcdefghij", "kl"] },
  { name: "a line as long as the screen", text: "abcdefghij\nk", rows: ["abcdefghij", "k"] },
  { name: "more rows than there are", text: "1\n2\n3\n4\n5", rows: ["2", "3", "4", "5"] },
  { name: "wide characters, two columns each", text: "报文报文报文", rows: ["报文报文报", "文"] },
  { name: "a wide character that has no room", text: "abcdefghi报", rows: ["abcdefghi", "报"] },
  { name: "a tab", text: "a\tb", rows: ["a       b"] },
  { name: "a return that writes over the line", text: "50%\r9", rows: ["90%"] },
  { name: "a return and the rest erased", text: `50%\r9${esc}[K`, rows: ["9"] },
  { name: "a backspace", text: "ab\b ", rows: ["a "] },
  { name: "a cleared screen", text: `old\n${esc}[H${esc}[2Jnew`, rows: ["new"] },
  { name: "a cursor moved left and right", text: `abc${esc}[2Dx${esc}[2Cy`, rows: ["axc y"] },
])("$name", ({ text, rows }) => {
  expect(plain(stillRows(text, 10, 4))).toEqual(rows);
});

test("colours begin and end where they are switched", () => {
  expect(stillRows(`${esc}[1;32mroot${esc}[0m# ${esc}[31mno${esc}[m`, 20, 4)).toEqual([
    [
      { text: "root", colour: "green" },
      { text: "# ", colour: undefined },
      { text: "no", colour: "red" },
    ],
  ]);
});
