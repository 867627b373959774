/**
 * A learning switch, or the bridge inside a Linux node (IEEE 802.1D, 802.1Q): learn, look up, forward or
 * flood.
 *
 * Its ports are devices of its own. Order of tests as in Linux's bridge; no spanning tree and no multicast
 * snooping, as on the recordings' bridges. Floods go to the port added last first, as Linux does.
 */

import type { Simulation } from "../engine/simulation.ts";
import type { Nanos } from "../engine/time.ts";
import { isGroupMac, type MacAddress } from "../wire/address.ts";
import { type EthernetFrame, ethernet, type VlanTag } from "../wire/ethernet.ts";
import { dropFrame, type NetDevice, transmit } from "./device.ts";
import { emptyFdb, type Fdb, type FdbEntry, find, forgetPort, isFresh, learn } from "./fdb.ts";
import type { LinkDropReason, LinkEvent } from "./link-events.ts";

/** VLAN settings of a port; only used while the bridge filters. */
export interface PortVlans {
  /** The VLAN of untagged frames; 0: none are taken. */
  pvid: number;
  /** VLANs the port takes part in. */
  readonly allowed: Set<number>;
  /** Of these, those that leave it without a tag. */
  readonly untagged: Set<number>;
}

export interface BridgePort {
  readonly device: NetDevice;
  readonly vlans: PortVlans;
  readonly number: number;
  /** Just this port's name, for events. */
  readonly names: readonly string[];
  /**
   * Entries of the latest frame's source and destination, as of `seenChanges`: the next often has the same.
   */
  lastSource: FdbEntry<BridgePort> | undefined;
  lastDestination: FdbEntry<BridgePort> | undefined;
  seenChanges: number;
}

export interface Bridge {
  readonly name: string;
  readonly ports: BridgePort[];
  readonly fdb: Fdb<BridgePort>;
  /** The bridge's own device, through which its node's stack takes part; a plain switch has none. */
  readonly device: NetDevice | undefined;
  filtersVlans: boolean;
  /** A hub repeats everything to every port and learns nothing. */
  readonly isHub: boolean;
  readonly simulation: Simulation<LinkEvent>;
}

/** A bridge without ports. */
export const emptyBridge = (
  name: string,
  simulation: Simulation<LinkEvent>,
  options: { readonly device?: NetDevice; readonly isHub?: boolean } = {},
): Bridge => ({
  name,
  ports: [],
  fdb: emptyFdb(),
  device: options.device,
  filtersVlans: false,
  isHub: options.isHub ?? false,
  simulation,
});

const nothingSeen = { lastSource: undefined, lastDestination: undefined, seenChanges: 0 };

/** Makes a device a port: frames it receives go to the bridge from now on. */
export function addPort(bridge: Bridge, device: NetDevice): BridgePort {
  const vlans = { pvid: 1, allowed: new Set([1]), untagged: new Set([1]) };
  const number = bridge.ports.length + 1;
  const port: BridgePort = { device, vlans, number, names: [device.name], ...nothingSeen };
  bridge.ports.push(port);
  device.master = bridge.device;
  device.onFrame = (frame) => receiveAtPort(bridge, port, frame);
  return port;
}

/** Takes a port out again and forgets what was learnt behind it. */
export function removePort(bridge: Bridge, device: NetDevice): void {
  const index = bridge.ports.findIndex((port) => port.device === device);
  const port = bridge.ports[index];
  if (port === undefined) return;
  bridge.ports.splice(index, 1);
  forgetPort(bridge.fdb, port);
  device.master = undefined;
  device.onFrame = () => {};
}

/** A frame from the bridge's own node: it goes out as if it came in by a port of its own. */
export const sendFromBridge = (bridge: Bridge, frame: EthernetFrame): void =>
  forwardFrame(bridge, undefined, frame, bridge.filtersVlans ? 1 : 0);

const reservedGroups = 0x0180c2000000;

/**
 * How long a bridge takes to notice a carrier: Linux does so in a task of its own, after what brought it up.
 */
const noticeDelay = 1_000_000;

function isForwarding({ device }: BridgePort, now: Nanos): boolean {
  const { peer } = device;
  return peer === undefined || peer.upSince === 0 || now >= peer.upSince + noticeDelay;
}

function receiveAtPort(bridge: Bridge, port: BridgePort, frame: EthernetFrame): void {
  if (!isForwarding(port, bridge.simulation.now)) {
    refuse(port, frame, "port-not-forwarding", bridge.simulation);
    return;
  }
  const vlan = vlanAtIngress(bridge, port, frame);
  if (vlan === undefined) {
    refuse(port, frame, "vlan-not-allowed", bridge.simulation);
    return;
  }
  if (isGroupMac(frame.src) || frame.src === 0) {
    refuse(port, frame, "bad-source", bridge.simulation);
    return;
  }
  if (!bridge.isHub) learnFrom(bridge, port, frame.src, vlan);
  if (frame.dst >= reservedGroups && frame.dst <= reservedGroups + 15) {
    refuse(port, frame, "reserved-group", bridge.simulation);
    return;
  }
  forwardFrame(bridge, port, frame, vlan);
}

/** The VLAN a frame belongs to; 0 on a bridge that does not filter; `undefined`: not allowed here. */
function vlanAtIngress(bridge: Bridge, { vlans }: BridgePort, { vlan }: EthernetFrame): number | undefined {
  if (!bridge.filtersVlans) return 0;
  const id = vlan === undefined || vlan.id === 0 ? vlans.pvid : vlan.id;
  return vlans.allowed.has(id) ? id : undefined;
}

