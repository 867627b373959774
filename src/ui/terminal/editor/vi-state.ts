/**
 * The state of vi, and what becomes of it when its text changes or its cursor moves.
 */

import { type EditedText, type Place, type Register, within } from "./text.ts";

export type Mode = "normal" | "insert" | "replace" | "command" | "visual";

export interface Vi {
  readonly text: EditedText;
  readonly mode: Mode;
  /** Keys of a command that is not whole yet: a count, an operator. */
  readonly pending: string;
  /** What stands on the last line in command mode, with its `:`, `/` or `?`. */
  readonly command: string;
  readonly register: Register;
  /** In visual mode: where the selection began, and whether it takes whole lines. */
  readonly mark: Place;
  readonly takesLines: boolean;
  readonly past: readonly EditedText[];
  readonly future: readonly EditedText[];
  readonly sought: string;
  readonly isForward: boolean;
  readonly hasNumbers: boolean;
  /** The last `f`, `t`, `F` or `T` with its character, for `;`. */
  readonly sent: string;
  /** The column that up and down want to be in, past shorter lines. */
  readonly wanted: number | undefined;
  /** Keys of the command under way, and of the last one that changed something, for `.`. */
  readonly keys: readonly string[];
  readonly lastChange: readonly string[];
  readonly isDirty: boolean;
  readonly message: string;
}

/** An editor that has just opened a text. */
export const viOf = (text: EditedText, message: string): Vi => ({
  ...{ text, mode: "normal", pending: "", command: "", register: { text: "", isLines: false }, past: [] },
  ...{ future: [], sought: "", isForward: true, hasNumbers: false, isDirty: false, message },
  ...{ mark: { row: 0, column: 0 }, takesLines: false },
  ...{ sent: "", wanted: undefined, keys: [], lastChange: [] },
});

/** No command waits for its rest. */
export const ended = (vi: Vi): Vi => ({ ...vi, pending: "" });

/** The text has changed: what was can be had back. */
export const changed = (vi: Vi, text: EditedText, mode: Mode = "normal"): Vi => ({
  ...ended(vi),
  ...{ text: within(text, mode !== "normal"), mode, past: [...vi.past, vi.text], future: [], isDirty: true },
});

/** The cursor is elsewhere. */
export const moved = (vi: Vi, to: EditedText["at"]): Vi => ({
  ...ended(vi),
  text: within({ ...vi.text, at: to }, vi.mode !== "normal"),
});
