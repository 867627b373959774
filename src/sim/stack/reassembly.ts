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
import { outputRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { type DropReason, dropFor } from "./verdict.ts";

interface PuzzleKey {
  readonly key: string;
  readonly stack: Stack;
}

/** The pieces of one packet, by offset. */
interface Puzzle extends PuzzleKey {
  readonly pieces: Ipv4Packet[];
  /** The context of the first fragment: an error about the packet quotes it. */
  first: PacketContext | undefined;
  /** The context of the piece that came last. */
  latest: PacketContext;
  readonly timer: Timer<PuzzleKey>;
}

export interface Reassembly {
  readonly puzzles: Map<string, Puzzle>;
  /** Told of the pieces, in order, whenever they make a whole: a capture that still holds them. */
  onWhole: ((pieces: readonly Ipv4Packet[]) => void) | undefined;
}

export const emptyReassembly = (): Reassembly => ({ puzzles: new Map(), onWhole: undefined });

/** Adds a fragment; answers the whole packet once it is complete, and notes in its context what it was. */
export function addFragment(stack: Stack, context: PacketContext): Ipv4Packet | undefined {
  const { packet } = context;
  stack.snmp.IpReasmReqds++;
  const puzzle = puzzleOf(stack, context);
  puzzle.latest = context;
  if (packet.fragmentOffset === 0) puzzle.first = context;
  const at = puzzle.pieces.findIndex((piece) => piece.fragmentOffset >= packet.fragmentOffset);
  const known = puzzle.pieces[at];
  if (known?.fragmentOffset === packet.fragmentOffset && known.length === packet.length) return undefined;
  puzzle.pieces.splice(at < 0 ? puzzle.pieces.length : at, 0, packet);
  if (overlaps(puzzle.pieces)) {
    forget(puzzle);
    return giveUpFor(stack, context, "bad-fragment");
  }
  if (!isComplete(puzzle.pieces)) return undefined;
  forget(puzzle);
  return finish(stack, puzzle);
}

function finish(stack: Stack, puzzle: Puzzle): Ipv4Packet | undefined {
  const whole = reassemble(puzzle.pieces);
  if (whole === undefined) return giveUpFor(stack, puzzle.latest, "bad-fragment");
  stack.snmp.IpReasmOKs++;
  puzzle.latest.largestPiece = Math.max(...puzzle.pieces.map(({ length }) => length));
  stack.reassembly.onWhole?.(puzzle.pieces);
  const { simulation } = stack;
  if (simulation.traced) simulation.emit({ kind: "packet-reassembled", node: stack.name, packet: whole });
  return whole;
}

function giveUpFor(stack: Stack, context: PacketContext, reason: DropReason): undefined {
  stack.snmp.IpReasmFails++;
  drop(stack, context, dropFor(reason));
}

function puzzleOf(stack: Stack, context: PacketContext): Puzzle {
  const { src, dst, id, protocol } = context.packet;
  const key = `${src} ${dst} ${id} ${protocol}`;
  const known = stack.reassembly.puzzles.get(key);
  if (known !== undefined) return known;
  const deadline = timer<PuzzleKey>({ key, stack }, giveUp);
  const made: Puzzle = { key, stack, pieces: [], first: undefined, latest: context, timer: deadline };
  stack.reassembly.puzzles.set(key, made);
  start(deadline, (stack.sysctl.global.ipfrag_time * 1e9) as Nanos, stack.simulation);
  return made;
}

function forget(puzzle: Puzzle): void {
  stop(puzzle.timer);
  puzzle.stack.reassembly.puzzles.delete(puzzle.key);
}

/**
 * Time is up: if the first fragment came, and the packet was for this node, its sender is told (ICMP
 * 11/1).
 */
function giveUp({ key, stack }: PuzzleKey): void {
  const puzzle = stack.reassembly.puzzles.get(key);
  if (puzzle === undefined) return;
  stack.reassembly.puzzles.delete(key);
  stack.snmp.IpReasmTimeout++;
  stack.snmp.IpReasmFails++;
  const value = stack.sysctl.global.ipfrag_time;
  const setting = { name: "ipfrag_time", value, from: "net.ipv4.ipfrag_time" };
  drop(stack, puzzle.first ?? puzzle.latest, dropFor("reassembly-timeout", setting));
  if (puzzle.first === undefined || !isForUs(stack, puzzle.first)) return;
  sendError(stack, puzzle.first, { type: icmpTypes.timeExceeded, code: 1, rest: 0 });
}

/** Conntrack collects fragments before they are routed, those that pass through as well. */
function isForUs(stack: Stack, context: PacketContext): boolean {
  if (context.route !== undefined) return true;
  const way = outputRoute(stack, { dst: context.packet.dst });
  if (!way.ok || way.route.type !== "local") return false;
  context.route = way.route;
  return true;
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
