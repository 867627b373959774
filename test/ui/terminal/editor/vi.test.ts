/**
 * vi, key by key: the text with `|` at the cursor, before and after.
 */
import { describe, expect, test } from "vitest";
import { type EditedText, fileOf, textOf } from "#ui/terminal/editor/text";
import { press, type ViWish } from "#ui/terminal/editor/vi";
import { type Vi, viOf } from "#ui/terminal/editor/vi-state";
import { keysOf } from "#ui/terminal/line-editor";

const marked = (text: string): EditedText => {
  const before = text.slice(0, text.indexOf("|")).split("\n");
  const at = { row: before.length - 1, column: before.at(-1)?.length ?? 0 };
  return { ...textOf(text.replace("|", "")), at };
};

const shown = ({ text: { lines, at } }: Vi): string =>
  lines
    .map((line, row) => (row === at.row ? `${line.slice(0, at.column)}|${line.slice(at.column)}` : line))
    .join("\n");

function typed(start: string, data: string): { readonly vi: Vi; readonly wish: ViWish } {
  let vi = viOf(marked(start), "");
  let wish: ViWish;
  for (const key of keysOf(data)) {
    const step = press(vi, key);
    vi = step.vi;
    wish = step.wish ?? wish;
  }
  return { vi, wish };
}

const conf = "|ipvs {\n  rr = 1\n}\nlast line";

describe("motions", () => {
  test.each([
    ["|one two", "w", "one |two"],
    ["one |two", "b", "|one two"],
    ["|one two", "e", "on|e two"],
    ["|net.ipv4", "w", "net|.ipv4"],
    ["|net.ipv4 = 1", "W", "net.ipv4 |= 1"],
    ["|one\ntwo", "j", "one\n|two"],
    ["one\nt|wo", "k", "o|ne\ntwo"],
    ["|one", "$", "on|e"],
    ["  o|ne", "^", "  |one"],
    ["  o|ne", "0", "|  one"],
    ["|a\nb\nc", "G", "a\nb\n|c"],
    ["a\nb\n|c", "gg", "|a\nb\nc"],
    ["|a\nb\nc", "2G", "a\n|b\nc"],
    ["|a b c d", "3w", "a b c |d"],
    ["|abc", "10l", "ab|c"],
    ["|one", "h", "|one"],
    ["|one two\none", "/one\r", "one two\n|one"],
    ["|a x b x", "/x\rn", "a x b |x"],
    ["|a x b x", "/x\rnn", "a |x b x"],
    ["a x b x|", "?x\r", "a x b |x"],
    ["|a (b c) d", "%", "a (b c|) d"],
    ["a (b c|) d", "%", "a |(b c) d"],
    ["|{\n  a { }\n}", "%", "{\n  a { }\n|}"],
    ["|a,b,c", "f,", "a|,b,c"],
    ["|a,b,c", "f,;", "a,b|,c"],
    ["|a,b,c", "2f,,", "a|,b,c"],
    ["|a,b,c", "t,", "|a,b,c"],
    ["a,b,|c", "F,", "a,b|,c"],
    ["a,b,|c", "T,", "a,b,|c"],
    ["long |line\nx\nlong line", "jj", "long line\nx\nlong |line"],
    ["|ab\nc\nlong line", "$jj", "ab\nc\nlong lin|e"],
  ])("%j %s is %j", (start, keys, end) => {
    expect(shown(typed(start, keys).vi)).toBe(end);
  });
});

