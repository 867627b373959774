/**
 * Stations on one link for tests of ARP: stacks with what ARP needs, and a wire that carries every frame to
 * all.
 */

import { Simulation, type Traced } from "#sim/engine/simulation";
import { micros, millis, type Nanos } from "#sim/engine/time";
import { netDevice, receive } from "#sim/link/device";
import type { LinkEvent } from "#sim/link/link-events";
import { addAddress } from "#sim/stack/address";
import { receiveArp } from "#sim/stack/arp";
import { noArpHooks } from "#sim/stack/arp-hooks";
import { emptyFib } from "#sim/stack/fib";
import type { Interface } from "#sim/stack/interface";
import { addInterface, setUp } from "#sim/stack/interfaces";
import { emptyLog } from "#sim/stack/kernel-log";
import { resolveAndSend } from "#sim/stack/neighbour";
import { originated } from "#sim/stack/packet-context";
import { emptyPathCache } from "#sim/stack/path-cache";
import type { ResolvedRoute } from "#sim/stack/route";
import { emptySnmp } from "#sim/stack/snmp";
import type { Stack } from "#sim/stack/stack";
import type { StackEvent } from "#sim/stack/stack-events";
import { makeSysctls, write } from "#sim/stack/sysctl-table";
import { formatIpv4, type Ipv4Address, type MacAddress, parseCidr, parseIpv4 } from "#sim/wire/address";
import { type ArpFields, arpMessage } from "#sim/wire/arp";
import { type EthernetFrame, ethernet } from "#sim/wire/ethernet";
import { ipv4, protocols } from "#sim/wire/ipv4";

export type ArpSimulation = Simulation<StackEvent | LinkEvent>;

export interface Station {
  readonly stack: Stack;
  readonly eth0: Interface;
  /** What it sent, one line a frame: `at`, destination, and what the frame says. */
  readonly sent: string[];
  /** Packets whose next hop did not answer, by their origin. */
  readonly failed: number[];
}

export const ip = (text: string): Ipv4Address => parseIpv4(text) ?? (0 as Ipv4Address);
export const macOf = (number: number): MacAddress => (0x020000000000 + number) as MacAddress;

/** A stack with loopback and no other interface. */
export function stackOf(simulation: ArpSimulation, name: string): Stack {
  const stack = {
    name,
    simulation,
    sysctl: makeSysctls("kernel"),
    interfaces: new Map<string, Interface>(),
    fib: emptyFib(),
    arpHooks: noArpHooks(),
    snmp: emptySnmp(),
    kernelLog: emptyLog(),
    paths: emptyPathCache(),
  } as unknown as Stack & { loopback: Interface };
  const lo = netDevice({ node: name, name: "lo", index: 1, kind: "loopback", mac: macOf(0) });
  stack.loopback = addInterface(stack, lo);
  setUp(stack, stack.loopback);
  return stack;
}

/** An interface that is up, with these addresses (`A/P`) and the MAC address 02:00:00:00:00:NN. */
export function interfaceOf(
  stack: Stack,
  name: string,
  number: number,
  addresses: readonly string[],
): Interface {
  const index = stack.interfaces.size + 1;
  const device = netDevice({ node: stack.name, name, index, kind: "ethernet", mac: macOf(number) });
  device.hasCarrier = () => true;
  const iface = addInterface(stack, device);
  device.onFrame = (frame) => receiveArp(stack, iface, frame);
  setUp(stack, iface);
  for (const text of addresses) {
    const prefix = parseCidr(text);
    if (prefix !== undefined) addAddress(stack, iface, prefix);
  }
  return iface;
}

