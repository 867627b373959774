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
  /** Ctrl-C and its like; `line`: what stood on the line and was not sent. */
  | {
      readonly kind: "signal";
      readonly terminal: TerminalName;
      readonly signal: Signal;
      readonly line?: string;
    }
  /** The editor of a terminal wrote its file (`text`) or another (`path`), or was left (`text` undefined). */
  | {
      readonly kind: "edit";
      readonly terminal: TerminalName;
      readonly text: string | undefined;
      readonly path?: string;
    };

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

function isAct({ kind, text, path, signal, line }: Fields): boolean {
  switch (kind as LabAct["kind"]) {
    case "type":
      return typeof text === "string";
    case "input":
      return isTextOrNone(text);
    case "edit":
      return isTextOrNone(text) && isTextOrNone(path);
    case "signal":
      return (signal === "INT" || signal === "TERM") && isTextOrNone(line);
  }
  return false;
}

const isTextOrNone = (value: unknown): boolean => typeof value === "string" || value === undefined;
