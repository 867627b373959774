/**
 * A line as far as it was typed: which command the cursor is in, its words so far, and the word at the
 * cursor, whatever is still open around it.
 *
 * Reads what a parser would refuse because it is not finished. Leaves out here documents and `case`.
 */

/** The word at the cursor. */
export interface TypedWord {
  /** As a command would get it: quotes and backslashes taken off. */
  readonly value: string;
  /** As it was typed. */
  readonly raw: string;
  /** Where it begins in the line. */
  readonly start: number;
  /** The quote that is open at its end. */
  readonly quote: "" | "'" | '"';
}

export interface TypedLine {
  /** The words of the command before the word at the cursor; assignments before it are left out. */
  readonly words: readonly string[];
  readonly word: TypedWord;
  /** Whether a redirection leads to the word. */
  readonly isTarget: boolean;
  /** Whether the cursor is in a comment. */
  readonly isComment: boolean;
}

/** One command, open at the cursor; a substitution opens another within it. */
interface Level {
  readonly words: string[];
  word: { value: string; readonly start: number } | undefined;
  quote: "" | "'" | '"';
  isTarget: boolean;
  /** What ends it. */
  readonly end: "" | ")" | "`";
}

interface Scanner {
  readonly text: string;
  at: number;
  readonly levels: Level[];
  isComment: boolean;
}

/** Words after which a command begins. */
const openers = new Set(["!", "{", "do", "elif", "else", "if", "then", "time", "until", "while"]);

const openLevel = (end: Level["end"]): Level => ({
  words: [],
  word: undefined,
  quote: "",
  isTarget: false,
  end,
});

/** Reads the text up to the cursor. */
export function readTyped(text: string): TypedLine {
  const outermost = openLevel("");
  const scanner: Scanner = { text, at: 0, levels: [outermost], isComment: false };
  while (scanner.at < text.length) step(scanner, scanner.levels.at(-1) ?? outermost);
  const level = scanner.levels.at(-1) ?? outermost;
  const start = level.word?.start ?? text.length;
  const word = { value: level.word?.value ?? "", raw: text.slice(start), start, quote: level.quote };
  return { words: level.words, word, isTarget: level.isTarget, isComment: scanner.isComment };
}

function step(scanner: Scanner, level: Level): void {
  const char = scanner.text.charAt(scanner.at);
  if (scanner.isComment) skipComment(scanner, char);
  else if (level.quote === "'") singleQuoted(scanner, level, char);
  else if (level.quote === '"') doubleQuoted(scanner, level, char);
  else unquoted(scanner, level, char);
}

function skipComment(scanner: Scanner, char: string): void {
  if (char === "\n") scanner.isComment = false;
  else scanner.at++;
}

/** Takes characters into the word; `value` is what they mean. */
function take(scanner: Scanner, level: Level, count: number, value: string): void {
  level.word ??= { value: "", start: scanner.at };
  level.word.value += value;
  scanner.at += count;
}

function singleQuoted(scanner: Scanner, level: Level, char: string): void {
  if (char === "'") level.quote = "";
  take(scanner, level, 1, char === "'" ? "" : char);
}

function doubleQuoted(scanner: Scanner, level: Level, char: string): void {
  if (char === '"') {
    level.quote = "";
    take(scanner, level, 1, "");
  } else if (char === "\\") escaped(scanner, level);
  else if (!substitution(scanner, level, char)) take(scanner, level, 1, char);
}

/** A backslash at the very end means nothing yet. */
function escaped(scanner: Scanner, level: Level): void {
  take(scanner, level, 2, scanner.text.charAt(scanner.at + 1));
  scanner.at = Math.min(scanner.at, scanner.text.length);
}

/** `$(` and a backtick open another command within the word. */
function substitution(scanner: Scanner, level: Level, char: string): boolean {
  const opensParenthesis = char === "$" && scanner.text[scanner.at + 1] === "(";
  if (!opensParenthesis && char !== "`") return false;
  if (char === "`" && level.end === "`") {
    close(scanner);
    return true;
  }
  take(scanner, level, opensParenthesis ? 2 : 1, "");
  scanner.levels.push(openLevel(opensParenthesis ? ")" : "`"));
  return true;
}

function close(scanner: Scanner): void {
  scanner.levels.pop();
  scanner.at++;
}

function unquoted(scanner: Scanner, level: Level, char: string): void {
  if (char === "'" || char === '"') {
    level.quote = char;
    take(scanner, level, 1, "");
  } else if (char === "\\") escaped(scanner, level);
  else if (char === "#" && level.word === undefined) scanner.isComment = true;
  else if (char === ")" && level.end === ")") close(scanner);
  else if (substitution(scanner, level, char)) return;
  else if (" \t".includes(char)) {
    endWord(level);
    scanner.at++;
  } else if (";&|\n()".includes(char)) operator(scanner, level, char);
  else if (char === ">" || char === "<") redirection(scanner, level);
  else take(scanner, level, 1, char);
}

/** What ends a command; a parenthesis begins one of its own. */
function operator(scanner: Scanner, level: Level, char: string): void {
  endWord(level);
  level.words.length = 0;
  level.isTarget = false;
  scanner.at++;
  if (char === "(") scanner.levels.push(openLevel(")"));
}

function redirection(scanner: Scanner, level: Level): void {
  // A number before it is a file descriptor, no word.
  if (/^\d+$/.test(level.word?.value ?? "")) level.word = undefined;
  endWord(level);
  scanner.at++;
  while (/[<>&|]/.test(scanner.text.charAt(scanner.at))) scanner.at++;
  level.isTarget = true;
}

function endWord(level: Level): void {
  const { word, words } = level;
  level.word = undefined;
  if (word === undefined) return;
  if (level.isTarget) level.isTarget = false;
  else if (words.length > 0 || !/^\w+\+?=/.test(word.value)) words.push(word.value);
  if (words.length === 1 && openers.has(words[0] ?? "")) words.length = 0;
}