/** A station with one interface; `settings` are written before addresses are added. */
export function stationOf(
  simulation: ArpSimulation,
  name: string,
  number: number,
  { addresses, settings = {} }: { addresses: readonly string[]; settings?: Readonly<Record<string, number>> },
): Station {
  const stack = stackOf(simulation, name);
  const eth0 = interfaceOf(stack, "eth0", number, addresses);
  for (const [key, value] of Object.entries(settings)) write(stack.sysctl, key, `${value}`);
  const sent: string[] = [];
  const failed: number[] = [];
  stack.arpHooks.unreachable.push((_, { packet }) => void failed.push(packet.origin));
  eth0.device.taps.push((direction, frame) => {
    if (direction === "out") sent.push(`${at(simulation)} ${describe(frame as EthernetFrame)}`);
  });
  return { stack, eth0, sent, failed };
}

const at = (simulation: ArpSimulation): string => (simulation.now / 1e9).toFixed(3);
const host = (mac: MacAddress): string => (mac === 0xffffffffffff ? "all" : `${mac % 256}`);

function describe({ dst, payload }: EthernetFrame): string {
  if (payload.kind === "ipv4") return `>${host(dst)} packet ${payload.origin}`;
  if (payload.kind !== "arp") return `>${host(dst)} ?`;
  const { operation, senderIp, senderMac, targetIp } = payload;
  const [asked, sender] = [formatIpv4(targetIp), formatIpv4(senderIp)];
  if (operation === 1) return `>${host(dst)} who-has ${asked} tell ${sender}`;
  return `>${host(dst)} ${sender} is-at ${host(senderMac)}`;
}

/** Joins interfaces by a wire of 10 microseconds. */
export function wire(simulation: ArpSimulation, interfaces: readonly Interface[]): void {
  for (const { device } of interfaces) {
    device.onSend = (frame) => {
      for (const other of interfaces) {
        if (other.device !== device) deliver(simulation, other, frame);
      }
    };
  }
}

function deliver(simulation: ArpSimulation, { device }: Interface, frame: EthernetFrame): void {
  simulation.after(micros(10), (arriving) => receive(device, arriving, simulation), frame);
}

/** Gives an ARP message to an interface as if it came off the wire. */
export function hear(station: Station, to: MacAddress, fields: ArpFields): void {
  const { eth0, stack } = station;
  receive(eth0.device, ethernet(to, fields.senderMac, arpMessage(fields)), stack.simulation);
}

/** Sends a packet of `length` bytes to a next hop on eth0. `origin` marks it. */
export function sendTo(
  station: Station,
  nextHop: string,
  origin: number,
  { src = "", length = 84 } = {},
): void {
  const { stack, eth0 } = station;
  const own = eth0.addresses[0]?.address ?? (0 as Ipv4Address);
  const payload = { kind: "raw", bytes: new Uint8Array(0), length: length - 20 } as const;
  const source = src === "" ? own : ip(src);
  const context = originated(
    ipv4({ origin, src: source, dst: ip(nextHop), protocol: protocols.udp, payload }),
    0,
  );
  context.output = eth0;
  context.route = { type: "unicast", output: eth0, nextHop: ip(nextHop) } as ResolvedRoute;
  resolveAndSend(stack, context);
}

/** An entry as `STATE N`, with the last byte of its MAC address; `none` without one. */
export function entryOf({ eth0 }: Station, address: string): string {
  const entry = eth0.neighbours.get(ip(address));
  if (entry === undefined) return "none";
  const { state, mac } = entry;
  return state === "INCOMPLETE" || state === "FAILED" ? state : `${state} ${mac % 256}`;
}

/** Calls `look` with every event of the kind. */
export function watch<Kind extends StackEvent["kind"]>(
  { stack }: Station,
  kind: Kind,
  look: (event: Extract<StackEvent, { kind: Kind }>) => void,
): void {
  stack.simulation.observe(({ event }: Traced<StackEvent>) => {
    if (event.kind === kind) look(event as Extract<StackEvent, { kind: Kind }>);
  });
}

export const newSimulation = (): ArpSimulation => new Simulation<StackEvent | LinkEvent>(1);
export const until = (simulation: ArpSimulation, ms: number): void =>
  simulation.runUntil(millis(ms) as Nanos);
