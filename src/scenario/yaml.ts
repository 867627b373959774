/**
 * YAML text to values with the line and column of each.
 *
 * YAML 1.2 core schema, one document, text keys, no tags. Aliases are followed (`*name` is read as what the
 * anchor stands for); a file may not be larger, deeper or, with its aliases written out, longer than the
 * limits below, so that no file can hang the reader or exhaust its stack.
 */

import type { Alias, Document, Pair, ParsedNode, YAMLMap, YAMLSeq } from "yaml";
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser, Scalar } from "yaml";
import type { Place, Report } from "./diagnostic.ts";
import type { Located, LocatedEntry, LocatedScalar, Span } from "./located.ts";
import { quoted } from "./located.ts";
import { yamlRemedy } from "./yaml-remedy.ts";

/** Characters of a file: fifty times the longest scenario, and read in well under a second. */
export const maxLength = 256 * 1024;
/** Levels of nesting; a scenario has six. */
export const maxDepth = 32;
/** Values with every alias written out: stops a few anchors from growing into millions. */
export const maxValues = 50_000;

/** The parser's own stack holds a few entries for each level of nesting. */
const maxParserStack = 4 * maxDepth;

interface Reader {
  /** Anchors so far: an alias means the last one of its name. */
  readonly anchors: Map<string, ParsedNode>;
  readonly lines: LineCounter;
  readonly report: Report;
  values: number;
  gaveUp: boolean;
}

/** The values of a file. `undefined` where the text is not YAML or breaks a limit: then that is reported. */
export function readYaml(text: string, report: Report): Located | undefined {
  if (text.length > maxLength) {
    report.error(fileStart, {
      message: `the file has ${text.length} characters, a scenario has at most ${maxLength}`,
      remedy: "keep large contents out of the scenario",
    });
    return undefined;
  }
  const lines = new LineCounter();
  const document = compose(text, lines, report);
  if (document === undefined || reportSyntax(document, lines, report)) return undefined;
  if (document.contents === null || isEmpty(document.contents)) {
    report.error(fileStart, {
      message: "the file is empty",
      remedy: "write at least `title:`, `segments:` and `nodes:`",
    });
    return undefined;
  }
  const reader: Reader = { anchors: new Map(), lines, report, values: 0, gaveUp: false };
  const located = read(reader, document.contents, 0);
  return reader.gaveUp ? undefined : located;
}

const fileStart: Place = { line: 1, column: 1 };

const isEmpty = (node: ParsedNode): boolean => isScalar(node) && node.value === null && node.source === "";

/** Tokens to a document; stops as soon as the nesting is too deep. Only the first document counts. */
function compose(text: string, lines: LineCounter, report: Report): Document.Parsed | undefined {
  const parser = new Parser();
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, stringKeys: false });
  const documents: Document.Parsed[] = [];
  for (let at = text.indexOf("\n"), start = 0; ; start = at + 1, at = text.indexOf("\n", start)) {
    lines.addNewLine(start);
    if (at === -1) break;
  }
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > maxParserStack) {
      report.error(placeOf(lines, parser.offset), tooDeep);
      return undefined;
    }
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [first, second] = documents;
  if (second !== undefined) {
    report.error(placeOf(lines, second.range[0]), {
      message: "a second document begins here",
      remedy: "write one scenario in a file, without `---` or `...` between its parts",
    });
  }
  return first;
}

const tooDeep = {
  message: `the values are nested more than ${maxDepth} deep`,
  remedy: "a scenario needs six levels: close the brackets, or correct the indentation",
};

/** Reports what is not YAML, and tags, which scenarios do not use. True if there was anything. */
function reportSyntax(document: Document.Parsed, lines: LineCounter, report: Report): boolean {
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    report.error(placeOf(lines, pos[0]), yamlRemedy(code, message));
  }
  return document.errors.length + document.warnings.length > 0;
}