function learnFrom(bridge: Bridge, port: BridgePort, mac: MacAddress, vlan: number): void {
  const { simulation, fdb } = bridge;
  if (port.seenChanges !== fdb.changes) forgetSeen(port, fdb.changes);
  const seen = port.lastSource;
  if (seen?.mac === mac && seen.vlan === vlan && seen.port === port && isFresh(fdb, seen, simulation.now)) {
    seen.updated = simulation.now;
    return;
  }
  const learnt = learn(fdb, { vlan, mac, port, now: simulation.now });
  port.lastSource = find(fdb, vlan, mac, simulation.now);
  if (learnt.kind === "known" || !simulation.traced) return;
  const event = { kind: "fdb-learned", node: bridge.name, port: port.device.name, mac, vlan } as const;
  simulation.emit(learnt.kind === "new" ? event : { ...event, movedFrom: learnt.from.device.name });
}

function forgetSeen(port: BridgePort, changes: number): void {
  port.lastSource = undefined;
  port.lastDestination = undefined;
  port.seenChanges = changes;
}

/** The entry of a destination, from the port's memory of its latest frame where it is the same. */
function findFrom(
  bridge: Bridge,
  from: BridgePort | undefined,
  vlan: number,
  mac: MacAddress,
): FdbEntry<BridgePort> | undefined {
  const { fdb, simulation } = bridge;
  if (from === undefined) return find(fdb, vlan, mac, simulation.now);
  if (from.seenChanges !== fdb.changes) forgetSeen(from, fdb.changes);
  const seen = from.lastDestination;
  if (seen?.mac === mac && seen.vlan === vlan && isFresh(fdb, seen, simulation.now)) return seen;
  from.lastDestination = find(fdb, vlan, mac, simulation.now);
  return from.lastDestination;
}

function forwardFrame(
  bridge: Bridge,
  from: BridgePort | undefined,
  frame: EthernetFrame,
  vlan: number,
): void {
  if (bridge.device !== undefined && frame.dst === bridge.device.mac) {
    handUp(bridge, frame);
    return;
  }
  const isGroup = isGroupMac(frame.dst);
  const entry = isGroup || bridge.isHub ? undefined : findFrom(bridge, from, vlan, frame.dst);
  if (entry === undefined) {
    flood(bridge, from, frame, vlan);
    if (isGroup && from !== undefined) handUp(bridge, frame);
    return;
  }
  if (entry.port === from) {
    refuse(entry.port, frame, "same-port", bridge.simulation);
    return;
  }
  const { simulation } = bridge;
  if (simulation.traced) announce(bridge, from, entry.port.names, { frame, because: "known" });
  sendBy(bridge, entry.port, frame, vlan);
}

function flood(bridge: Bridge, from: BridgePort | undefined, frame: EthernetFrame, vlan: number): void {
  const { simulation, ports } = bridge;
  if (simulation.traced) {
    const others = ports.filter((port) => port !== from && port.device.isUp);
    const names = others.map((port) => port.device.name);
    announce(bridge, from, names, { frame, because: isGroupMac(frame.dst) ? "group" : "unknown" });
  }
  const { cause } = simulation;
  for (let index = ports.length - 1; index >= 0; index--) {
    const port = ports[index] as BridgePort;
    if (port === from) continue;
    simulation.cause = cause;
    sendBy(bridge, port, frame, vlan);
  }
}

function sendBy(bridge: Bridge, port: BridgePort, frame: EthernetFrame, vlan: number): void {
  const { simulation } = bridge;
  if (bridge.filtersVlans && !port.vlans.allowed.has(vlan)) return;
  if (frame.payload.length > port.device.mtu) {
    dropFrame(port.device, frame, "frame-too-long", simulation);
    return;
  }
  if (!port.device.isUp || !isForwarding(port, simulation.now)) return;
  transmit(port.device, bridge.filtersVlans ? retag(frame, port, vlan) : frame, simulation);
}

function retag(frame: EthernetFrame, port: BridgePort, vlan: number): EthernetFrame {
  const tag: VlanTag | undefined = port.vlans.untagged.has(vlan)
    ? undefined
    : { id: vlan, priority: frame.vlan?.priority ?? 0 };
  if (tag === undefined && frame.vlan === undefined) return frame;
  return ethernet(frame.dst, frame.src, frame.payload, tag);
}

function handUp(bridge: Bridge, frame: EthernetFrame): void {
  const { device } = bridge;
  if (device === undefined || !device.isUp) return;
  device.counters.rxPackets++;
  device.counters.rxBytes += frame.length - 14;
  for (const tap of device.taps) tap("in", frame, device);
  device.onFrame(frame);
}

function refuse(
  port: BridgePort,
  frame: EthernetFrame,
  reason: LinkDropReason,
  simulation: Simulation<LinkEvent>,
): void {
  port.device.counters.rxDropped++;
  if (!simulation.traced) return;
  const { node, name } = port.device;
  simulation.emit({ kind: "frame-dropped", node, device: name, frame, reason });
}

function announce(
  bridge: Bridge,
  from: BridgePort | undefined,
  to: readonly string[],
  { frame, because }: { readonly frame: EthernetFrame; readonly because: "known" | "group" | "unknown" },
): void {
  bridge.simulation.emit({
    kind: "frame-bridged",
    node: bridge.name,
    from: from?.device.name ?? bridge.name,
    to,
    because,
    frame,
  });
}

/** How long learnt entries are believed (`ageing_time`). */
export function setAgeing(bridge: Bridge, ageing: Nanos): void {
  bridge.fdb.ageing = ageing;
}
