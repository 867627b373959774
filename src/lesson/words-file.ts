/**
 * The words of a lesson in one language, `en.md` or `zh.md`, cut into their parts with the place of each.
 *
 * A small part of Markdown: headings of three depths say what is below them. What the parts must be is for
 * `check-words.ts` to say.
 */

import type { Place, Report } from "#scenario/diagnostic";
import { quoted } from "#scenario/located";
import { suggestion } from "#scenario/nearest";

/** A text, without the names of facts, and where it is written. */
export interface Block extends Place {
  readonly text: string;
}

/** The name of a fact in brackets. */
export interface NamedFact extends Place {
  readonly name: string;
}

export interface WrittenStep extends Place {
  readonly name: string;
  readonly title: string;
  text: Block;
  readonly hints: Block[];
  readonly options: Map<string, Block>;
  readonly replies: Map<string, Block>;
  done: Block | undefined;
  readonly facts: NamedFact[];
}

export interface WordsFile {
  title: Block | undefined;
  summary: Block | undefined;
  readonly steps: WrittenStep[];
}

interface Reading {
  readonly report: Report;
  readonly file: WordsFile;
  step: WrittenStep | undefined;
  /** Puts the lines that come now where they belong. */
  take: (block: Block) => void;
  /** Lines since the last heading, and where they begin. */
  lines: string[];
  first: number;
  /** What comes is said at the end of a step: it may have tables. */
  isDone: boolean;
}

const headings = ["done", "hint", "option", "reply"] as const;
type Heading = (typeof headings)[number];

/** Any other answer than those that have a reply of their own. */
export const anyOther = "*";

