/**
 * The states of a neighbour entry and the moves between them that use and time bring about.
 *
 * Follows Linux 6.1 (and RFC 4861 section 7.3.3, which it applies to ARP): a packet for an unknown neighbour
 * asks and waits, one for a stale neighbour goes out and starts a check five seconds later.
 */

import { millis, type Nanos, seconds } from "../engine/time.ts";
import { start, stop } from "../engine/timer.ts";
import { sendRequest } from "./arp-output.ts";
import { announcedSource } from "./arp-source.ts";
import { drop } from "./drop.ts";
import type { Interface } from "./interface.ts";
import { isWithin, jiffy, wheelDelay } from "./kernel-clock.ts";
import type { Neighbour, NeighbourState } from "./neighbour.ts";
import { discardWaiting, enqueue, takeWaiting } from "./neighbour-queue.ts";
import { reachableTime } from "./neighbour-reachable.ts";
import { neighbourSetting } from "./neighbour-setting.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";
import type { NeighbourOccasion } from "./stack-events.ts";
import { decidingMax } from "./sysctl-rules.ts";
import { dropFor } from "./verdict.ts";

/** Whether an entry in this state has a MAC address to send to. */
export const isValid = (state: NeighbourState): boolean =>
  state !== "NONE" && state !== "INCOMPLETE" && state !== "FAILED";

/** Whether an entry in this state is left by its timer. */
export const isTimed = (state: NeighbourState): boolean =>
  state === "INCOMPLETE" || state === "REACHABLE" || state === "DELAY" || state === "PROBE";

const delayTime = ({ neighbourConf }: Interface): Nanos => seconds(neighbourConf.delay_first_probe_time);

/** The pause between two requests; the kernel allows no less than a hundredth of a second. */
const retransmitTime = ({ neighbourConf }: Interface): Nanos =>
  millis(Math.max(neighbourConf.retrans_time_ms, 10));

/**
 * A packet wants to go out by this entry. Answers whether it may at once; if not it is waiting, or has
 * ended. What is marked as use here is all the kernel sees of it: confirmed entries are passed by without a
 * look.
 */
export function mayTransmit(stack: Stack, entry: Neighbour, context: PacketContext): boolean {
  entry.used = stack.simulation.now;
  switch (entry.state) {
    case "REACHABLE":
    case "PERMANENT":
    case "NOARP":
    case "DELAY":
    case "PROBE":
      return true;
    case "STALE":
      enter(stack, entry, "DELAY", "used");
      setTimer(stack, entry, delayTime(entry.interface));
      return true;
    case "INCOMPLETE":
      enqueue(stack, entry, context);
      return false;
    case "NONE":
    case "FAILED":
      beginToAsk(stack, entry, context);
      return false;
  }
}

/** Begins to ask for an address that is not known, for a packet or just to know it. */
export function beginToAsk(stack: Stack, entry: Neighbour, context?: PacketContext): void {
  const { neighbourConf } = entry.interface;
  if (neighbourConf.mcast_solicit + neighbourConf.app_solicit === 0) {
    enter(stack, entry, "FAILED", "used");
    const setting = neighbourSetting(entry.interface, "mcast_solicit");
    if (context !== undefined) drop(stack, context, dropFor("neighbour-failed", setting));
    return;
  }
  entry.probes = neighbourConf.ucast_solicit;
  enter(stack, entry, "INCOMPLETE", "used");
  setTimer(stack, entry, retransmitTime(entry.interface));
  if (context !== undefined) enqueue(stack, entry, context);
  ask(stack, entry);
}

/** Moves an entry to another state, and says so. */
export function enter(
  stack: Stack,
  entry: Neighbour,
  state: NeighbourState,
  because: NeighbourOccasion,
): void {
  const before = entry.state;
  entry.state = state;
  entry.updated = stack.simulation.now;
  tellChanged(stack, entry, before, because);
}

/** Tells observers what an entry has become. */
export function tellChanged(
  stack: Stack,
  entry: Neighbour,
  before: NeighbourState,
  because: NeighbourOccasion,
): void {
  const { simulation, name: node } = stack;
  stack.onNeighbourTouched?.(entry);
  if (!simulation.traced) return;
  const { address, mac, state } = entry;
  const device = entry.interface.device.name;
  simulation.emit({ kind: "neighbour-changed", node, device, address, mac, before, state, because });
}

/** Starts the entry's timer anew; it fires on the kernel's coarse grid. */
export function setTimer(stack: Stack, entry: Neighbour, delay: Nanos): void {
  const { simulation } = stack;
  start(entry.timer, wheelDelay(simulation.now, delay), simulation);
}

