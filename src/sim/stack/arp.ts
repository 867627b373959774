/**
 * An ARP message arrives: is it answered, and what does it teach? (RFC 826, with the tests of Linux 6.1.)
 *
 * The order of the tests is the kernel's: the INPUT hook, then the route of the asked address, then
 * arp_ignore and arp_filter; a request that is not answered for one of the last two teaches nothing. Leaves
 * out other link types.
 */

import { isGroupMac, isLoopback, isMulticast } from "../wire/address.ts";
import { type ArpMessage, arpOperations } from "../wire/arp.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import { runArpHooks } from "./arp-hooks.ts";
import { refusalToAnswer } from "./arp-ignore.ts";
import { type ArpArrival, learnFromAnswered, learnFromOther } from "./arp-learning.ts";
import { sendReply, sendRequest } from "./arp-output.ts";
import { routeOfRequest } from "./arp-route.ts";
import type { Interface } from "./interface.ts";
import { dropNeighbours } from "./neighbour-loss.ts";
import { answerLater, isProxied } from "./proxy-arp.ts";
import { addressType } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { decidingEither, eitherSetting, maxSetting } from "./sysctl-rules.ts";
import { type Drop, dropFor } from "./verdict.ts";

/** Takes an ARP frame that a device received. */
export function receiveArp(stack: Stack, iface: Interface, frame: EthernetFrame): void {
  const { payload } = frame;
  const { device } = iface;
  if (payload.kind !== "arp" || !device.usesArp) return;
  const isToUs = frame.dst === device.mac;
  if (!isToUs && !isGroupMac(frame.dst)) return;
  const { request, reply } = arpOperations;
  if (payload.operation !== request && payload.operation !== reply) return;
  const passage = { message: payload, frame, input: iface, output: undefined };
  const verdict = runArpHooks(stack.arpHooks.input, passage);
  if (verdict.kind === "drop") {
    tellNotAnswered(stack, iface, payload, dropFor("arp-filtered", verdict.setting));
    return;
  }
  take(stack, iface, { message: verdict.message, frame, isToUs, isDelayed: false });
}

/** What happens to a message past the INPUT hook; also to one whose proxy answer was delayed. */
function take(stack: Stack, iface: Interface, arrival: ArpArrival): void {
  const { message } = arrival;
  if (isMulticast(message.targetIp)) return;
  if (isLoopback(message.targetIp) && !eitherSetting(stack, iface, "route_localnet")) return;
  if (message.senderIp === message.targetIp && eitherSetting(stack, iface, "drop_gratuitous_arp")) {
    const setting = decidingEither(stack, iface, "drop_gratuitous_arp");
    tellNotAnswered(stack, iface, message, dropFor("arp-ignored", setting));
    return;
  }
  if (message.senderIp === 0) {
    answerProbe(stack, iface, message);
    return;
  }
  if (message.operation === arpOperations.request && answerRequest(stack, iface, arrival)) return;
  learnFromOther(stack, iface, arrival);
}

/** Somebody asks whether an address is in use before taking it (RFC 5227): the answer teaches nothing. */
function answerProbe(stack: Stack, iface: Interface, message: ArpMessage): void {
  if (message.operation !== arpOperations.request || addressType(stack, message.targetIp) !== "local") return;
  const refusal = refusalToAnswer(stack, iface, message, "ignore-only");
  if (refusal !== undefined) {
    tellNotAnswered(stack, iface, message, refusal);
    return;
  }
  sendReply(stack, iface, { request: message, because: "own" });
}

/**
 * Answers a request if the asked address is ours or one we answer for. `false`: it may still teach
 * something.
 */
function answerRequest(stack: Stack, iface: Interface, arrival: ArpArrival): boolean {
  const { message } = arrival;
  const route = routeOfRequest(stack, iface, arrival);
  switch (route.kind) {
    case "refused":
      tellNotAnswered(stack, iface, message, route.drop);
      return false;
    case "other":
      return false;
    case "local":
      answerForSelf(stack, iface, arrival);
      return true;
    case "unicast":
      if (!isProxied(stack, iface, { message, output: route.output })) return false;
      answerAsProxy(stack, iface, arrival, route.output);
      return true;
  }
}

function answerForSelf(stack: Stack, iface: Interface, arrival: ArpArrival): void {
  const { message } = arrival;
  const refusal = refusalToAnswer(stack, iface, message, "ignore-and-filter");
  if (refusal !== undefined) {
    tellNotAnswered(stack, iface, message, refusal);
    return;
  }
  if (!learnFromAnswered(stack, iface, message)) return;
  sendReply(stack, iface, { request: message, because: "own" });
}

function answerAsProxy(stack: Stack, iface: Interface, arrival: ArpArrival, output: Interface): void {
  const { message } = arrival;
  learnFromAnswered(stack, iface, message);
  const isAtOnce = arrival.isDelayed || arrival.isToUs || iface.neighbourConf.proxy_delay === 0;
  if (isAtOnce) {
    sendReply(stack, iface, { request: message, because: "proxy", output });
    return;
  }
  answerLater(stack, iface, () => take(stack, iface, { ...arrival, isDelayed: true }));
}

/** The interface came up, or got another MAC address: with arp_notify it says so, one message an address. */
export function onInterfaceUp(stack: Stack, iface: Interface): void {
  if (maxSetting(stack, iface, "arp_notify") === 0) return;
  announceAddresses(stack, iface);
}

/** Announces every address of an interface, as a bond does after a change of its active port. */
export function announceAddresses(stack: Stack, iface: Interface): void {
  const { simulation } = stack;
  const { cause } = simulation;
  for (const { address } of iface.addresses) {
    simulation.cause = cause;
    sendRequest(stack, iface, { target: address, source: address });
  }
  simulation.cause = cause;
}

/** The interface went down, or is about to have another MAC address: its neighbours are forgotten. */
export function onInterfaceDown(stack: Stack, iface: Interface): void {
  dropNeighbours(stack, iface);
}

function tellNotAnswered(stack: Stack, iface: Interface, message: ArpMessage, drop: Drop): void {
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  const { reason, setting, way } = drop;
  simulation.emit({
    kind: "arp-not-answered",
    node,
    device: iface.device.name,
    message,
    reason,
    ...(setting === undefined ? {} : { setting }),
    ...(way === undefined ? {} : { way }),
  });
}
