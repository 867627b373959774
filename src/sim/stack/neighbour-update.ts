/**
 * What changes a neighbour entry from outside: an ARP message, or an administrator.
 *
 * The rules are those of neigh_update() in Linux 6.1: a MAC address that is merely repeated makes nothing
 * older or newer, and one that differs needs leave (`mayOverride`), which locktime withholds.
 */

import { millis } from "../engine/time.ts";
import { transmit } from "../link/device.ts";
import type { MacAddress } from "../wire/address.ts";
import { ethernet } from "../wire/ethernet.ts";
import type { Neighbour, NeighbourState } from "./neighbour.ts";
import { discardWaiting, takeWaiting } from "./neighbour-queue.ts";
import { reachableTime } from "./neighbour-reachable.ts";
import { neighbourSetting } from "./neighbour-setting.ts";
import {
  isTimed,
  isValid,
  mayTransmit,
  reportUnreachable,
  setTimer,
  stopTimer,
  tellChanged,
} from "./neighbour-states.ts";
import { longAgo } from "./neighbour-table.ts";
import type { Stack } from "./stack.ts";
import type { NeighbourOccasion } from "./stack-events.ts";

/** What is said about a neighbour. */
export interface NeighbourNews {
  readonly state: NeighbourState;
  /** `undefined`: the one that is known already. */
  readonly mac: MacAddress | undefined;
  /** A MAC address that differs from a known one may take its place. */
  readonly mayOverride: boolean;
  readonly isAdmin: boolean;
  /** For observers. */
  readonly because: NeighbourOccasion;
}

/**
 * Applies news to an entry. EPERM: only an administrator changes this entry. EINVAL: no MAC address is
 * known.
 */
export function update(stack: Stack, entry: Neighbour, news: NeighbourNews): "ok" | "EPERM" | "EINVAL" {
  const { state: before } = entry;
  if (!news.isAdmin && (before === "PERMANENT" || before === "NOARP")) return "EPERM";
  if (!isValid(news.state)) {
    invalidate(stack, entry, news);
    return "ok";
  }
  const mac = macOf(entry, news.mac);
  if (mac === undefined) return "EINVAL";
  if (isConnected(news.state)) entry.confirmed = stack.simulation.now;
  const isOther = isValid(before) && mac !== entry.mac;
  if (isOther && !news.mayOverride) {
    tellRefused(stack, entry, mac);
    return "ok";
  }
  // A message that only repeats the MAC address proves nothing about a state that says more.
  const isRepeated = isValid(before) && !isOther && news.state === "STALE" && !news.isAdmin;
  change(stack, entry, { mac, state: isRepeated ? before : news.state, because: news.because });
  if (!isValid(before)) flushWaiting(stack, entry);
  return "ok";
}

const isConnected = (state: NeighbourState): boolean =>
  state === "REACHABLE" || state === "PERMANENT" || state === "NOARP";

const macOf = (entry: Neighbour, mac: MacAddress | undefined): MacAddress | undefined =>
  mac ?? (isValid(entry.state) ? entry.mac : undefined);

/** Takes the MAC address away; packets that were waiting for an answer fail. */
function invalidate(stack: Stack, entry: Neighbour, { state, because }: NeighbourNews): void {
  const { state: before } = entry;
  stopTimer(entry);
  entry.state = state;
  if (before !== state) tellChanged(stack, entry, before, because);
  if (state !== "FAILED" || (before !== "INCOMPLETE" && before !== "PROBE")) return;
  entry.updated = stack.simulation.now;
  reportUnreachable(stack, entry);
}

interface Change {
  readonly mac: MacAddress;
  readonly state: NeighbourState;
  readonly because: NeighbourOccasion;
}

function change(stack: Stack, entry: Neighbour, { mac, state, because }: Change): void {
  const { now } = stack.simulation;
  const { state: before } = entry;
  const isSameMac = isValid(before) && mac === entry.mac;
  if (state === before && isSameMac) return;
  entry.updated = now;
  if (state !== before) {
    stopTimer(entry);
    if (state === "PROBE") entry.probes = 0;
    if (isTimed(state))
      setTimer(stack, entry, state === "REACHABLE" ? reachableTime(stack, entry.interface) : millis(0));
    entry.state = state;
  }
  entry.mac = mac;
  if (!isSameMac && !isConnected(state)) entry.confirmed = longAgo(entry.interface, now);
  tellChanged(stack, entry, before, because);
}

/** Sends what has waited, oldest first. The first packet through an unproved entry starts its check. */
function flushWaiting(stack: Stack, entry: Neighbour): void {
  const { simulation } = stack;
  const { device } = entry.interface;
  const { cause } = simulation;
  while (isValid(entry.state)) {
    const context = takeWaiting(entry);
    if (context === undefined) break;
    simulation.cause = cause;
    if (!mayTransmit(stack, entry, context)) continue;
    entry.hasHeader = true;
    transmit(device, ethernet(entry.mac, device.mac, context.packet), simulation);
  }
  simulation.cause = cause;
  discardWaiting(stack, entry, "neighbour-failed");
}

function tellRefused(stack: Stack, entry: Neighbour, mac: MacAddress): void {
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  const { address, interface: iface, mac: kept, updated } = entry;
  const setting = neighbourSetting(iface, "locktime");
  simulation.emit({
    kind: "neighbour-update-refused",
    node,
    device: iface.device.name,
    address,
    mac,
    kept,
    age: simulation.now - updated,
    setting,
  });
}
