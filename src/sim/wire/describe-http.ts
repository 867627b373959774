/**
 * HTTP in TCP as tcpdump prints it: the first line of a request or an answer, all lines when verbose, and
 * only the name of the protocol for a piece from the middle.
 */

import type { Captured, Describer } from "./describer.ts";

const methods =
  "GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK REPORT " +
  "UPDATE NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND " +
  "BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL";
const knownMethods: ReadonlySet<string> = new Set(methods.split(" "));

/** What is printed where the data ends within a line. */
const cutMark = " [|http]";

/** The data of a segment. */
export function describeHttp({ bytes, length }: Captured, state: Describer): string {
  const text = textOf(bytes.subarray(0, length));
  const cut = bytes.length < length;
  if (!isRequestOrAnswer(text)) return "HTTP";
  if ((state.options.verbose ?? 0) > 0) return `HTTP, length: ${length}${allLines(text, cut)}`;
  return `HTTP${nextLine(text, cut, ": ").shown}`;
}

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function isRequestOrAnswer(text: string): boolean {
  const [first, second] = text.split(/[ \r\n\t]+/, 2);
  return knownMethods.has((first ?? "").toUpperCase()) || /^\d{3}$/.test(second ?? "");
}

interface Line {
  readonly shown: string;
  /** `undefined` when nothing more is printed. */
  readonly rest: string | undefined;
}

/**
 * The first line, if it can be printed to its end. One without an end is marked; where the capture was cut,
 * the mark alone is printed.
 */
function nextLine(text: string, cut: boolean, prefix: string): Line {
  const match = /^([\t\x20-\x7e]*)(\r?\n|$)/.exec(text);
  if (match === null) return { shown: "", rest: undefined };
  const [whole, line, end] = match;
  if (end !== "") return { shown: `${prefix}${line}`, rest: text.slice(whole.length) };
  return { shown: (cut ? "" : `${prefix}${line}`) + cutMark, rest: undefined };
}

function allLines(text: string, cut: boolean): string {
  let lines = "";
  let rest: string | undefined = text;
  while (rest !== undefined && (cut || rest !== "")) {
    const line: Line = nextLine(rest, cut, "\n\t");
    lines += line.shown;
    rest = line.rest;
  }
  return lines;
}