/** The timer of an entry fired: whether it is still confirmed, in use, unanswered. */
export function onTimer(stack: Stack, entry: Neighbour): void {
  switch (entry.state) {
    case "REACHABLE":
      checkReachable(stack, entry);
      return;
    case "DELAY":
      checkDelay(stack, entry);
      return;
    case "PROBE":
    case "INCOMPLETE":
      askAgain(stack, entry);
      return;
    case "NONE":
    case "STALE":
    case "FAILED":
    case "PERMANENT":
    case "NOARP":
  }
}

function checkReachable(stack: Stack, entry: Neighbour): void {
  const { now } = stack.simulation;
  const reachable = reachableTime(stack, entry.interface);
  if (isWithin(entry.confirmed, reachable, now)) {
    setTimer(stack, entry, untilEndOf(entry.confirmed, reachable, now));
    return;
  }
  if (!isWithin(entry.used, delayTime(entry.interface), now)) {
    enter(stack, entry, "STALE", "timer");
    return;
  }
  enter(stack, entry, "DELAY", "timer");
  setTimer(stack, entry, delayTime(entry.interface));
}

function checkDelay(stack: Stack, entry: Neighbour): void {
  const { now } = stack.simulation;
  if (isWithin(entry.confirmed, delayTime(entry.interface), now)) {
    enter(stack, entry, "REACHABLE", "confirmed");
    setTimer(stack, entry, untilEndOf(entry.confirmed, reachableTime(stack, entry.interface), now));
    return;
  }
  entry.probes = 0;
  enter(stack, entry, "PROBE", "timer");
  setTimer(stack, entry, retransmitTime(entry.interface));
  ask(stack, entry);
}

/** What is left of `time` since `moment`; the kernel allows no less than a hundredth of a second. */
const untilEndOf = (moment: Nanos, time: Nanos, now: Nanos): Nanos =>
  Math.max(Math.floor(moment / jiffy) * jiffy + time - Math.floor(now / jiffy) * jiffy, millis(10)) as Nanos;

function askAgain(stack: Stack, entry: Neighbour): void {
  if (entry.probes >= mostProbes(entry)) {
    fail(stack, entry);
    return;
  }
  setTimer(stack, entry, retransmitTime(entry.interface));
  ask(stack, entry);
}

function mostProbes({ state, interface: { neighbourConf } }: Neighbour): number {
  const { ucast_solicit, app_solicit, mcast_solicit, mcast_resolicit } = neighbourConf;
  return ucast_solicit + app_solicit + (state === "PROBE" ? mcast_resolicit : mcast_solicit);
}

function fail(stack: Stack, entry: Neighbour): void {
  const { simulation, name: node } = stack;
  enter(stack, entry, "FAILED", "timer");
  if (simulation.traced) {
    const device = entry.interface.device.name;
    simulation.emit({
      kind: "neighbour-unanswered",
      node,
      device,
      address: entry.address,
      requests: entry.probes,
    });
  }
  reportUnreachable(stack, entry);
}

/**
 * Nobody answered: every waiting packet ends, and its sender hears of it. If a sender at once tries again
 * the entry is asked for anew, and what still waits ends in silence, the new packet too.
 */
export function reportUnreachable(stack: Stack, entry: Neighbour): void {
  const { simulation } = stack;
  const { cause } = simulation;
  while (entry.state === "FAILED") {
    const context = takeWaiting(entry);
    if (context === undefined) break;
    simulation.cause = cause;
    drop(stack, context, dropFor("neighbour-failed"));
    for (const tell of stack.arpHooks.unreachable) tell(stack, context);
  }
  simulation.cause = cause;
  discardWaiting(stack, entry, "neighbour-failed");
}

/** Sends the next request: to the known MAC address first, then to all. */
function ask(stack: Stack, entry: Neighbour): void {
  const { address, interface: iface, probes } = entry;
  const { ucast_solicit, app_solicit } = iface.neighbourConf;
  const waiting = entry.waiting.at(-1);
  const source = announcedSource(stack, iface, { target: address, waiting });
  const setting = stack.simulation.traced ? decidingMax(stack, iface, "arp_announce") : undefined;
  entry.probes++;
  if (probes < ucast_solicit) sendRequest(stack, iface, { target: address, source, to: entry.mac, setting });
  // Between those two the kernel would ask a program (app_solicit); here none listens.
  else if (probes >= ucast_solicit + app_solicit)
    sendRequest(stack, iface, { target: address, source, setting });
}

/** Stops whatever an entry is waiting for. */
export const stopTimer = (entry: Neighbour): void => stop(entry.timer);
