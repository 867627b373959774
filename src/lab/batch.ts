/**
 * What is kept of a lab that runs, in the pieces in which it crosses a message port: plain data, so that it
 * can be cloned. All times count from time zero of the lab.
 */

import type { EditedFile } from "#shell/editor";
import type { Errno } from "#shell/files/tree";
import type { Nanos } from "#sim/engine/time";
import type { Row, TableName } from "#sim/rows";
import type { TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { LabCommand, TerminalName } from "./lab-command.ts";

/** An end of a cable: a device of a node, or a port of a switch (`node` is then the segment's name). */
export interface CableEnd {
  readonly node: string;
  readonly device: string;
}

/** A frame on a cable. From node to node through a switch it is on two. */
export interface Flight {
  /** In the order of sending, from 0. */
  readonly id: number;
  /** The event that put it there (`frame-sent`, `frame-duplicated`, `frame-reordered`), or 0. */
  readonly cause: number;
  readonly from: CableEnd;
  readonly to: CableEnd;
  readonly sentAt: Nanos;
  /** When it is at the other end, or would be. */
  readonly arrivesAt: Nanos;
  /** Chance takes it on the way: it never arrives. */
  readonly isLost: boolean;
  readonly frame: EthernetFrame;
}

/** Which row: of which table of which node, under which key. */
export interface RowName {
  readonly node: string;
  readonly table: TableName;
  readonly key: string;
}

/**
 * What has become of a row: at its first change in a batch the whole row, later the fields that are others;
 * of a counter its value; `null` where it is gone.
 */
export type RowPatch = Readonly<Partial<Row>> | number | null;

/** Row changes in columns, since there are more of them than of anything else. A batch stands for itself. */
export interface ChangeColumns {
  readonly names: readonly RowName[];
  /** How many events had happened, the one that a change came with among them. */
  readonly positions: Uint32Array;
  /** When: later than the last of those events where no event came with it. */
  readonly times: Float64Array;
  /** The places of their names. */
  readonly rows: Uint32Array;
  readonly patches: readonly RowPatch[];
}

/** No row has changed. */
export const noChanges: ChangeColumns = {
  names: [],
  positions: new Uint32Array(0),
  times: new Float64Array(0),
  rows: new Uint32Array(0),
  patches: [],
};

/** What a terminal showed: a command as it was typed, its output, its end. */
export type TerminalPiece = {
  readonly at: Nanos;
  readonly position: number;
  readonly terminal: TerminalName;
} & PieceContent;

export type PieceContent =
  | { readonly kind: "typed"; readonly text: string; readonly isScript: boolean }
  /** `echo`: what the terminal itself shows of keys pressed while a command runs, `^C` among them. */
  | { readonly kind: "output"; readonly text: string; readonly stream: "stdout" | "stderr" | "echo" }
  | {
      readonly kind: "ended";
      readonly exitCode: number;
      readonly hasExited: boolean;
      /** The line was the beginning of a command: the prompt asks for the rest. */
      readonly isUnfinished: boolean;
      /** After the shell's own end it is that of the next one, which the next line opens. */
      readonly prompt: string;
    }
  | ({ readonly kind: "editor-opened" } & EditedFile)
  /** A save; `errno` says why nothing was written. */
  | {
      readonly kind: "editor-wrote";
      readonly path: string;
      readonly text: string;
      readonly errno: Errno | undefined;
    }
  | { readonly kind: "editor-closed"; readonly path: string };

/** What has been added since the last batch. */
export interface Batch {
  readonly events: readonly TraceEvent[];
  readonly flights: readonly Flight[];
  readonly changes: ChangeColumns;
  readonly pieces: readonly TerminalPiece[];
  /** Acts that entered the log: what a person did, not the scenario's script. */
  readonly log: readonly LabCommand[];
  /**
   * The lab stands here: everything due up to this moment has happened. While a run goes on, a batch may hold
   * the beginning of the moment after.
   */
  readonly head: Nanos;
}
