/**
 * Asking for an ICMP error about a packet. Whoever refuses a packet does; icmp.ts, which stands above the
 * ways that packets take, decides whether one is sent and sends it.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";
import type { IcmpSilence } from "./stack-events.ts";

/** What an error says: type, code, and the 32 bits after the checksum (MTU, gateway). */
export interface IcmpError {
  readonly type: number;
  readonly code: number;
  readonly rest: number;
  /** How many bytes of the packet are there to quote, where that is not all of it. */
  readonly available?: number;
  /** What is quoted, where those are not the packet's own bytes. */
  readonly quotedBytes?: Uint8Array;
}

export type ErrorSender = (stack: Stack, context: PacketContext, error: IcmpError) => void;

/**
 * Sends an error about `context.packet` to its sender, unless one of the rules or limits forbids it. What
 * comes after does not count as caused by it: the packet's end has the same cause as the error.
 */
export const sendError: ErrorSender = (stack, context, error) => {
  const { simulation } = stack;
  const { cause } = simulation;
  stack.icmp.send(stack, context, error);
  simulation.cause = cause;
};

/** Says that no error is sent about a packet: a rule forbids it or, where a setting is given, a limit. */
export function tellSuppressed(
  { simulation, name: node }: Stack,
  about: Ipv4Packet,
  { type, code }: Pick<IcmpError, "type" | "code">,
  why: Exclude<IcmpSilence, "limit"> | DecidingSetting,
): void {
  if (!simulation.traced) return;
  const event = { kind: "icmp-suppressed", node, about, type, code } as const;
  if (typeof why === "string") simulation.emit({ ...event, because: why });
  else simulation.emit({ ...event, because: "limit", setting: why });
}
