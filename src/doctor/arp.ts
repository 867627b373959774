/**
 * Who would answer an ARP request, and who would not though the address is its own: the stack's own tests, in
 * the order of the stack, with nothing sent and nothing learnt.
 */

import type { NetNode } from "#sim/nodes/node";
import { runArpHooks } from "#sim/stack/arp-hooks";
import { refusalToAnswer } from "#sim/stack/arp-ignore";
import { routeOfRequest } from "#sim/stack/arp-route";
import { isProxied } from "#sim/stack/proxy-arp";
import { addressType, isConfigured } from "#sim/stack/source-address";
import type { Drop } from "#sim/stack/verdict";
import { dropFor } from "#sim/stack/verdict";
import { broadcastMac, type Ipv4Address, type MacAddress, zeroMac } from "#sim/wire/address";
import { type ArpMessage, arpMessage, arpOperations } from "#sim/wire/arp";
import { ethernet } from "#sim/wire/ethernet";
import { hearersOf } from "./link.ts";
import type { Place, World } from "./world.ts";

/** A machine that has the asked address and keeps silent. */
export interface Silence {
  readonly place: Place;
  readonly why: Drop;
}

/** What comes of a question on a link. */
export interface Asked {
  readonly answers: readonly Place[];
  readonly silences: readonly Silence[];
}

/**
 * Asks on the link of a device who has an address, in the name of `sender`; 0.0.0.0: as a probe (RFC 5227).
 */
export function ask(world: World, from: Place, target: Ipv4Address, sender: Ipv4Address): Asked {
  const message = requestOf(from.iface.device.mac, sender, target);
  const answers: Place[] = [];
  const silences: Silence[] = [];
  if (isFilteredOut(from, message)) return { answers, silences };
  for (const place of hearersOf(world, from.iface.device)) {
    const said = answerOf(place, message);
    if (said === "answer") answers.push(place);
    else if (said !== "nothing") silences.push({ place, why: said });
  }
  return { answers, silences };
}

const requestOf = (mac: MacAddress, sender: Ipv4Address, target: Ipv4Address): ArpMessage =>
  arpMessage({
    operation: arpOperations.request,
    senderMac: mac,
    senderIp: sender,
    targetMac: zeroMac,
    targetIp: target,
  });

function answerOf({ node, iface }: Place, message: ArpMessage): "answer" | "nothing" | Drop {
  const { stack } = node;
  if (!iface.device.usesArp) return "nothing";
  const frame = ethernet(broadcastMac, message.senderMac, message);
  const isOwn = isConfigured(stack, message.targetIp);
  const filtered = withoutCounting(node, () =>
    runArpHooks(stack.arpHooks.input, { message, frame, input: iface, output: undefined }),
  );
  if (filtered.kind === "drop") return isOwn ? dropFor("arp-filtered", filtered.setting) : "nothing";
  if (message.senderIp === 0) {
    if (addressType(stack, message.targetIp) !== "local") return "nothing";
    return refusalToAnswer(stack, iface, message, "ignore-only") ?? repliesBy(node, iface, message);
  }
  const route = routeOfRequest(stack, iface, { message: filtered.message, frame });
  switch (route.kind) {
    case "local":
      return (
        refusalToAnswer(stack, iface, filtered.message, "ignore-and-filter") ??
        repliesBy(node, iface, message)
      );
    case "unicast":
      return isProxied(stack, iface, { message, output: route.output }) ? "answer" : "nothing";
    case "refused":
      return isOwn ? route.drop : "nothing";
    case "other":
      return "nothing";
  }
}

/** The reply itself may be held back by a rule. */
function repliesBy(node: NetNode, iface: Place["iface"], request: ArpMessage): "answer" | Drop {
  const { mac } = iface.device;
  const message = arpMessage({
    operation: arpOperations.reply,
    senderMac: mac,
    senderIp: request.targetIp,
    targetMac: request.senderMac,
    targetIp: request.senderIp,
  });
  const passage = {
    message,
    frame: ethernet(request.senderMac, mac, message),
    input: undefined,
    output: iface,
  };
  const verdict = withoutCounting(node, () => runArpHooks(node.stack.arpHooks.output, passage));
  return verdict.kind === "drop" ? dropFor("arp-filtered", verdict.setting) : "answer";
}

function isFilteredOut({ node, iface }: Place, message: ArpMessage): boolean {
  const frame = ethernet(broadcastMac, iface.device.mac, message);
  const passage = { message, frame, input: undefined, output: iface };
  return withoutCounting(node, () => runArpHooks(node.stack.arpHooks.output, passage)).kind === "drop";
}

/**
 * The sender that a machine's own question names, once its rules have seen it; `undefined`: it is not asked.
 */
export function senderOnWire({ node, iface }: Place, sender: Ipv4Address, target: Ipv4Address) {
  const message = requestOf(iface.device.mac, sender, target);
  const frame = ethernet(broadcastMac, iface.device.mac, message);
  const passage = { message, frame, input: undefined, output: iface };
  const verdict = withoutCounting(node, () => runArpHooks(node.stack.arpHooks.output, passage));
  return verdict.kind === "drop" ? undefined : verdict.message.senderIp;
}

interface Counted {
  packets: number;
  bytes: number;
}

/** Rules about ARP count what they see: their counters are put back. */
function withoutCounting<Result>({ stack }: NetNode, look: () => Result): Result {
  const { nft, legacy } = stack.netfilter.arp;
  const chains = [...nft.chains.values(), ...legacy.chains.values()];
  const counted: Counted[] = chains.flatMap(({ rules, base }) =>
    base === undefined ? rules : [...rules, base],
  );
  const before = counted.map(({ packets, bytes }) => ({ packets, bytes }));
  const result = look();
  for (const [index, counter] of counted.entries()) Object.assign(counter, before[index]);
  return result;
}
