/** A terminal on the screen: what becomes of keys, and of what was typed, as pieces of the recording come. */

import type { Terminal } from "@xterm/xterm";
import { beforeEach, describe, expect, test } from "vitest";
import type { PieceContent, TerminalPiece } from "#lab/batch";
import type { LabAct } from "#lab/lab-command";
import { nanos } from "#sim/engine/time";
import { createScreen, type Screen } from "#ui/terminal/screen";

const terminal = { node: "a", number: 0 };
const ended: PieceContent = {
  ...{ kind: "ended", exitCode: 0, hasExited: false, isUnfinished: false, prompt: "a# " },
};
const typed = (text: string): PieceContent => ({ kind: "typed", text, isScript: false });
const says = (text: string): PieceContent => ({ kind: "output", text, stream: "stdout" });

/** What a person at a terminal has: keys, a screen that only writes, and a lab that remembers. */
interface Desk {
  readonly acts: LabAct[];
  readonly pieces: TerminalPiece[];
  readonly screen: Screen;
  readonly written: () => string;
  /** Whether a command reads the keyboard. */
  isAsked: boolean;
  press(data: string): Promise<void>;
  /** Something comes from the lab. */
  comes(...contents: readonly PieceContent[]): Promise<void>;
}

function deskOf(): Desk {
  const [acts, pieces, texts]: [LabAct[], TerminalPiece[], string[]] = [[], [], []];
  let onData = (_data: string): void => {};
  const emulator = {
    cols: 80,
    rows: 24,
    write: (text: string) => void texts.push(text),
    onData: (listener: (data: string) => void) => {
      onData = listener;
      return { dispose: () => {} };
    },
  } as unknown as Terminal;
  const show = (): void => screen.show(pieces, pieces.length);
  const screen = createScreen({
    ...{ terminal: emulator, name: terminal, firstPrompt: "a# ", refresh: show },
    act: async (act) => {
      acts.push(act);
      pieces.push(...echoOf(act, pieces));
    },
    complete: async (_name, line) => ({
      ...{ start: 0, common: line === "ip" ? "ip" : "ipvsadm" },
      candidates: ["ip", "ipvsadm"].map((text) => ({ insert: text, shown: text, goesOn: false })),
    }),
    isAsked: () => desk.isAsked,
  });
  const desk: Desk = {
    ...{ acts, pieces, screen, isAsked: false, written: () => texts.join("") },
    press: async (data) => {
      onData(data);
      await turns();
    },
    comes: async (...contents) => {
      pieces.push(
        ...contents.map((content) => ({ at: nanos(0), position: 0, terminal, ...content }) as TerminalPiece),
      );
      show();
      await turns();
    },
  };
  return desk;
}

/** What the lab shows of an act at once. */
function echoOf(act: LabAct, before: readonly TerminalPiece[]): TerminalPiece[] {
  const last = before.findLast(({ kind }) => kind === "typed" || kind === "ended");
  const place = { at: nanos(0), position: 0, terminal };
  if (act.kind === "edit" || ("text" in act && act.text === undefined)) return [];
  const text = act.kind === "signal" ? `${act.line}^C` : (act.text ?? "");
  const isLine = act.kind === "type" && last?.kind !== "typed";
  return [{ ...place, ...(isLine ? typed(text) : says(text)) }];
}

/** Until all that was promised has come. */
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const lines = (acts: readonly LabAct[]): (string | undefined)[] =>
  acts.map((act) => ("text" in act ? act.text : `${act.signal} ${act.line}`));

let desk: Desk;

beforeEach(() => {
  desk = deskOf();
});

describe("what is typed", () => {
  test("stays on its line until the lab has taken it", async () => {
    await desk.press("pwd");
    await desk.press("\r");
    expect(lines(desk.acts)).toEqual(["pwd"]);
    await desk.comes(says("/root\n"), ended);
    expect(desk.written()).toBe("a# pwd\r\x1b[3C\x1b[Jpwd\n/root\na# ");
  });

  test("while a command runs goes to it, and is written again behind what the command says", async () => {
    await desk.comes(typed("sleep 9"));
    for (const key of "ls") await desk.press(key);
    await desk.comes(says("tick\n"));
    expect(desk.written().endsWith("ls\r\x1b[Jtick\nls")).toBe(true);
    await desk.press("\r");
    expect(desk.acts).toEqual([{ kind: "input", terminal, text: "ls\n" }]);
  });

  test("and not sent is told with Ctrl-C, as it stands on the screen", async () => {
    await desk.press("ip ad");
    await desk.press("\x03");
    expect(desk.acts).toEqual([{ kind: "signal", terminal, signal: "INT", line: "ip ad" }]);
  });

  test("Ctrl-D ends the input, or sends what stands on the line without its end", async () => {
    await desk.press("\x04");
    await desk.comes(typed("cat"));
    await desk.press("x");
    await desk.press("\x04");
    expect(lines(desk.acts)).toEqual([undefined, "x"]);
  });
});