/** Cuts a file into its parts; mistakes of form are reported. */
export function readWordsFile(text: string, report: Report): WordsFile {
  const file: WordsFile = { title: undefined, summary: undefined, steps: [] };
  const reading: Reading = {
    report,
    file,
    step: undefined,
    take: () => {},
    lines: [],
    first: 1,
    isDone: false,
  };
  reading.take = (block) => outside(report, block);
  const lines = text.replaceAll("\r", "").split("\n");
  for (const [index, line] of lines.entries()) {
    const [, marks = "", rest = ""] = /^(#{1,6})\s*(.*?)\s*$/.exec(line) ?? [];
    if (marks === "") {
      reading.lines.push(line);
      continue;
    }
    endBlock(reading);
    reading.first = index + 2;
    heading(reading, marks.length, { text: rest, line: index + 1, column: marks.length + 2 });
  }
  endBlock(reading);
  return file;
}

function outside(report: Report, block: Block): void {
  if (block.text === "") return;
  report.error(block, { message: "a text before the title", remedy: "begin with `# ` and the title" });
}

function endBlock(reading: Reading): void {
  const { lines, first } = reading;
  const blank = lines.findIndex((line) => line.trim() !== "");
  const place = { line: first + Math.max(0, blank), column: 1 };
  const text = lines.join("\n").trim();
  checkInline(reading, lines, first);
  reading.take({ text: flowing(withoutFacts(text)), ...place });
  reading.lines = [];
}

function heading(reading: Reading, depth: number, block: Block): void {
  const { file, report } = reading;
  reading.isDone = depth === 3 && block.text === "done";
  if (depth === 1) {
    if (file.title !== undefined) {
      report.error(block, { message: "a second title", remedy: "begin a step with `## name: Title`" });
    }
    file.title = block;
    reading.take = (summary) => {
      file.summary = summary;
    };
  } else if (depth === 2) beginStep(reading, block);
  else if (depth === 3) beginPart(reading, block);
  else report.error(block, { message: "a heading of this depth", remedy: "use `#`, `##` or `###`" });
}

function beginStep(reading: Reading, block: Block): void {
  const [, name = "", title = ""] = /^([a-z0-9-]+)\s*[:：]\s*(.*)$/.exec(block.text) ?? [];
  if (name === "") {
    reading.report.error(block, {
      message: `${quoted(block.text)} does not begin a step`,
      remedy: "write the step's name and its title: `## whose-answer: Whose answer counts?`",
    });
  }
  if (name !== "" && title === "") {
    reading.report.error(block, { message: `${quoted(name)} has no title`, remedy: "write it behind `:`" });
  }
  const empty: Block = { text: "", line: block.line + 1, column: 1 };
  const { line, column } = block;
  const step: WrittenStep = {
    ...{ name, title, line, column, text: empty, hints: [], done: undefined, facts: [] },
    ...{ options: new Map<string, Block>(), replies: new Map<string, Block>() },
  };
  reading.step = step;
  if (name !== "") reading.file.steps.push(step);
  reading.take = (text) => {
    step.text = text;
  };
}

function beginPart(reading: Reading, block: Block): void {
  const { step, report } = reading;
  const [, what = "", name = ""] = /^(\S*)\s*(.*)$/.exec(block.text) ?? [];
  const known = headings.find((candidate) => candidate === what);
  if (step === undefined || known === undefined) {
    const message =
      step === undefined ? "a part before the first step" : `${quoted(what)} is no part of a step`;
    report.error(block, { message, remedy: suggestion(what, headings) });
    reading.take = () => {};
    return;
  }
  const needsName = known === "option";
  const hasName = name !== "";
  if (needsName !== hasName && known !== "reply") {
    report.error(block, {
      message: needsName ? "an option without a name" : `a ${known} has no name`,
      remedy: needsName ? "write `### option NAME`" : `write \`### ${known}\``,
    });
  }
  reading.take = (text) => takePart(reading, step, { known, name, text });
}

interface Part {
  readonly known: Heading;
  readonly name: string;
  readonly text: Block;
}

function takePart({ report }: Reading, step: WrittenStep, { known, name, text }: Part): void {
  if (text.text === "" && known !== "done") {
    report.error(text, { message: `a ${known} without a text`, remedy: "write it below the heading" });
  }
  switch (known) {
    case "hint":
      step.hints.push(text);
      return;
    case "done":
      step.done = text;
      return;
    case "option":
      addOnce(report, step.options, name, text);
      return;
    case "reply":
      addOnce(report, step.replies, name === "" ? anyOther : name, text);
  }
}

function addOnce(report: Report, blocks: Map<string, Block>, name: string, text: Block): void {
  if (blocks.has(name)) {
    report.error(text, { message: `${quoted(name)} is there twice`, remedy: "keep one of the two" });
  }
  blocks.set(name, text);
}

const factPattern = /\s*\[([a-z0-9-]+)\](?!\()/g;
const codePattern = /`[^`]*`/g;

/** Code is kept as it is; what stands in brackets elsewhere names a fact and is not shown. */
function withoutFacts(text: string): string {
  const codes = text.match(codePattern) ?? [];
  return text
    .split(codePattern)
    .map((part, index) => part.replace(factPattern, "") + (codes[index] ?? ""))
    .join("")
    .trim();
}

/** Lines of a paragraph as one: with a space between words, and none where Chinese goes on. */
const flowing = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) =>
      isTable(paragraph)
        ? paragraph
        : paragraph
            .replace(/\s*\n\s*/g, "\n")
            .replace(wrappedChinese, "")
            .replace(afterFullWidth, "")
            .replaceAll("\n", " "),
    )
    .join("\n\n");

/** A line of a table, whole. */
const tableRow = /^\s*\|.*\|\s*$/;
const isTable = (paragraph: string): boolean => paragraph.split("\n").every((line) => tableRow.test(line));

const wrappedChinese =
  /(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])\n(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])/gu;

/** A full-width mark has its space in itself. */
const afterFullWidth = /(?<=[\u3000-\u303f\uff00-\uffef](?:\*\*)?) +/gu;

/** Facts are noted; whatever Markdown has beside strong text and code is reported. */
function checkInline(reading: Reading, lines: readonly string[], first: number): void {
  const { report, step } = reading;
  for (const [index, line] of lines.entries()) {
    const at = { line: first + index, column: 1 };
    const plain = line.replace(codePattern, (code) => " ".repeat(code.length));
    for (const found of plain.matchAll(factPattern)) {
      step?.facts.push({ ...at, column: found.index + 1, name: found[1] ?? "" });
    }
    const rest = plain.replace(factPattern, "");
    if ((plain.match(/`/g) ?? []).length > 0 || rest.split("**").length % 2 === 0) {
      report.error(at, { message: "a mark that is not closed", remedy: "close it on the same line" });
    }
    const isRow = reading.isDone && tableRow.test(rest);
    const odd = /^\s*(?:[-*+]\s|\d+[.)]\s|>|\||```)|!?\[[^\]]*\]|<\/?[a-z]|(?<!\*)\*(?!\*)|__/.exec(
      isRow ? rest.trim().slice(1, -1) : rest,
    );
    if (odd === null) continue;
    report.error(
      { ...at, column: odd.index + 1 },
      {
        message: `${quoted(odd[0])} is not shown as Markdown here`,
        remedy:
          "use `**strong**` and `` `code` `` only, and tables below `### done`; a fact in brackets is a " +
          "name of facts:",
      },
    );
  }
}
