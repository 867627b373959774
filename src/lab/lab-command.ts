/**
 * Everything a person may do to a lab, as data. A lab is its scenario, its seed and a log of these.
 */

import type { Signal } from "#shell/command";
import type { Nanos } from "#sim/engine/time";

/** A terminal: the first of a node has number 0; others are opened while commands run in those before. */
export interface TerminalName {
  readonly node: string;
  readonly number: number;
}

export type LabAct =
  /** A line, and Enter. */
  | { readonly kind: "type"; readonly terminal: TerminalName; readonly text: string }
  /** Typed while a command reads; `undefined`: Ctrl-D. */
  | { readonly kind: "input"; readonly terminal: TerminalName; readonly text: string | undefined }
  /** Ctrl-C and its like. */
  | { readonly kind: "signal"; readonly terminal: TerminalName; readonly signal: Signal }
  /** The editor of a terminal wrote its file (`text`), or was left (`undefined`). */
  | { readonly kind: "edit"; readonly terminal: TerminalName; readonly text: string | undefined };

/** An act and its moment, since time zero. Acts of one moment keep their order. */
export interface LabCommand {
  readonly at: Nanos;
  readonly act: LabAct;
}

/** Whether something from outside, a link for instance, is an act with its moment. */
export function isCommand(value: unknown): value is LabCommand {
  if (!isRecord(value) || !isRecord(value.act) || !isRecord(value.act.terminal)) return false;
  const { at, act } = value;
  if (!Number.isSafeInteger(at) || Number(at) < 0) return false;
  const { node, number } = value.act.terminal;
  return typeof node === "string" && typeof number === "number" && isAct(act as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function isAct({ kind, text, signal }: Fields): boolean {
  switch (kind as LabAct["kind"]) {
    case "type":
      return typeof text === "string";
    case "input":
    case "edit":
      return typeof text === "string" || text === undefined;
    case "signal":
      return signal === "INT" || signal === "TERM";
  }
  return false;
}
