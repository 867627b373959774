/** What a terminal shows and lets a person do after the pieces of its recording. */

import { describe, expect, test } from "vitest";
import type { PieceContent, TerminalPiece } from "#lab/batch";
import { nanos } from "#sim/engine/time";
import { nothingShown, type Shown, take } from "#ui/terminal/shown";

const pieceOf = (content: PieceContent): TerminalPiece => ({
  ...{ at: nanos(0), position: 0, terminal: { node: "a", number: 0 } },
  ...content,
});

const typed = (text: string): PieceContent => ({ kind: "typed", text, isScript: false });
const says = (text: string): PieceContent => ({ kind: "output", text, stream: "stdout" });
const ended = (prompt = "a# ", more: Partial<PieceContent> = {}): PieceContent =>
  ({ kind: "ended", exitCode: 0, hasExited: false, isUnfinished: false, prompt, ...more }) as PieceContent;
const asksForMore = ended("> ", { isUnfinished: true } as Partial<PieceContent>);

function shownAfter(contents: readonly PieceContent[]): Shown {
  const shown = nothingShown("a# ");
  for (const content of contents) take(shown, pieceOf(content));
  return shown;
}

describe("the line that stands before what is typed", () => {
  test.each([
    ["at first the prompt", [], "a# "],
    ["nothing, while a command runs", [typed("sleep 1")], ""],
    ["what the command has said without an end", [typed("read x"), says("one\nname: ")], "name: "],
    ["piece by piece", [typed("x"), says("na"), says("me: ")], "name: "],
    ["with the prompt behind it", [typed("printf hi"), says("hi"), ended()], "hia# "],
    ["the last one, where it was written over", [typed("x"), says("10%\r20%\r30%")], "30%"],
    ["from where the screen was cleared", [typed("x"), says("abc\x1b[H\x1b[2Jde")], "\x1b[2Jde"],
    ["the next prompt", [typed("cd /etc"), ended("a:/etc# ")], "a:/etc# "],
  ] as const)("is %s", (_what, contents, lead) => {
    expect(shownAfter(contents).lead).toBe(lead);
  });
});

test("a command runs until it has ended, and a shell that was left is another", () => {
  expect(shownAfter([typed("x")])).toMatchObject({ isRunning: true, hasExited: false });
  expect(shownAfter([typed("exit"), ended("a# ", { hasExited: true } as never)])).toMatchObject({
    isRunning: false,
    hasExited: true,
  });
  expect(shownAfter([typed("exit"), ended("a# ", { hasExited: true } as never), typed("x")]).hasExited).toBe(
    false,
  );
});

describe("the history", () => {
  const lines = (...texts: readonly string[]): readonly string[] =>
    shownAfter(texts.flatMap((text, at) => [typed(text), at < texts.length - 1 ? asksForMore : ended()]))
      .history;

  test.each([
    [["for i in 1 2", "do", "  echo $i", "done"], "for i in 1 2; do echo $i; done"],
    [["while :;do", "curl 10.0.0.1", "done"], "while :;do curl 10.0.0.1; done"],
    [["if true", "then echo a", "else", "echo b", "fi"], "if true; then echo a; else echo b; fi"],
    [["case x in", "x) echo y;;", "esac"], "case x in x) echo y;; esac"],
    [["echo a &&", "echo b"], "echo a && echo b"],
    [["echo a \\", "b"], "echo a b"],
    [["echo 'one", "two'"], "echo 'one\ntwo'"],
    [["cat <<END", "one", "END"], "cat <<END\none\nEND"],
    [["f() {", "echo f", "}"], "f() { echo f; }"],
  ])("keeps %j as one line", (texts, line) => {
    expect(lines(...texts)).toEqual([line]);
  });

  test("keeps what follows itself once, and no empty line", () => {
    const texts = ["ls", "ls", "", "pwd", "ls"];
    expect(shownAfter(texts.flatMap((text) => [typed(text), ended()])).history).toEqual(["ls", "pwd", "ls"]);
  });
});

describe("an editor", () => {
  const file = { program: "vi", path: "/root/f", name: "f", text: "one\n", errno: undefined };
  const opened: PieceContent = { kind: "editor-opened", ...file, isNew: false, isReadOnly: false };
  const wrote = { kind: "editor-wrote", path: "/root/f", text: "two\n", errno: undefined } as const;

  test("is open from its opening to its end, with what was written last", () => {
    expect(shownAfter([typed("vi f"), opened]).editor).toMatchObject({ saves: 0, wrote: undefined });
    expect(shownAfter([typed("vi f"), opened, wrote]).editor).toMatchObject({
      saves: 1,
      wrote: { text: "two\n" },
    });
    const closed = { kind: "editor-closed", path: "/root/f" } as const;
    expect(shownAfter([typed("vi f"), opened, wrote, closed]).editor).toBeUndefined();
  });

  test("a save that failed is none", () => {
    expect(shownAfter([opened, { ...wrote, errno: "EROFS" }]).editor?.saves).toBe(0);
  });
});
