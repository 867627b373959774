/**
 * Fragments of a packet for this node, kept until the packet is whole (RFC 791, RFC 1122 section 3.3.2).
 *
 * Leaves out the memory limits: a lab does not fill them. Overlapping fragments end the packet, as RFC 5722
 * asks and Linux does for IPv4 too.
 */

import type { Nanos } from "../engine/time.ts";
import { start, stop, type Timer, timer } from "../engine/timer.ts";
import { reassemble } from "../wire/fragment.ts";
import { icmpTypes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import { sendError } from "./icmp-error.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

interface PuzzleKey {
  readonly key: string;
  readonly stack: Stack;
}

/** The pieces of one packet, by offset. */
interface Puzzle extends PuzzleKey {
  readonly pieces: Ipv4Packet[];
  /** The context of the first fragment: an error about the packet quotes it. */
  first: PacketContext | undefined;
  readonly timer: Timer<PuzzleKey>;
}

export interface Reassembly {
  readonly puzzles: Map<string, Puzzle>;
}

export const emptyReassembly = (): Reassembly => ({ puzzles: new Map() });

/** Adds a fragment; answers the whole packet once it is complete. */
export function addFragment(stack: Stack, context: PacketContext): Ipv4Packet | undefined {
  const { packet } = context;
  stack.snmp.IpReasmReqds++;
  const puzzle = puzzleOf(stack, packet);
  if (packet.fragmentOffset === 0) puzzle.first = context;
  const at = puzzle.pieces.findIndex((piece) => piece.fragmentOffset >= packet.fragmentOffset);
  const known = puzzle.pieces[at];
  if (known?.fragmentOffset === packet.fragmentOffset && known.length === packet.length) return undefined;
  puzzle.pieces.splice(at < 0 ? puzzle.pieces.length : at, 0, packet);
  if (overlaps(puzzle.pieces)) {
    stack.snmp.IpReasmFails++;
    forget(puzzle);
    return undefined;
  }
  if (!isComplete(puzzle.pieces)) return undefined;
  forget(puzzle);
  return finish(stack, puzzle);
}

function finish(stack: Stack, puzzle: Puzzle): Ipv4Packet | undefined {
  const whole = reassemble(puzzle.pieces);
  if (whole === undefined) {
    stack.snmp.IpReasmFails++;
    return undefined;
  }
  stack.snmp.IpReasmOKs++;
  const { simulation } = stack;
  if (simulation.traced) simulation.emit({ kind: "packet-reassembled", node: stack.name, packet: whole });
  return whole;
}

function puzzleOf(stack: Stack, { src, dst, id, protocol }: Ipv4Packet): Puzzle {
  const key = `${src} ${dst} ${id} ${protocol}`;
  const known = stack.reassembly.puzzles.get(key);
  if (known !== undefined) return known;
  const deadline = timer<PuzzleKey>({ key, stack }, giveUp);
  const made: Puzzle = { key, stack, pieces: [], first: undefined, timer: deadline };
  stack.reassembly.puzzles.set(key, made);
  start(deadline, (stack.sysctl.global.ipfrag_time * 1e9) as Nanos, stack.simulation);
  return made;
}

function forget(puzzle: Puzzle): void {
  stop(puzzle.timer);
  puzzle.stack.reassembly.puzzles.delete(puzzle.key);
}

/** Time is up: if the first fragment came, its sender is told (ICMP 11/1). */
function giveUp({ key, stack }: PuzzleKey): void {
  const puzzle = stack.reassembly.puzzles.get(key);
  if (puzzle === undefined) return;
  stack.reassembly.puzzles.delete(key);
  stack.snmp.IpReasmTimeout++;
  stack.snmp.IpReasmFails++;
  if (puzzle.first === undefined) return;
  drop(stack, puzzle.first, dropFor("reassembly-timeout"));
  sendError(stack, puzzle.first, { type: icmpTypes.timeExceeded, code: 1, rest: 0 });
}

const endOf = ({ fragmentOffset, payload }: Ipv4Packet): number => fragmentOffset + payload.length;

const overlaps = (pieces: readonly Ipv4Packet[]): boolean =>
  pieces.some((piece, index) => {
    const next = pieces[index + 1];
    return next !== undefined && endOf(piece) > next.fragmentOffset;
  });

function isComplete(pieces: readonly Ipv4Packet[]): boolean {
  let expected = 0;
  for (const piece of pieces) {
    if (piece.fragmentOffset !== expected) return false;
    expected = endOf(piece);
  }
  return pieces.at(-1)?.moreFragments === false;
}
