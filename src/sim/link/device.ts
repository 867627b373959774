/**
 * A network device of a node: address, MTU, flags and counters, and the two ways a frame takes through it.
 *
 * The device knows neither the stack above it nor what it is plugged into: both are callbacks set by whoever
 * assembles the node. Leaves out offloads and multiqueue: frames are as on the wire.
 */

import type { Simulation } from "../engine/simulation.ts";
import type { Nanos } from "../engine/time.ts";
import type { MacAddress } from "../wire/address.ts";
import { isGroupMac } from "../wire/address.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { DecidingSetting, LinkDropReason, LinkEvent } from "./link-events.ts";

/** What a device is; the words are those of `ip link` types. */
export type DeviceKind =
  | "ethernet"
  | "loopback"
  | "dummy"
  | "ipip"
  | "gre"
  | "gretap"
  | "erspan"
  | "vlan"
  | "bridge";

/** Devices without a link layer of their own: packets that go in are wrapped, and come out unwrapped. */
export const isTunnel = ({ kind }: Pick<NetDevice, "kind">): boolean => kind === "ipip" || kind === "gre";

/** What travels through a device: frames, or bare packets on devices without a link layer (tunl0). */
export type Transmission = EthernetFrame | Ipv4Packet;

/** Whatever a cable or a bridge plugs into. */
export interface Port {
  receive(frame: EthernetFrame): void;
  isUp(): boolean;
}

/**
 * Somebody who sees every frame: a capture. `in`: before the stack; `out`: as it leaves. What was held
 * back carries the stamp of its arrival (an order number of the simulation); without one it is stamped
 * now.
 */
export type Tap = (direction: "in" | "out", sent: Transmission, device: NetDevice, stamp?: number) => void;

export interface DeviceCounters {
  rxPackets: number;
  rxBytes: number;
  rxErrors: number;
  rxDropped: number;
  rxMulticast: number;
  txPackets: number;
  txBytes: number;
  txErrors: number;
  txDropped: number;
  collisions: number;
}

/** The other end of a virtual Ethernet pair, as `ip link` names it: `eth0@if4 … link-netns fabric`. */
export interface Veth {
  /** Its number in its own node. */
  readonly peerIndex: number;
  /** Its name, where it is in the same node. */
  readonly peerName?: string;
  /** What its node is called, where that is another. */
  readonly namespace?: string;
}

/** What an administrator set by `ip link set D promisc|allmulticast|multicast on|off`. */
export interface DeviceFlags {
  promiscuous: boolean;
  allMulticast: boolean;
  multicast: boolean;
}

export interface NetDevice {
  readonly node: string;
  name: string;
  /** The number that `ip link` shows; unique in its node. */
  readonly index: number;
  readonly kind: DeviceKind;
  mac: MacAddress;
  /** An administrator set its MAC address: it does not follow that of the devices it stands on. */
  hasOwnMac: boolean;
  /** Largest payload of a frame, in bytes. */
  mtu: number;
  /** An administrator set its MTU: it does not follow that of its ports. */
  hasOwnMtu: boolean;
  /** Frames that may wait for the line. */
  txqueuelen: number;
  /** Set up by the administrator (`ip link set up`). */
  isUp: boolean;
  /** When it was last set up. */
  upSince: Nanos;
  /** The device at the other end of its cable. */
  peer: NetDevice | undefined;
  /** Up and with a carrier, as of the last time somebody was told. */
  isRunning: boolean;
  /** Told when it begins or ceases to run. */
  readonly onRunning: ((isRunning: boolean) => void)[];
  /** Was up once: a queueing discipline is attached since then. */
  hasBeenUp: boolean;
  readonly flags: DeviceFlags;
  /** Takes part in ARP (`ip link set arp off` and tunnels: not). */
  usesArp: boolean;
  /** Above zero: frames for other hosts are seen too. */
  promiscuous: number;
  readonly counters: DeviceCounters;
  /** The device it is a port of (a bridge), if any. */
  master: NetDevice | undefined;
  /** What `ip -d link` shows beyond the rest, such as a VLAN's number and its lower device. */
  readonly vlan: { readonly id: number; readonly lower: NetDevice } | undefined;
  /** Where the device is one of a virtual pair; a card has none. */
  veth: Veth | undefined;
  readonly taps: Tap[];
  /** Whether the line has a carrier: something up at the other end. */
  hasCarrier: () => boolean;
  /** Puts a frame on the line. Set by the cable, bridge or lower device it is attached to. */
  onSend: (frame: EthernetFrame) => void;
  /** Takes a received frame. Set by the stack, or by the bridge that the device is a port of. */
  onFrame: (frame: EthernetFrame) => void;
}

/** Everything about a new device that has no standard value. */
export interface DeviceFields {
  readonly node: string;
  readonly name: string;
  readonly index: number;
  readonly kind: DeviceKind;
  readonly mac: MacAddress;
  readonly mtu?: number;
  readonly vlan?: { readonly id: number; readonly lower: NetDevice };
}

