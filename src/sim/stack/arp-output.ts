/**
 * ARP messages that a node sends: past the OUTPUT hook and onto the device.
 */

import { transmit } from "../link/device.ts";
import type { DecidingSetting } from "../link/link-events.ts";
import { broadcastMac, type Ipv4Address, type MacAddress, zeroMac } from "../wire/address.ts";
import { type ArpMessage, arpMessage, arpOperations } from "../wire/arp.ts";
import { ethernet } from "../wire/ethernet.ts";
import { runArpHooks } from "./arp-hooks.ts";
import type { Interface } from "./interface.ts";
import { localAddressInterface } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { decidingEither, decidingMax, decidingOwn } from "./sysctl-rules.ts";

/** A message and whom the frame goes to; `setting` says what chose the sender address of a request. */
export interface ArpSending {
  readonly to: MacAddress;
  readonly message: ArpMessage;
  readonly setting?: DecidingSetting | undefined;
  /** Of a reply: why there is one. */
  readonly answer?: Answer;
}

/** A request that is answered: for an own address, or for one behind `output`. */
export interface Answer {
  readonly request: ArpMessage;
  readonly because: "own" | "proxy";
  readonly output?: Interface;
}

/** Sends a message out of an interface, unless that takes no part in ARP or the OUTPUT hook objects. */
export function sendArp(stack: Stack, iface: Interface, sending: ArpSending): void {
  const { to, message } = sending;
  const { device } = iface;
  const { simulation } = stack;
  if (!device.usesArp) return;
  const frame = ethernet(to, device.mac, message);
  const verdict = runArpHooks(stack.arpHooks.output, { message, frame, input: undefined, output: iface });
  if (verdict.kind === "drop") {
    tellFiltered(stack, iface, message, verdict.setting);
    return;
  }
  if (simulation.traced) tellSent(stack, iface, verdict.message, sending);
  transmit(device, ethernet(to, device.mac, verdict.message), simulation);
}

/** Asks on the link who has an address. To one station where `to` is given, to all otherwise. */
export function sendRequest(
  stack: Stack,
  iface: Interface,
  asked: {
    readonly target: Ipv4Address;
    readonly source: Ipv4Address;
    readonly to?: MacAddress;
    readonly setting?: DecidingSetting | undefined;
  },
): void {
  const message = arpMessage({
    operation: arpOperations.request,
    senderMac: iface.device.mac,
    senderIp: asked.source,
    targetMac: zeroMac,
    targetIp: asked.target,
  });
  sendArp(stack, iface, { to: asked.to ?? broadcastMac, message, setting: asked.setting });
}

/** Answers a request: the asked address is at this interface's MAC. */
export function sendReply(stack: Stack, iface: Interface, answer: Answer): void {
  const { request } = answer;
  const message = arpMessage({
    operation: arpOperations.reply,
    senderMac: iface.device.mac,
    senderIp: request.targetIp,
    targetMac: request.senderMac,
    targetIp: request.senderIp,
  });
  sendArp(stack, iface, { to: request.senderMac, message, answer });
}

function tellSent(
  stack: Stack,
  iface: Interface,
  message: ArpMessage,
  { setting, answer }: ArpSending,
): void {
  const { simulation, name: node } = stack;
  const device = iface.device.name;
  if (message.operation === arpOperations.request) {
    simulation.emit({ kind: "arp-request-sent", node, device, message, setting });
    return;
  }
  const why = reasonToAnswer(stack, iface, message.senderIp, answer);
  simulation.emit({ kind: "arp-reply-sent", node, device, message, ...why });
}

/** Whose address a reply names, and the switch that let it out. Only called while somebody looks. */
function reasonToAnswer(stack: Stack, iface: Interface, address: Ipv4Address, answer: Answer | undefined) {
  const { because = "own", output } = answer ?? {};
  const owner = output ?? localAddressInterface(stack, address);
  const setting =
    because === "own"
      ? decidingMax(stack, iface, "arp_ignore")
      : proxySetting(stack, iface, owner === iface ? "proxy_arp_pvlan" : "proxy_arp");
  return { because, owner: owner?.device.name, setting };
}

/** `undefined` where neither value is set: then a single address was added as a proxy's. */
function proxySetting(
  stack: Stack,
  iface: Interface,
  field: "proxy_arp" | "proxy_arp_pvlan",
): DecidingSetting | undefined {
  const setting = field === "proxy_arp" ? decidingEither(stack, iface, field) : decidingOwn(iface, field);
  return setting.value === 0 ? undefined : setting;
}

function tellFiltered(
  stack: Stack,
  iface: Interface,
  message: ArpMessage,
  setting: DecidingSetting | undefined,
): void {
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  const about = { kind: "arp-not-answered", node, device: iface.device.name, message } as const;
  simulation.emit({ ...about, reason: "arp-filtered", ...(setting === undefined ? {} : { setting }) });
}
