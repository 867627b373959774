/**
 * What an ARP message teaches about its sender.
 *
 * An answered request makes an entry or replaces its MAC address at once. Anything else only changes an
 * entry that is there, unless arp_accept is set; and a second opinion within locktime is not believed, a
 * gratuitous one excepted.
 */

import { millis } from "../engine/time.ts";
import { contains } from "../wire/address.ts";
import { type ArpMessage, arpOperations } from "../wire/arp.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import type { Interface } from "./interface.ts";
import { isWithin } from "./kernel-clock.ts";
import type { Neighbour } from "./neighbour.ts";
import { createFor } from "./neighbour-table.ts";
import { update } from "./neighbour-update.ts";
import { addressType } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { maxSetting } from "./sysctl-rules.ts";

/**
 * A message as it came in: to this station alone or to all, and whether it comes out of the queue of a
 * proxy.
 */
export interface ArpArrival {
  readonly message: ArpMessage;
  readonly frame: EthernetFrame;
  readonly isToUs: boolean;
  readonly isDelayed: boolean;
}

/**
 * Learns the sender of a request that is answered. `false`: the table is full, and the answer must not be
 * sent.
 */
export function learnFromAnswered(stack: Stack, iface: Interface, message: ArpMessage): boolean {
  const { senderIp, senderMac } = message;
  const isBroadcast = addressType(stack, senderIp) === "broadcast";
  const entry = iface.neighbours.get(senderIp) ?? createFor(stack, iface, { address: senderIp, isBroadcast });
  if (entry === undefined) return false;
  const news = { mac: senderMac, mayOverride: true, isAdmin: false, because: "request" } as const;
  update(stack, entry, { ...news, state: "STALE" });
  return true;
}

/** Learns the sender of any other message, if there is an entry for it or arp_accept makes one. */
export function learnFromOther(stack: Stack, iface: Interface, { message, isToUs }: ArpArrival): void {
  const { senderIp, senderMac } = message;
  const isReply = message.operation === arpOperations.reply;
  const isGratuitous = isGenuineGratuitous(stack, message);
  const entry = iface.neighbours.get(senderIp) ?? accepted(stack, iface, message, isGratuitous);
  if (entry === undefined) return;
  const mayOverride = isGratuitous || !isFresh(stack, entry);
  const because = isGratuitous ? "gratuitous" : isReply ? "reply" : "request";
  const state = isReply && isToUs ? "REACHABLE" : "STALE";
  update(stack, entry, { mac: senderMac, state, mayOverride, isAdmin: false, because });
}

/** A message about its own sender; as a reply it must also name itself as its target's MAC address. */
function isGenuineGratuitous(stack: Stack, message: ArpMessage): boolean {
  const { operation, senderIp, targetIp, senderMac, targetMac } = message;
  if (senderIp !== targetIp) return false;
  if (operation === arpOperations.reply && targetMac !== senderMac) return false;
  return addressType(stack, senderIp) === "unicast";
}

/** The entry changed less than `locktime` ago (in hundredths of a second). */
function isFresh({ simulation }: Stack, entry: Neighbour): boolean {
  const locktime = millis(entry.interface.neighbourConf.locktime * 10);
  return isWithin(entry.updated, locktime, simulation.now);
}

/**
 * arp_accept: a new entry for gratuitous messages and unsolicited replies; 2: only from the interface's
 * subnets.
 */
function accepted(
  stack: Stack,
  iface: Interface,
  message: ArpMessage,
  isGratuitous: boolean,
): Neighbour | undefined {
  const { operation, senderIp } = message;
  const accept = maxSetting(stack, iface, "arp_accept");
  if (accept !== 1 && accept !== 2) return undefined;
  if (accept === 2 && !iface.addresses.some(({ address, length }) => contains(address, length, senderIp))) {
    return undefined;
  }
  const isUnsolicited = operation === arpOperations.reply && addressType(stack, senderIp) === "unicast";
  if (!isGratuitous && !isUnsolicited) return undefined;
  return createFor(stack, iface, { address: senderIp });
}