const nothing = (): void => {};

/** Kinds whose frames have an Ethernet header and find their way by ARP. */
const isEthernetLike = (kind: DeviceKind): boolean =>
  ["ethernet", "vlan", "bridge", "gretap", "erspan"].includes(kind);

/** A device that is down and plugged into nothing. */
export const netDevice = (fields: DeviceFields): NetDevice => ({
  node: fields.node,
  name: fields.name,
  index: fields.index,
  kind: fields.kind,
  mac: fields.mac,
  hasOwnMac: false,
  mtu: fields.mtu ?? 1500,
  hasOwnMtu: false,
  txqueuelen: 1000,
  isUp: false,
  upSince: 0 as Nanos,
  peer: undefined,
  isRunning: false,
  onRunning: [],
  hasBeenUp: false,
  flags: { promiscuous: false, allMulticast: false, multicast: isEthernetLike(fields.kind) },
  usesArp: isEthernetLike(fields.kind),
  promiscuous: 0,
  counters: {
    rxPackets: 0,
    rxBytes: 0,
    rxErrors: 0,
    rxDropped: 0,
    rxMulticast: 0,
    txPackets: 0,
    txBytes: 0,
    txErrors: 0,
    txDropped: 0,
    collisions: 0,
  },
  master: undefined,
  vlan: fields.vlan,
  veth: undefined,
  taps: [],
  hasCarrier: () => fields.kind !== "ethernet",
  onSend: nothing,
  onFrame: nothing,
});

/**
 * Sends a frame: captures see it, counters rise, and it goes on the line. Without a carrier nothing gets
 * as far as captures.
 */
export function transmit(device: NetDevice, frame: EthernetFrame, simulation: Simulation<LinkEvent>): void {
  if (!device.isUp || !device.hasCarrier()) {
    dropFrame(device, frame, { reason: device.isUp ? "no-carrier" : "device-down" }, simulation);
    return;
  }
  for (const tap of device.taps) tap("out", frame, device);
  device.counters.txPackets++;
  device.counters.txBytes += frame.length;
  if (simulation.traced) {
    simulation.emit({ kind: "frame-sent", node: device.node, device: device.name, frame });
  }
  device.onSend(frame);
}

/** Takes a frame off the line: captures see it, then the device's own filter, then the stack. */
export function receive(device: NetDevice, frame: EthernetFrame, simulation: Simulation<LinkEvent>): void {
  if (!device.isUp) {
    // It was under way when the device was set down: no counter knows of it.
    tellDropped(device, frame, { reason: "device-down" }, simulation);
    return;
  }
  if (simulation.traced) {
    simulation.emit({ kind: "frame-received", node: device.node, device: device.name, frame });
  }
  device.counters.rxPackets++;
  device.counters.rxBytes += frame.length - 14;
  if (isGroupMac(frame.dst)) device.counters.rxMulticast++;
  for (const tap of device.taps) tap("in", frame, device);
  device.onFrame(frame);
}

/** Why a frame ended, and which setting decided where one did. */
export interface LinkDrop {
  readonly reason: LinkDropReason;
  readonly setting?: DecidingSetting;
}

/** Records that a device could not send a frame. */
export function dropFrame(
  device: NetDevice,
  frame: EthernetFrame,
  drop: LinkDrop,
  simulation: Simulation<LinkEvent>,
): void {
  device.counters.txDropped++;
  tellDropped(device, frame, drop, simulation);
}

/** Says that a frame ended at a device, where no counter of it rises. */
export function tellDropped(
  device: NetDevice,
  frame: EthernetFrame,
  { reason, setting }: LinkDrop,
  simulation: Simulation<LinkEvent>,
): void {
  if (!simulation.traced) return;
  const event = { kind: "frame-dropped", node: device.node, device: device.name, frame, reason } as const;
  const decided = setting ?? (reason === "no-carrier" ? otherEnd(device) : undefined);
  simulation.emit(decided === undefined ? event : { ...event, setting: decided });
}

/** What the other end of a device's cable is; up, if the cable is to blame. */
const otherEnd = ({ peer }: NetDevice): DecidingSetting | undefined =>
  peer && { name: "peer", value: peer.isUp ? "up" : "down", from: `${peer.node} ${peer.name}` };

/** A frame may be longer than the MTU by a VLAN tag, whether it has one or not. */
const tagLength = 4;

/** Why a device does not take a frame for its length; `undefined`: it does. */
export function tooLong({ node, name, mtu }: NetDevice, { payload }: EthernetFrame): LinkDrop | undefined {
  if (payload.length <= mtu + tagLength) return undefined;
  return { reason: "frame-too-long", setting: { name: "mtu", value: mtu, from: `${node} ${name} mtu` } };
}
