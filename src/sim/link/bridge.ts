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
import type { EthernetFrame } from "../wire/ethernet.ts";
import { carrierMayHaveChanged } from "./carrier.ts";
import { type NetDevice, tellDropped, tooLong, transmit } from "./device.ts";
import { emptyFdb, type Fdb, type FdbEntry, find, forgetPort, isFresh, learn } from "./fdb.ts";
import type { LinkDropReason, LinkEvent } from "./link-events.ts";
import { firstVlan, newPortVlans, type PortVlans, retag, vlanAtIngress } from "./port-vlans.ts";

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
  /** What the bridge does when the device begins or ceases to run. */
  readonly onRunning: (isRunning: boolean) => void;
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
  /** Told of a frame that has an address of the bridge itself as its source: somewhere there is a loop. */
  readonly onOwnSource: (port: BridgePort, mac: MacAddress, vlan: number) => void;
  readonly simulation: Simulation<LinkEvent>;
}

interface BridgeOptions {
  readonly device?: NetDevice;
  readonly isHub?: boolean;
  readonly onOwnSource?: (port: BridgePort, mac: MacAddress, vlan: number) => void;
}

/** A bridge without ports. */
export const emptyBridge = (
  name: string,
  simulation: Simulation<LinkEvent>,
  options: BridgeOptions = {},
): Bridge => ({
  name,
  ports: [],
  fdb: emptyFdb(),
  device: options.device,
  filtersVlans: false,
  isHub: options.isHub ?? false,
  onOwnSource: options.onOwnSource ?? (() => {}),
  simulation,
});

const nothingSeen = { lastSource: undefined, lastDestination: undefined, seenChanges: 0 };

/** Makes a device a port: frames it receives go to the bridge from now on. */
export function addPort(bridge: Bridge, device: NetDevice): BridgePort {
  const port: BridgePort = {
    device,
    vlans: newPortVlans(),
    number: bridge.ports.length + 1,
    names: [device.name],
    ...nothingSeen,
    onRunning: (isRunning) => noteRunning(bridge, port, isRunning),
  };
  bridge.ports.push(port);
  device.master = bridge.device;
  device.onFrame = (frame) => receiveAtPort(bridge, port, frame);
  device.onRunning.push(port.onRunning);
  noteRunning(bridge, port, true);
  return port;
}

/** Takes a port out again and forgets what was learnt behind it. */
export function removePort(bridge: Bridge, device: NetDevice): void {
  const index = bridge.ports.findIndex((port) => port.device === device);
  const port = bridge.ports[index];
  if (port === undefined) return;
  bridge.ports.splice(index, 1);
  device.onRunning.splice(device.onRunning.indexOf(port.onRunning), 1);
  device.master = undefined;
  device.onFrame = () => {};
  noteRunning(bridge, port, false);
}

/**
 * What was learnt behind a port is forgotten at once when its link goes; the bridge runs while a port
 * does.
 */
function noteRunning({ fdb, device, simulation }: Bridge, port: BridgePort, isRunning: boolean): void {
  if (!isRunning) forgetPort(fdb, port);
  if (device !== undefined) carrierMayHaveChanged(device, simulation);
}

/** A frame from the bridge's own node: it goes out as if it came in by a port of its own. */
export const sendFromBridge = (bridge: Bridge, frame: EthernetFrame): void =>
  forwardFrame(bridge, undefined, frame, bridge.filtersVlans ? firstVlan : 0);

const reservedGroups = 0x0180c2000000;

/**
 * How long a bridge takes to notice a carrier: Linux does so in a task of its own, after the call that
 * brought it up.
 */
const noticeDelay = 50_000;

function isForwarding({ device }: BridgePort, now: Nanos): boolean {
  const { peer } = device;
  return peer === undefined || peer.upSince === 0 || now >= peer.upSince + noticeDelay;
}

