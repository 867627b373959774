/**
 * What the ladder and the timeline tell of a recording: frames from machine to machine, decisions, silences,
 * ends, and what was typed.
 *
 * A frame crosses a switch on two cables and more events; here it is one sending with its arrivals.
 * Everything else that happened is left to the inspector.
 */

import type { TerminalPiece } from "#lab/batch";
import type { Nanos } from "#sim/engine/time";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { isForOthers } from "../for-others.ts";
import type { LayerName } from "../layer.ts";

export const protocolNames = ["arp", "icmp", "tcp", "udp", "other"] as const;
export type ProtocolName = (typeof protocolNames)[number];

/** Where and when a frame came to a machine. */
export interface Arrival {
  /** Of its event among all events. */
  readonly position: number;
  readonly at: Nanos;
  readonly node: string;
  /** Its row. */
  readonly row: number;
}

interface MarkFields {
  /** In the order of telling, from 0. */
  readonly number: number;
  readonly at: Nanos;
  readonly node: string;
  /** Its first row. */
  readonly row: number;
  /** The number of its flow, or -1. */
  readonly flow: number;
  readonly protocol: ProtocolName | undefined;
}

/** A frame that a machine sent. */
export interface Sending extends MarkFields {
  readonly kind: "sending";
  readonly position: number;
  readonly frame: EthernetFrame;
  readonly layer: LayerName;
  readonly isTunnelled: boolean;
  /** Grows as the frame comes to machines; of a broadcast there are many. */
  readonly arrivals: Arrival[];
  /** The notes of its ends between machines. */
  readonly ends: number[];
}

export type Tone = "drop" | "pick" | "silence" | "answer" | "plain";

/** Something worth a word at a machine. */
export interface Note extends MarkFields {
  readonly kind: "note";
  readonly position: number;
  readonly tone: Tone;
  readonly event: NetworkEvent;
  /** The sending whose frame ended between machines. */
  readonly sending: number | undefined;
}

/** A command that was typed. */
export interface TypedLine extends MarkFields {
  readonly kind: "typed";
  readonly text: string;
  readonly isScript: boolean;
}

export type Mark = Sending | Note | TypedLine;

/** A moment in the order of what is told: a mark's beginning, or one of its arrivals. */
export interface Row {
  readonly mark: number;
  /** Which arrival of a sending; -1: the mark itself. */
  readonly arrival: number;
  /** It is past once so many events have happened … */
  readonly after: number;
  /** … and this moment has come. */
  readonly at: Nanos;
}

/** Events that are noted, and in which tone; all others are not. */
const tones: Readonly<Partial<Record<NetworkEvent["kind"], Tone>>> = {
  "destination-scheduled": "pick",
  "frame-dropped": "drop",
  "packet-dropped": "drop",
  "no-frame-left": "drop",
  "neighbour-unanswered": "drop",
  "request-failed": "drop",
  "arp-not-answered": "silence",
  "neighbour-update-refused": "silence",
  "icmp-suppressed": "silence",
  "redirect-ignored": "silence",
  "request-answered": "answer",
  "tcp-retransmitted": "plain",
  "packet-fragmented": "plain",
  "path-mtu-learnt": "plain",
  "redirect-learnt": "plain",
  "template-invalidated": "plain",
  "connection-given-up": "plain",
};

/** How an event is noted, if it is. */
export function toneOf(event: NetworkEvent): Tone | undefined {
  if (event.kind === "connection-created") {
    return event.because === "template" || event.because === "bypass" ? "pick" : undefined;
  }
  // A switch that does not know an address floods; whom it does not concern hears it and says nothing.
  if (event.kind === "packet-dropped" && isForOthers(event.reason)) return "plain";
  return tones[event.kind];
}

/** The event of a mark or of one of its arrivals: its position. A typed line has none. */
export function positionOfRow(marks: readonly Mark[], { mark, arrival }: Row): number | undefined {
  const told = marks[mark];
  if (told === undefined || told.kind === "typed") return undefined;
  return told.kind === "sending" ? (told.arrivals[arrival] ?? told).position : told.position;
}

export const isTyped = (piece: TerminalPiece): piece is TerminalPiece & { readonly kind: "typed" } =>
  piece.kind === "typed";

/** The node of an event. Every event has one. */
export const nodeOf = ({ event }: TraceEvent): string => event.node;