describe("changes", () => {
  test.each([
    ["|one two three", "dw", "|two three"],
    ["|one two three", "d2w", "|three"],
    ["one |two\nthree", "dw", "one| \nthree"],
    ["|one\ntwo\nthree", "dd", "|two\nthree"],
    ["|one\ntwo\nthree", "2dd", "|three"],
    ["|one\ntwo\nthree", "dj", "|three"],
    ["|only", "dd", "|"],
    ["one t|wo", "D", "one |t"],
    ["|one two", "cwsix\x1b", "si|x two"],
    ["one |two", "cctext\x1b", "tex|t"],
    ["|one", "x", "|ne"],
    ["|one", "2x", "|e"],
    ["on|e", "X", "o|e"],
    ["|one\ntwo", "yyp", "one\n|one\ntwo"],
    ["one\n|two", "yyP", "one\n|two\ntwo"],
    ["|one two", "ywP", "one| one two"],
    ["|one\n  two", "J", "one| two"],
    ["|one", "ra", "|ane"],
    ["|one", "~", "O|ne"],
    ["|one", "iX\x1b", "|Xone"],
    ["|one", "aX\x1b", "o|Xne"],
    ["|one", "AX\x1b", "one|X"],
    ["o|ne", "IX\x1b", "|Xone"],
    ["|one", "otwo\x1b", "one\ntw|o"],
    ["|one", "Otwo\x1b", "tw|o\none"],
    ["|one", "RXY\x1b", "X|Ye"],
    ["|one", "ia\rb\x1b", "a\n|bone"],
    ["one|", "i\x7f\x7fX\x1b", "o|X"],
    ["|one", ">>", "|\tone"],
    ["|\tone", "<<", "|one"],
    ["|one two", "dwu", "|one two"],
    ["|one two", "dwu\x12", "|two"],
    ["|one", "xxuu", "|one"],
    ["|a b c", "dw..", "|"],
    ["|a\nb\nc", "dd.", "|c"],
    ["|one two", "cwX\x1bw.", "X |X"],
    ["|a\nb", "ox\x1b.", "a\nx\n|x\nb"],
    ["|a b c", "dwu.", "|b c"],
    ["a o|ne b", "diw", "a | b"],
    ["a o|ne b", "daw", "a |b"],
    ["a o|ne b", "ciwX\x1b", "a |X b"],
    ["|key=value", "dt=", "|=value"],
    ["|key=value", "df=", "|value"],
    ["|f(a, b) c", "d%", "| c"],
    ["|one two", "ved", "| two"],
    ["one |two", "vbd", "|wo"],
    ["|one\ntwo\nthree", "Vjd", "|three"],
    ["|one\ntwo", "Vyp", "one\n|one\ntwo"],
    ["|one two", "vwhyP", "one| one two"],
    ["|one\ntwo", "vjd", "|wo"],
    ["|one\ntwo\nx", "Vj>", "|\tone\n\ttwo\nx"],
    ["|one\ntwo\nx", "VjJ", "one| two\nx"],
    ["|one two", "vecX\x1b", "|X two"],
    ["|a\na\na", "Vj:s/a/b/\r", "b\n|b\na"],
    ["|one", "v\x1bx", "|ne"],
    [conf, ":%s/1/2/\r", "ipvs {\n|  rr = 2\n}\nlast line"],
    ["|a a\na", ":%s/a/b/g\r", "b b\n|b"],
    [conf, ":2\r", "ipvs {\n|  rr = 1\n}\nlast line"],
    [conf, ":2,3d\r", "ipvs {\n|last line"],
  ])("%j %j is %j", (start, keys, end) => {
    expect(shown(typed(start, keys).vi)).toBe(end);
  });
});

describe("writing and leaving", () => {
  test.each([
    ["|a", ":w\r", { kind: "write", thenQuit: false }],
    ["|a", ":wq\r", { kind: "write", thenQuit: true }],
    ["|a", "ZZ", { kind: "write", thenQuit: true }],
    ["|a", ":q\r", { kind: "quit" }],
    ["|a", "x:q\r", undefined],
    ["|a", "x:q!\r", { kind: "quit" }],
    ["|a", ":x\r", { kind: "quit" }],
    ["|a", ":w other\r", { kind: "write", path: "other", thenQuit: false }],
    ["|a", ":wq other\r", { kind: "write", path: "other", thenQuit: true }],
  ] as const)("%j %j wishes for %j", (start, keys, wish) => {
    expect(typed(start, keys).wish).toEqual(wish);
  });

  test.each([
    ["|a", "x:q\r", "E37: No write since last change (add ! to override)"],
    ["|a", ":frob\r", "E492: Not an editor command: frob"],
    ["|a", "/zzz\r", "E486: Pattern not found: zzz"],
    ["|a", ":9d\r", "E16: Invalid range"],
  ])("%j %j says %s", (start, keys, message) => {
    expect(typed(start, keys).vi.message).toBe(message);
  });

  test.each([
    [":w\r", undefined],
    [":wq\r", undefined],
    [":w!\r", { kind: "write", thenQuit: false }],
    [":w other\r", { kind: "write", path: "other", thenQuit: false }],
    [":q\r", { kind: "quit" }],
  ] as const)("of a read-only file: %j wishes for %j", (keys, wish) => {
    let [vi, wished] = [viOf(marked("|a"), ""), undefined as ViWish];
    for (const key of keys) ({ vi, wish: wished } = press(vi, key, { height: 9, isReadOnly: true }));
    expect(wished).toEqual(wish);
    if (wish === undefined) expect(vi.message).toContain("E45: 'readonly' option is set");
  });

  test("a file comes back as it was", () => {
    for (const file of ["", "one\n", "one\ntwo\n", "\n\n"]) expect(fileOf(textOf(file))).toBe(file);
  });
});
