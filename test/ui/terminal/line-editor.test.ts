/**
 * The line editor of a terminal, key by key.
 */
import { describe, expect, test } from "vitest";
import { type EditedLine, edit, emptyLine, keysOf, type LineWish } from "#ui/terminal/line-editor";

const history = ["ip addr", "curl 10.0.0.10", "ip route"];

/** Types keys into an empty line; answers the line with `|` at the cursor, and the last wish. */
function typed(data: string): { readonly line: string; readonly wish: LineWish; readonly state: EditedLine } {
  let state = emptyLine(history);
  let wish: LineWish;
  for (const key of keysOf(data)) ({ line: state, wish } = edit(state, key, history));
  return { line: `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}`, wish, state };
}

const [left, right, up, down] = ["\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"];

describe("keys of readline", () => {
  test.each([
    ["text goes in at the cursor", `abc${left}${left}X`, "aX|bc"],
    ["Ctrl-A and Ctrl-E", "abc\x01X\x05Y", "XabcY|"],
    ["Home and End", "abc\x1b[HX\x1b[FY", "XabcY|"],
    ["Backspace", "abc\x7f", "ab|"],
    ["Delete", "abc\x01\x1b[3~", "|bc"],
    ["Ctrl-D deletes where there is text", "abc\x01\x04", "|bc"],
    ["Ctrl-K and Ctrl-Y", `one two${left}${left}${left}\x0b\x01\x19`, "two|one "],
    ["Ctrl-U", `one two${left}\x15`, "|o"],
    ["Ctrl-W takes what blanks separate", "ip addr add 10.0.0.1/24\x17", "ip addr add |"],
    ["Alt-Backspace takes a word", "10.0.0.1\x1b\x7f", "10.0.0.|"],
    ["Alt-B and Alt-F", "ip addr add\x1bb\x1bb\x1bf!", "ip addr!| add"],
    ["Ctrl-arrows go by words", "ip addr\x1b[1;5D!", "ip !|addr"],
    ["Ctrl-T", "sl\x14", "ls|"],
    ["up", `${up}`, "ip route|"],
    ["up, up", `${up}${up}`, "curl 10.0.0.10|"],
    ["up and back to what was begun", `new${up}${down}`, "new|"],
    ["Ctrl-P and Ctrl-N", "\x10\x10\x0e", "ip route|"],
    ["Ctrl-R finds the latest", "\x12ip", "|ip route"],
    ["Ctrl-R twice finds the one before", "\x12ip\x12", "|ip addr"],
    ["Ctrl-R, then right", `\x12addr${right}`, "ip a|ddr"],
    ["Ctrl-G leaves the search", "\x12addr\x07", "|"],
    ["a wide character is one", `字${left}a`, "a|字"],
    ["a character of two units is one", "😀\x7fx", "x|"],
  ])("%s", (_name, data, line) => {
    expect(typed(data).line).toBe(line);
  });

  test.each([
    ["\r", "enter"],
    ["\t", "complete"],
    ["\x03", "interrupt"],
    ["\x04", "end"],
    ["\x0c", "clear"],
    [left, "bell"],
    [down, "bell"],
    ["\x07", undefined],
  ] as const)("%j wishes for %s", (key, wish) => {
    expect(typed(key).wish).toBe(wish);
  });

  test("Enter in a search takes the line that was found", () => {
    const { state, wish } = typed("\x12curl\r");
    expect([state.text, state.search, wish]).toEqual(["curl 10.0.0.10", undefined, "enter"]);
  });
});

test("what a terminal sends at once is split into keys", () => {
  expect(keysOf("a\x1b[A字\x1b[1;5C\x1bOH\x1bb\r😀")).toEqual([
    ...["a", "\x1b[A", "字", "\x1b[1;5C", "\x1bOH", "\x1bb", "\r", "😀"],
  ]);
});