describe("what is pasted", () => {
  test("is typed line by line: the next one at the next prompt", async () => {
    await desk.press("one\rtwo\rthree");
    expect(lines(desk.acts)).toEqual(["one"]);
    await desk.comes(says("1\n"));
    expect(lines(desk.acts)).toEqual(["one"]);
    await desk.comes(ended);
    expect(lines(desk.acts)).toEqual(["one", "two"]);
    await desk.comes(ended);
    expect(lines(desk.acts)).toEqual(["one", "two"]);
    expect(desk.written()).toMatch(/a# three$/);
  });

  test("goes to a command that reads", async () => {
    await desk.press("cat > f\rone\rtwo\r");
    desk.isAsked = true;
    await desk.comes();
    expect(desk.acts.slice(1)).toEqual([
      { kind: "input", terminal, text: "one\n" },
      { kind: "input", terminal, text: "two\n" },
    ]);
  });

  test("and has not been typed yet is thrown away by Ctrl-C, which overtakes it", async () => {
    await desk.press("sleep 9\rrm -r /\r");
    await desk.press("\x03");
    await desk.comes(ended);
    expect(lines(desk.acts)).toEqual(["sleep 9", "INT "]);
  });

  test("completes nothing", async () => {
    await desk.press("ipv\tx");
    expect(desk.written()).toContain("ipv\tx");
  });
});

describe("Tab", () => {
  test("adds what all have in common, and lists them when it is pressed again", async () => {
    await desk.press("i");
    await desk.press("\t");
    expect(desk.written()).toMatch(/ipvsadm$/);
    await desk.press("\x15ip");
    await desk.press("\t");
    expect(desk.written()).not.toContain("ip  ipvsadm");
    await desk.press("\t");
    expect(desk.written()).toContain("\r\nip  ");
    expect(desk.written()).toMatch(/ipvsadm\r\na# ip$/);
  });
});

describe("the shown moment", () => {
  test("earlier: everything is written anew up to there, and later goes on from there", async () => {
    await desk.comes(typed("one"), says("1\n"), ended, typed("two"), says("2\n"), ended);
    const before = desk.written().length;
    desk.screen.show(desk.pieces, 3);
    expect(desk.written().slice(before)).toBe("\x1bca# one\n1\na# ");
    desk.screen.show(desk.pieces, 4);
    expect(desk.written().slice(before)).toBe("\x1bca# one\n1\na# two\n");
  });

  test("of another past with as many pieces: anew as well", async () => {
    await desk.comes(typed("one"), ended);
    const before = desk.written().length;
    const other = [typed("other"), ended].map((content) => ({ ...desk.pieces[0], ...content }));
    desk.screen.show(other as TerminalPiece[], 2);
    expect(desk.written().slice(before)).toBe("\x1bca# other\na# ");
  });

  test("has its own history, and keeps what was begun to be typed", async () => {
    await desk.comes(typed("one"), ended, typed("two"), ended);
    await desk.press("new");
    desk.screen.show(desk.pieces, 2);
    expect(desk.written()).toMatch(/a# new$/);
    await desk.press("\x1b[A");
    expect(desk.written()).toMatch(/one$/);
  });
});

describe("an editor", () => {
  const file = { program: "vi", path: "/root/f", name: "f", text: "one\n", errno: undefined };
  const opened: PieceContent = { kind: "editor-opened", ...file, isNew: false, isReadOnly: false };
  const wrote = (text: string, errno?: "EROFS"): PieceContent => ({
    ...{ kind: "editor-wrote", path: "/root/f", text, errno },
  });
  const closed: PieceContent = { kind: "editor-closed", path: "/root/f" };
  const editTexts = () => desk.acts.map((act) => (act.kind === "edit" ? act.text : act.kind));

  test("gets the keys, writes and is left; the prompt comes to the screen before it", async () => {
    await desk.comes(typed("vi f"), opened);
    expect(desk.screen.editor()).toBe("vi");
    for (const key of "xxxi2\x1b:w\r") await desk.press(key);
    expect(editTexts()).toEqual(["2\n"]);
    await desk.comes(wrote("2\n"));
    expect(desk.written()).toContain('"f" 1L, 2B written');
    for (const key of ":q\r") await desk.press(key);
    expect(editTexts()).toEqual(["2\n", undefined]);
    const before = desk.written().length;
    await desk.comes(closed, ended);
    expect(desk.written().slice(before)).toBe("\x1b[?1049la# ");
    expect(desk.screen.editor()).toBeUndefined();
  });

  test("is not left where it could not write", async () => {
    await desk.comes(typed("vi f"), opened);
    await desk.press("x");
    for (const key of ":wq") await desk.press(key);
    const pressed = desk.press("\r");
    await desk.comes(wrote("ne\n", "EROFS"));
    await pressed;
    expect(editTexts()).toEqual(["ne\n"]);
  });

  test("is found again as it was left, by whoever comes back from another moment", async () => {
    await desk.comes(typed("vi f"), opened);
    for (const key of "iunsaved ") await desk.press(key);
    desk.screen.show(desk.pieces, 0);
    expect(desk.screen.editor()).toBeUndefined();
    const before = desk.written().length;
    desk.screen.show(desk.pieces, 2);
    expect(desk.written().slice(before)).toContain("unsaved one");
    expect(desk.written().slice(before)).toContain("-- INSERT --");
  });
});
