/**
 * What the two sides of a lab behind a message port say to each other. Everything is plain data.
 */

import type { Finding } from "#doctor/finding";
import type { Scenario } from "#scenario/scenario";
import type { Candidate } from "#shell/complete/completion";
import type { Errno } from "#shell/files/tree";
import type { Nanos } from "#sim/engine/time";
import type { Batch } from "./batch.ts";
import type { SetupProblem } from "./lab.ts";
import type { LabAct, LabCommand, TerminalName } from "./lab-command.ts";
import type { SaidBreakpoint, StepUnit } from "./stop.ts";

/** What the page asks. Every request is answered once, with the same `number`. */
export type LabRequest = { readonly number: number } & (
  | {
      /** Opens a lab, does the log again and lets it go on to `until`; progress is told on the way. */
      readonly kind: "open";
      readonly scenario: Scenario;
      readonly seed: number | undefined;
      readonly log: readonly LabCommand[];
      readonly until: Nanos;
      /** Nothing that happens up to this moment is sent: the other side has it already. */
      readonly knownUntil: Nanos | undefined;
    }
  | {
      /**
       * Lets the lab go on to a moment, or to where a step or breakpoint ends it, or so many events; for an
       * hour of its time at most. The moment of the stop is done to its end.
       */
      readonly kind: "run";
      readonly until: Nanos;
      readonly step: StepUnit | undefined;
      readonly breakpoints: readonly SaidBreakpoint[];
      readonly maxEvents: number;
      /** Whether it also ends where a terminal shows something. */
      readonly toPiece: boolean;
      /** Terminals: it also ends where no command in any of them goes on by itself. */
      readonly awaits?: readonly TerminalName[];
    }
  /** Does something now, at the head. */
  | { readonly kind: "act"; readonly act: LabAct }
  | {
      readonly kind: "complete";
      readonly terminal: TerminalName;
      readonly line: string;
      readonly cursor: number;
    }
  | { readonly kind: "read-file"; readonly node: string; readonly path: string }
  /** What the configuration foretells, as it stands at the head; nothing is changed by asking. */
  | { readonly kind: "examine" }
  /** Ends a `run` or `open` that goes on; that one is answered as it stands, after this one. */
  | { readonly kind: "halt" }
);

/**
 * Why a run came back. `rest`: what is awaited goes on no more by itself. `idle`: nothing is to come any
 * more, and the clock stands where it was asked to go. `full`: the recording holds as much as it may, or the
 * lab is a day old; it goes on no more.
 */
export type RunEnd =
  | "moment"
  | "step"
  | "piece"
  | "rest"
  | "breakpoint"
  | "events"
  | "halted"
  | "idle"
  | "full";

export interface LabStatus {
  readonly head: Nanos;
  /** When the next thing is due that the lab knows of; not everything due can be seen. */
  readonly nextDue: Nanos | undefined;
  /** Terminals in which a command has not ended, the scenario's own commands among them. */
  readonly busy: readonly BusyTerminal[];
  /** When the script types its next command. */
  readonly nextScript: Nanos | undefined;
}

export interface BusyTerminal extends TerminalName {
  /**
   * `time`: the command goes on by itself; `keyboard`: it reads, or an editor is open; `others`: it goes on
   * only once something comes from elsewhere, as tcpdump does.
   */
  readonly waitsFor: "time" | "keyboard" | "others";
}

/** What a node's terminals show before anything was typed. */
export interface FirstPrompt {
  readonly node: string;
  readonly prompt: string;
}

export type LabAnswer =
  | {
      readonly kind: "opened";
      /** `halted` or `full` where it did not get to `until`. */
      readonly end: RunEnd;
      readonly problems: readonly SetupProblem[];
      readonly prompts: readonly FirstPrompt[];
      readonly status: LabStatus;
    }
  | {
      readonly kind: "ran";
      readonly end: RunEnd;
      /** The event that ended it, of a step or at a breakpoint. */
      readonly endedBy: number | undefined;
      readonly status: LabStatus;
    }
  | { readonly kind: "acted"; readonly status: LabStatus }
  | {
      readonly kind: "completed";
      readonly start: number;
      readonly candidates: readonly Candidate[];
      readonly common: string;
    }
  | { readonly kind: "file"; readonly text: string | undefined; readonly errno: Errno | undefined }
  | { readonly kind: "examined"; readonly findings: readonly Finding[] }
  | { readonly kind: "halted" }
  /** A mistake of ours, or a request that makes no sense: the lab is as it was, or over (`isOver`). */
  | { readonly kind: "failed"; readonly message: string; readonly isOver: boolean };

/** What the lab's side sends. Batches come before the answer of the request that made them. */
export type LabMessage =
  | { readonly kind: "answer"; readonly to: number; readonly answer: LabAnswer }
  | { readonly kind: "batch"; readonly batch: Batch }
  | { readonly kind: "progress"; readonly done: number; readonly of: number };

/** The part of a MessagePort or Worker that is needed. */
export interface Port<Sent, Received> {
  postMessage(message: Sent): void;
  onmessage: ((event: { readonly data: Received }) => void) | null;
}