function receiveAtPort(bridge: Bridge, port: BridgePort, frame: EthernetFrame): void {
  const { simulation } = bridge;
  const vlan = bridge.filtersVlans ? vlanAtIngress(port.vlans, frame) : 0;
  const refusal = refusalAtIngress(port, frame, vlan, simulation.now);
  if (refusal !== undefined) {
    tellDropped(port.device, frame, { reason: refusal }, simulation);
    return;
  }
  if (vlan === undefined) return;
  if (bridge.isHub) {
    forwardFrame(bridge, port, frame, vlan);
    return;
  }
  if (isOwn(bridge, frame.src)) bridge.onOwnSource(port, frame.src, vlan);
  else learnFrom(bridge, port, frame.src, vlan);
  if (frame.dst >= reservedGroups && frame.dst <= reservedGroups + 15) {
    tellDropped(port.device, frame, { reason: "reserved-group" }, simulation);
    return;
  }
  forwardFrame(bridge, port, frame, vlan);
}

function refusalAtIngress(
  port: BridgePort,
  { src }: EthernetFrame,
  vlan: number | undefined,
  now: Nanos,
): LinkDropReason | undefined {
  if (!isForwarding(port, now)) return "port-not-forwarding";
  if (vlan === undefined) return "vlan-not-allowed";
  return isGroupMac(src) || src === 0 ? "bad-source" : undefined;
}

/** Addresses of the bridge's device and of its ports are all its own; a plain switch has none. */
const isOwn = ({ device, ports }: Bridge, mac: MacAddress): boolean =>
  device !== undefined && (device.mac === mac || ports.some((port) => port.device.mac === mac));

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
  if (isOwn(bridge, frame.dst)) {
    handUp(bridge, frame, vlan);
    return;
  }
  const isGroup = isGroupMac(frame.dst);
  const entry = isGroup || bridge.isHub ? undefined : findFrom(bridge, from, vlan, frame.dst);
  if (entry === undefined) {
    flood(bridge, from, frame, vlan);
    if (isGroup && from !== undefined) handUp(bridge, frame, vlan);
    return;
  }
  const { simulation } = bridge;
  const obstacle = entry.port === from ? "same-port" : obstacleAt(bridge, entry.port, vlan);
  if (obstacle !== undefined) {
    tellDropped(entry.port.device, frame, { reason: obstacle }, simulation);
    return;
  }
  if (simulation.traced) announce(bridge, from, entry.port.names, { frame, because: "known" });
  sendBy(bridge, entry.port, frame, vlan);
}

function flood(bridge: Bridge, from: BridgePort | undefined, frame: EthernetFrame, vlan: number): void {
  const { simulation, ports } = bridge;
  if (simulation.traced) {
    const others = ports.filter((port) => port !== from && obstacleAt(bridge, port, vlan) === undefined);
    const names = others.map((port) => port.device.name);
    announce(bridge, from, names, { frame, because: isGroupMac(frame.dst) ? "group" : "unknown" });
  }
  const { cause } = simulation;
  for (let index = ports.length - 1; index >= 0; index--) {
    const port = ports[index] as BridgePort;
    if (port === from || obstacleAt(bridge, port, vlan) !== undefined) continue;
    simulation.cause = cause;
    sendBy(bridge, port, frame, vlan);
  }
  simulation.cause = cause;
}

/** Why nothing leaves by a port at the moment; a flood passes such ports over. */
function obstacleAt(bridge: Bridge, port: BridgePort, vlan: number): LinkDropReason | undefined {
  const { device } = port;
  if (bridge.filtersVlans && !port.vlans.allowed.has(vlan)) return "vlan-not-allowed";
  if (!device.isRunning) return device.isUp ? "no-carrier" : "device-down";
  return isForwarding(port, bridge.simulation.now) ? undefined : "port-not-forwarding";
}

/** A frame too long for a port ends here without a word on the wire: there is no ICMP on layer 2. */
function sendBy(
  { simulation, filtersVlans }: Bridge,
  port: BridgePort,
  frame: EthernetFrame,
  vlan: number,
): void {
  const refusal = tooLong(port.device, frame);
  if (refusal !== undefined) {
    tellDropped(port.device, frame, refusal, simulation);
    return;
  }
  transmit(port.device, filtersVlans ? retag(frame, port.vlans, vlan) : frame, simulation);
}

/** The bridge's own device takes part in the first VLAN, untagged. */
function handUp({ device, filtersVlans }: Bridge, frame: EthernetFrame, vlan: number): void {
  if (device === undefined || !device.isUp) return;
  if (filtersVlans && vlan !== firstVlan) return;
  device.counters.rxPackets++;
  device.counters.rxBytes += frame.length - 14;
  for (const tap of device.taps) tap("in", frame, device);
  device.onFrame(frame);
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
