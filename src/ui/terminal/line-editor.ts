/**
 * Editing of a command line as readline does it in its usual (emacs) mode: moving, killing and yanking,
 * history and its search. Pure: a key gives a new line and says what is wanted of the terminal.
 *
 * Leaves out: vi mode, macros, numeric arguments, undo.
 */

/** A line that is being edited. */
export interface EditedLine {
  readonly text: string;
  readonly cursor: number;
  /** The place in the history that is shown; the history's length is the new line. */
  readonly place: number;
  /** The new line, while an old one is looked at. */
  readonly draft: string;
  /** What was killed last, for Ctrl-Y. */
  readonly killed: string;
  /** While the history is searched with Ctrl-R: what for. */
  readonly search: string | undefined;
}

/** What the terminal is to do besides drawing the line. */
export type LineWish = "enter" | "complete" | "interrupt" | "end" | "clear" | "bell" | undefined;

export interface Edited {
  readonly line: EditedLine;
  readonly wish: LineWish;
}

export const emptyLine = (history: readonly string[], killed = ""): EditedLine => ({
  text: "",
  cursor: 0,
  place: history.length,
  draft: "",
  killed,
  search: undefined,
});

/** Puts text in at the cursor. */
export const insert = (line: EditedLine, text: string): EditedLine => ({
  ...line,
  text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
  cursor: line.cursor + text.length,
});

/** Replaces the text from `start` to the cursor: what completion found. */
export const replaceWord = (line: EditedLine, start: number, text: string): EditedLine => ({
  ...line,
  text: line.text.slice(0, start) + text + line.text.slice(line.cursor),
  cursor: start + text.length,
});

/** A key that stands for no character: control codes, and sequences that begin with Escape. */
const isControl = (key: string): boolean => (key.codePointAt(0) ?? 0) < 0x20;

type Act = (line: EditedLine, history: readonly string[]) => EditedLine | undefined;

const at = (line: EditedLine, cursor: number): EditedLine => ({ ...line, cursor });

const cut = (line: EditedLine, from: number, to: number): EditedLine => ({
  ...line,
  text: line.text.slice(0, from) + line.text.slice(to),
  cursor: from,
});

const kill = (line: EditedLine, from: number, to: number): EditedLine | undefined =>
  from === to ? undefined : { ...cut(line, from, to), killed: line.text.slice(from, to) };

