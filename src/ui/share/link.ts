/**
 * A link that holds a whole experiment: the scenario (by name, or whole where it was edited), what was done,
 * how far it went, the moment looked at, the language. It travels in the fragment, which no server sees.
 *
 * The fragment is `1.` and the experiment as JSON, compressed (RFC 1951), in base64url. What comes in may be
 * anything: it is read with limits, and every value is checked before it is used.
 */

import type { LabAct, LabCommand } from "#lab/lab-command";
import type { LanguageCode } from "#words/languages";
import { languageCodes } from "#words/languages";

export interface SharedLab {
  /** A scenario that comes with the lab; `undefined` where `yaml` has it. */
  readonly name: string | undefined;
  readonly yaml: string | undefined;
  readonly seed: number | undefined;
  readonly log: readonly LabCommand[];
  /** How far the lab went, and the moment that is looked at: nanoseconds since time zero. */
  readonly until: number;
  readonly at: number;
  readonly position: number;
  readonly language: LanguageCode;
}

/** What is wrong with a link. */
export type LinkMistake = "unreadable" | "newer" | "too-large" | "nonsense";

export type ReadLink =
  | { readonly ok: true; readonly shared: SharedLab }
  | { readonly ok: false; readonly mistake: LinkMistake };

const version = "1";
/** Nobody types this much; whoever makes such a link wants to do harm. */
export const mostCharacters = 200_000;
const mostBytes = 1_000_000;
const mostCommands = 2_000;
const longestText = 100_000;
/** A day of simulated time. */
const latest = 86_400e9;

/** The fragment of a link, without `#`. */
export async function writeLink(shared: SharedLab): Promise<string> {
  const { name, yaml, seed, log, until, at, position, language } = shared;
  const json = JSON.stringify({
    ...{ s: name, y: yaml, r: seed, u: until, m: [at, position], l: language },
    c: log.map((command) => rowOf(command)),
  });
  const bytes = await through(
    new TextEncoder().encode(json),
    new CompressionStream("deflate-raw"),
    mostBytes,
  );
  if (bytes === undefined) throw new Error("an experiment this long does not fit into a link");
  return `${version}.${base64Of(bytes)}`;
}

type Row = readonly [at: number, kind: string, node: string, terminal: number, text?: string];

function rowOf({ at, act }: LabCommand): Row {
  const { node, number } = act.terminal;
  const text = act.kind === "signal" ? act.signal : act.text;
  return text === undefined ? [at, act.kind, node, number] : [at, act.kind, node, number, text];
}

/** Reads a fragment; whatever it is, this comes back with an answer. */
export async function readLink(fragment: string): Promise<ReadLink> {
  if (fragment.length > mostCharacters) return { ok: false, mistake: "too-large" };
  const [, head, body = ""] = /^([^.]*)\.(.*)$/s.exec(fragment) ?? [];
  if (head === undefined || !/^\d{1,4}$/.test(head)) return { ok: false, mistake: "unreadable" };
  if (Number(head) > Number(version)) return { ok: false, mistake: "newer" };
  const packed = bytesOf(body);
  if (packed === undefined) return { ok: false, mistake: "unreadable" };
  let said: unknown;
  try {
    const bytes = await through(packed, new DecompressionStream("deflate-raw"), mostBytes);
    if (bytes === undefined) return { ok: false, mistake: "too-large" };
    said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, mistake: "unreadable" };
  }
  const shared = checked(said);
  return shared === undefined ? { ok: false, mistake: "nonsense" } : { ok: true, shared };
}

function checked(said: unknown): SharedLab | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { s, y, r, u, m, l, c } = said as Record<string, unknown>;
  const isNamed = isShort(s) && /^[\w-]{1,100}$/.test(s);
  const isWhole = isShort(y);
  if (isNamed === isWhole || !isMoment(u) || !Array.isArray(m) || !Array.isArray(c)) return undefined;
  const [at, position] = m as unknown[];
  if (!isMoment(at) || !isCount(position) || c.length > mostCommands) return undefined;
  if (r !== undefined && !isCount(r)) return undefined;
  const log = c.map(commandOf);
  if (!log.every((command) => command !== undefined)) return undefined;
  const language = languageCodes.find((code) => code === l) ?? "en";
  return {
    name: isNamed ? s : undefined,
    yaml: isWhole ? y : undefined,
    seed: r as number | undefined,
    ...{ log, until: u, at, position, language },
  };
}

const isShort = (value: unknown): value is string => typeof value === "string" && value.length <= longestText;
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isMoment = (value: unknown): value is number => isCount(value) && value <= latest;

function commandOf(row: unknown): LabCommand | undefined {
  if (!Array.isArray(row)) return undefined;
  const [at, kind, node, number, text] = row as unknown[];
  if (!isMoment(at) || !isShort(node) || !isCount(number) || number > 99) return undefined;
  if (text !== undefined && !isShort(text)) return undefined;
  const act = actOf(kind, { node, number }, text);
  return act === undefined ? undefined : ({ at, act } as LabCommand);
}

function actOf(kind: unknown, terminal: LabAct["terminal"], text: string | undefined): LabAct | undefined {
  switch (kind) {
    case "type":
      return text === undefined ? undefined : { kind, terminal, text };
    case "input":
    case "edit":
      return { kind, terminal, text };
    case "signal":
      return text === "INT" || text === "TERM" ? { kind, terminal, signal: text } : undefined;
    default:
      return undefined;
  }
}

/** Bytes through a stream; `undefined` where more come out than allowed. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const writer = stream.writable.getWriter();
  // Failures show at the reading end.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}
