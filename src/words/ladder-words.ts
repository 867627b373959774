/**
 * The words of the ladder: its filters, and short notes at the lanes of machines. Addresses come as they are
 * to be shown, reasons in the words of the captions.
 */

import type { MissingFrame } from "#sim/stack/stack-events";

export interface LadderWords {
  /** What a screen reader calls it. */
  readonly name: string;
  readonly empty: string;
  readonly nothingShown: string;
  readonly backToNow: string;
  readonly lane: (machine: string) => string;
  readonly filter: {
    readonly open: string;
    readonly name: string;
    readonly flow: string;
    readonly allFlows: string;
    readonly thisFlow: (flow: string) => string;
    readonly machine: string;
    readonly allMachines: string;
    readonly otherProtocols: string;
    readonly drops: string;
    readonly clear: string;
  };
  /** Through which kind of tunnel: `IPIP`. */
  readonly inTunnel: (label: string, kind: string) => string;
  readonly notes: LadderNotes;
  /** Whole sentences, for who hears the ladder. */
  readonly told: {
    readonly frame: (label: string, from: string, to: readonly string[], time: string) => string;
    readonly note: (text: string, machine: string, time: string) => string;
    readonly typed: (line: string, machine: string, time: string) => string;
  };
}

export interface LadderNotes {
  /** A note, and the packet that it is about. */
  readonly about: (note: string, packet: string) => string;
  readonly picks: (scheduler: string, server: string) => string;
  readonly picksNobody: (scheduler: string) => string;
  readonly byTemplate: (server: string) => string;
  readonly bypasses: string;
  /** A question for an address that is not answered; why, in brackets or as a reason. */
  readonly noAnswer: (why: string) => string;
  /** An ARP message from which nothing is learnt. */
  readonly learnsNothing: (why: string) => string;
  readonly keeps: (mac: string, setting: string) => string;
  readonly noIcmp: (setting: string | undefined) => string;
  readonly ignoresRedirect: (setting: string | undefined) => string;
  readonly sendsNo: (missing: MissingFrame, reason: string) => string;
  readonly unanswered: (address: string, requests: number) => string;
  readonly fails: (error: string) => string;
  readonly answered: (status: string) => string;
  readonly sendsAgain: (attempt: number) => string;
  readonly fragments: (count: number) => string;
  readonly learnsMtu: (mtu: number) => string;
  readonly learnsRedirect: (gateway: string) => string;
  readonly templateEnds: string;
  readonly givesUp: (setting: string) => string;
  readonly notForMe: string;
}
