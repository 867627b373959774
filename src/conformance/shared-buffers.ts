/**
 * What a capture on one kernel shows of fragments whose buffers were written to after they were captured.
 *
 * All nodes of a recording live in one kernel: a frame travels from node to node without being copied,
 * and a capture holds the very buffer. A router copies a packet before it lowers the time to live, but a
 * node that puts fragments together and takes the same ones apart again writes the new headers into the
 * buffers of all but the first. Whoever reads the capture later sees those. In the simulator a buffer is
 * a packet object: the same object, the same buffer.
 */

import type { Stack } from "#sim/stack/stack";
import type { Ipv4Packet } from "#sim/wire/ipv4";

/** Fragments that a node put together, and the node. */
interface Reused {
  readonly node: string;
  readonly piece: Ipv4Packet;
}

/** By captured packet object. */
export type SharedBuffers = Map<Ipv4Packet, Reused>;

/** Notes which fragments a node puts together from now on. */
export function watchReassembly(buffers: SharedBuffers, stack: Stack): void {
  stack.reassembly.onWhole = (pieces) => {
    if (fitsBehind(pieces)) return;
    for (const piece of pieces.slice(1)) buffers.set(piece, { node: stack.name, piece });
  };
}

/** What the kernel keeps at the end of a buffer for itself, and before a packet for the frame's header. */
const [bufferEnd, headroom, alignment] = [320, 16, 64];

/**
 * A second fragment that fits behind the first in its buffer, whose size is a power of two, is copied there;
 * then there is one buffer, and what is taken apart anew gets new ones.
 */
function fitsBehind([first, second]: readonly Ipv4Packet[]): boolean {
  if (first === undefined || second === undefined) return false;
  const asked = Math.ceil((first.length + 2 * headroom - 1) / alignment) * alignment + bufferEnd;
  const size = 2 ** Math.ceil(Math.log2(asked));
  return second.payload.length <= size - bufferEnd - headroom - first.length;
}

/** A captured frame as far as this matters. */
export interface Seen {
  readonly node: string;
  readonly direction: "in" | "out";
  readonly packet: Ipv4Packet | undefined;
}

/**
 * The frame whose headers were written into the buffer of `packet` after it was put together; if there is
 * one.
 */
export function rewrittenAs<Frame extends Seen>(
  buffers: SharedBuffers,
  packet: Ipv4Packet,
  frames: readonly Frame[],
): Frame | undefined {
  const reused = buffers.get(packet);
  if (reused === undefined) return undefined;
  const arrival = frames.findIndex((frame) => frame.packet === packet && frame.node === reused.node);
  return frames.find(
    (frame, index) =>
      index > arrival &&
      frame.direction === "out" &&
      frame.node === reused.node &&
      isSamePiece(reused.piece, frame.packet),
  );
}

/** An answer to the packet has the same origin, but both its addresses are others. */
const isSamePiece = (piece: Ipv4Packet, other: Ipv4Packet | undefined): boolean =>
  other !== undefined &&
  other !== piece &&
  other.origin === piece.origin &&
  (other.src === piece.src || other.dst === piece.dst) &&
  other.protocol === piece.protocol &&
  other.fragmentOffset === piece.fragmentOffset &&
  other.length === piece.length;