function wordStart({ text, cursor }: EditedLine): number {
  return cursor - (/\w*\W*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function wordEnd({ text, cursor }: EditedLine): number {
  return cursor + (/^\W*\w*/.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** Where the word before the cursor begins, words being what blanks separate. */
function argumentStart({ text, cursor }: EditedLine): number {
  return cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

/** Characters outside the basic plane take two units: they are moved over and deleted as one. */
const before = ({ text, cursor }: EditedLine): number =>
  cursor - (/[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(0, cursor)) ? 2 : 1);
const after = ({ text, cursor }: EditedLine): number =>
  cursor + ((text.codePointAt(cursor) ?? 0) > 0xffff ? 2 : 1);

function recall(line: EditedLine, place: number, history: readonly string[]): EditedLine | undefined {
  if (place < 0 || place > history.length || place === line.place) return undefined;
  const draft = line.place === history.length ? line.text : line.draft;
  const text = place === history.length ? draft : (history[place] ?? "");
  return { ...line, text, cursor: text.length, place, draft };
}

const left: Act = (line) => (line.cursor === 0 ? undefined : at(line, before(line)));
const right: Act = (line) => (line.cursor >= line.text.length ? undefined : at(line, after(line)));
const toStart: Act = (line) => at(line, 0);
const toEnd: Act = (line) => at(line, line.text.length);
const rubOut: Act = (line) => (line.cursor === 0 ? undefined : cut(line, before(line), line.cursor));
const deleteHere: Act = (line) =>
  line.cursor >= line.text.length ? undefined : { ...cut(line, line.cursor, after(line)) };
const older: Act = (line, history) => recall(line, line.place - 1, history);
const newer: Act = (line, history) => recall(line, line.place + 1, history);

const acts: Readonly<Record<string, Act>> = {
  "\x1b[D": left,
  "\x02": left,
  "\x1b[C": right,
  "\x06": right,
  "\x1b[H": toStart,
  "\x1bOH": toStart,
  "\x01": toStart,
  "\x1b[F": toEnd,
  "\x1bOF": toEnd,
  "\x05": toEnd,
  "\x7f": rubOut,
  "\b": rubOut,
  "\x1b[3~": deleteHere,
  "\x1b[A": older,
  "\x10": older,
  "\x1b[B": newer,
  "\x0e": newer,
  "\x1b[1;5D": (line) => at(line, wordStart(line)),
  "\x1bb": (line) => at(line, wordStart(line)),
  "\x1b[1;5C": (line) => at(line, wordEnd(line)),
  "\x1bf": (line) => at(line, wordEnd(line)),
  "\x0b": (line) => kill(line, line.cursor, line.text.length),
  "\x15": (line) => kill(line, 0, line.cursor),
  "\x17": (line) => kill(line, argumentStart(line), line.cursor),
  "\x1b\x7f": (line) => kill(line, wordStart(line), line.cursor),
  "\x1bd": (line) => kill({ ...line }, line.cursor, wordEnd(line)),
  "\x19": (line) => (line.killed === "" ? undefined : insert(line, line.killed)),
  "\x14": (line) => swap(line),
};

/** Ctrl-T: the character before the cursor changes places with the one at it. */
function swap(line: EditedLine): EditedLine | undefined {
  const { text } = line;
  const second = Math.min(line.cursor, text.length - 1);
  if (second < 1) return undefined;
  const swapped =
    text.slice(0, second - 1) + (text[second] ?? "") + (text[second - 1] ?? "") + text.slice(second + 1);
  return { ...line, text: swapped, cursor: second + 1 };
}

/** Takes one key, as the terminal sends it: a character, or an escape sequence. */
export function edit(line: EditedLine, key: string, history: readonly string[]): Edited {
  if (line.search !== undefined) return searching(line, line.search, key, history);
  switch (key) {
    case "\r":
    case "\n":
      return { line, wish: "enter" };
    case "\t":
      return { line, wish: "complete" };
    case "\x03":
      return { line, wish: "interrupt" };
    case "\x0c":
      return { line, wish: "clear" };
    case "\x12":
      return { line: { ...line, search: "" }, wish: undefined };
    case "\x04":
      if (line.text === "") return { line, wish: "end" };
      break;
  }
  const act = key === "\x04" ? deleteHere : acts[key];
  if (act !== undefined) {
    const changed = act(line, history);
    return changed === undefined ? { line, wish: "bell" } : { line: changed, wish: undefined };
  }
  if (isControl(key)) return { line, wish: undefined };
  return { line: insert(line, key), wish: undefined };
}

/** Ctrl-R: the latest line of the history that holds what was typed. */
function searching(line: EditedLine, search: string, key: string, history: readonly string[]): Edited {
  if (key === "\x03" || key === "\x07") {
    return {
      line: { ...line, search: undefined, text: line.draft, cursor: line.draft.length },
      wish: undefined,
    };
  }
  if (key === "\x12") return found(line, search, history, line.place - 1);
  if (key === "\x7f" || key === "\b") return found(line, search.slice(0, -1), history, history.length - 1);
  if (isControl(key)) return edit({ ...line, search: undefined }, key, history);
  return found(line, search + key, history, Math.min(line.place, history.length - 1));
}

function found(line: EditedLine, search: string, history: readonly string[], from: number): Edited {
  for (let place = from; place >= 0; place--) {
    const text = history[place] ?? "";
    const cursor = text.indexOf(search);
    if (cursor >= 0) return { line: { ...line, search, text, cursor, place }, wish: undefined };
  }
  return { line: { ...line, search }, wish: "bell" };
}

/** What a terminal sends at once, split into keys: pasted text comes in one piece. */
export function keysOf(data: string): string[] {
  const keys: string[] = [];
  let rest = data;
  while (rest !== "") {
    const length = rest.startsWith(escapeKey) ? sequenceLength(rest) : ([...rest][0] ?? "").length;
    keys.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return keys;
}

const escapeKey = "\x1b";

/** Of what begins with Escape: a control sequence, a function key, or Alt with a character. */
function sequenceLength(text: string): number {
  const control = /^\[[0-9;]*[A-Za-z~]/.exec(text.slice(1));
  if (control !== null) return 1 + control[0].length;
  if (text[1] === "O" && text.length > 2) return 3;
  return Math.min(2, text.length);
}