function read(reader: Reader, node: ParsedNode, depth: number): Located {
  reader.values++;
  if (depth > maxDepth) return giveUp(reader, node, tooDeep);
  if (reader.values > maxValues) {
    return giveUp(reader, node, {
      message: `the file has more than ${maxValues} values once its aliases are written out`,
      remedy: "use fewer anchors and aliases",
    });
  }
  if (!isAlias(node) && node.anchor !== undefined) reader.anchors.set(node.anchor, node);
  if (isAlias(node)) return readAlias(reader, node, depth);
  if (isMap(node)) return readMap(reader, node as YAMLMap.Parsed, depth);
  if (isSeq(node)) return readList(reader, node as YAMLSeq.Parsed, depth);
  return readScalar(reader, node as Scalar.Parsed);
}

function readAlias(reader: Reader, node: Alias.Parsed, depth: number): Located {
  const target = reader.anchors.get(node.source);
  if (target !== undefined) return read(reader, target, depth + 1);
  return giveUp(reader, node, {
    message: `the alias *${node.source} has no anchor before it`,
    remedy: `write &${node.source} before the value that it stands for`,
  });
}

function readMap(reader: Reader, node: YAMLMap.Parsed, depth: number): Located {
  const seen = new Map<string, Span>();
  const entries: LocatedEntry[] = [];
  for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
    if (reader.gaveUp) break;
    const entry = readEntry(reader, pair, depth);
    const first = seen.get(entry.key);
    if (first === undefined) {
      seen.set(entry.key, entry.keyAt);
      entries.push(entry);
      continue;
    }
    reader.report.error(entry.keyAt, {
      message: `the key ${quoted(entry.key)} stands here a second time`,
      remedy: `join it with the one in line ${first.line}, or rename one of them`,
    });
  }
  return { kind: "map", entries, isFlow: node.flow === true, at: spanOf(reader, node) };
}

function readEntry(reader: Reader, pair: Pair<ParsedNode, ParsedNode | null>, depth: number): LocatedEntry {
  const keyAt = spanOf(reader, pair.key);
  const value: Located =
    pair.value === null
      ? { kind: "scalar", value: null, style: "plain", at: { ...keyAt, start: keyAt.end } }
      : read(reader, pair.value, depth + 1);
  if (isScalar(pair.key)) return { key: keyText(pair.key), keyAt, value };
  giveUp(reader, pair.key, { message: "a key must be a word or text", remedy: "write `name: value`" });
  return { key: "", keyAt, value };
}

/** A key as written: 80 and 080 stay apart, and no key is turned into a number. */
const keyText = (key: Scalar): string =>
  typeof key.value === "string" ? key.value : (key.source ?? String(key.value));

function readList(reader: Reader, node: YAMLSeq.Parsed, depth: number): Located {
  const items: Located[] = [];
  for (const item of node.items) {
    if (reader.gaveUp) break;
    items.push(read(reader, item as ParsedNode, depth + 1));
  }
  return { kind: "list", items, isFlow: node.flow === true, at: spanOf(reader, node) };
}

function readScalar(reader: Reader, node: Scalar.Parsed): LocatedScalar {
  const value = node.value as unknown;
  const known = typeof value === "number" || typeof value === "boolean" || value === null;
  return {
    kind: "scalar",
    value: known ? (value as number | boolean | null) : String(value),
    style: styleOf(node),
    at: spanOf(reader, node),
  };
}

function styleOf(node: Scalar): LocatedScalar["style"] {
  if (node.type === Scalar.BLOCK_LITERAL) return "block";
  if (node.type === Scalar.BLOCK_FOLDED) return "folded";
  return node.type === Scalar.PLAIN ? "plain" : "quoted";
}

/** Ends the reading with a diagnostic; what is returned is not used. */
function giveUp(
  reader: Reader,
  node: ParsedNode,
  finding: { message: string; remedy: string },
): LocatedScalar {
  if (!reader.gaveUp) reader.report.error(spanOf(reader, node), finding);
  reader.gaveUp = true;
  return { kind: "scalar", value: null, style: "plain", at: spanOf(reader, node) };
}

function spanOf(reader: Reader, node: ParsedNode): Span {
  const [start, end] = node.range;
  return { ...placeOf(reader.lines, start), start, end };
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
