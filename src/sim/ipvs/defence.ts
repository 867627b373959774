/**
 * What a director does when memory runs low, or always if told so: drop some new connections
 * (`drop_packet`), end entries that cost memory (`drop_entry`), and look harder before a connection counts
 * as open (`secure_tcp`).
 *
 * Free memory is a number of the lab's, not of the machine it runs on.
 */

import type { Nanos } from "../engine/time.ts";
import type { DecidingSetting } from "../link/link-events.ts";
import { protocols } from "../wire/ipv4.ts";
import { type Connection, isOnePacket, isTemplate } from "./connection.ts";
import { entriesOf } from "./connection-table.ts";
import type { Ipvs } from "./ipvs.ts";
import { durationOf, firingOf, inJiffies, jiffiesAt, jiffiesPerSecond } from "./jiffies.ts";
import { remove } from "./lifetime.ts";
import { tcpStates } from "./protocols/tcp.ts";

export interface Defence {
  /** Pages of free memory. */
  freePages: number;
  isSecureTcp: boolean;
  isDroppingEntries: boolean;
  /** Every how many-th new connection is dropped; 0: none. */
  dropRate: number;
  /** New connections until the next one is dropped. */
  dropCounter: number;
  /** Entries with n packets until the next one of them goes, by n. */
  readonly entryCounters: number[];
  isWatching: boolean;
  /** The moment of one look at settings and memory; all others lie whole periods away. */
  readonly phase: Nanos;
}

/** The kernel looks once a second; its timer wheel makes 1.024 s of that. */
const period = durationOf(firingOf(jiffiesPerSecond, jiffiesPerSecond));
/** Nodes come up a little before the moment that a run counts from. */
const startedBefore = durationOf(jiffiesPerSecond / 10);

const plentyOfPages = 1 << 20;
/** Entries with more packets than this are not dropped. */
const mostPackets = 8;

export const noDefence = (now: Nanos): Defence => ({
  freePages: plentyOfPages,
  isSecureTcp: false,
  isDroppingEntries: false,
  dropRate: 0,
  dropCounter: 0,
  entryCounters: new Array<number>(mostPackets + 1).fill(0),
  isWatching: false,
  phase: (now + period - startedBefore) as Nanos,
});

/** Brings the defences in line with settings and memory: each second, and when one of them is switched. */
export function updateDefence(ipvs: Ipvs): void {
  const { defence, sysctl } = ipvs;
  const isLow = defence.freePages < sysctl.amemthresh;
  sysctl.drop_entry = automatic(sysctl.drop_entry, isLow);
  sysctl.drop_packet = automatic(sysctl.drop_packet, isLow);
  sysctl.secure_tcp = automatic(sysctl.secure_tcp, isLow);
  defence.isDroppingEntries = sysctl.drop_entry >= 2;
  defence.isSecureTcp = sysctl.secure_tcp >= 2;
  defence.dropRate = dropRate(ipvs);
  if (sysctl.drop_packet === 2) defence.dropCounter = defence.dropRate;
  if (defence.isDroppingEntries) awaitNextLook(ipvs);
}

/** 1 becomes 2 while memory is low, and 1 again when it is not. */
function automatic(mode: number, isLow: boolean): number {
  if (mode === 1 && isLow) return 2;
  return mode === 2 && !isLow ? 1 : mode;
}

function dropRate({ defence, sysctl }: Ipvs): number {
  if (sysctl.drop_packet === 3) return sysctl.am_droprate;
  if (sysctl.drop_packet !== 2) return 0;
  return Math.floor(sysctl.amemthresh / Math.max(1, sysctl.amemthresh - defence.freePages));
}

/** A number that the defences go by was written: it counts from the next look on. */
export function awaitNextLook(ipvs: Ipvs): void {
  const { defence, simulation } = ipvs;
  if (defence.isWatching) return;
  defence.isWatching = true;
  const sincePhase = (simulation.now - defence.phase) % period;
  simulation.after((sincePhase < 0 ? -sincePhase : period - sincePhase) as Nanos, look, ipvs);
}

function look(ipvs: Ipvs): void {
  ipvs.defence.isWatching = false;
  updateDefence(ipvs);
  if (ipvs.defence.isDroppingEntries) dropSomeEntries(ipvs);
}

/** Whether a packet that would be scheduled is dropped, and by which setting. */
export function mustDrop({ defence, sysctl }: Ipvs): DecidingSetting | undefined {
  if (defence.dropRate === 0 || --defence.dropCounter > 0) return undefined;
  defence.dropCounter = defence.dropRate;
  return { name: "drop_packet", value: sysctl.drop_packet, from: "net.ipv4.vs.drop_packet" };
}

/** One bucket in thirty-two is looked at each second. */
function dropSomeEntries(ipvs: Ipvs): void {
  const chance = ipvs.simulation.random(`${ipvs.stack.name} drop_entry`);
  for (const connection of [...entriesOf(ipvs.connections)]) {
    if (chance.below(32) !== 0 || connection.controlled > 0) continue;
    if (!isExpendable(ipvs, connection)) continue;
    const { controller } = connection;
    remove(ipvs, connection);
    if (controller !== undefined && controller.controlled === 0) remove(ipvs, controller);
  }
}

function isExpendable(ipvs: Ipvs, connection: Connection): boolean {
  if (isTemplate(connection)) return connection.state === 0 || isUnluckyOnePacket(ipvs, connection);
  if (connection.protocol !== protocols.tcp) return isUnlucky(ipvs, connection);
  const { synRecv, synAck, established } = tcpStates;
  if (connection.state === synRecv || connection.state === synAck) return true;
  return connection.state === established && isUnlucky(ipvs, connection);
}

const isUnluckyOnePacket = (ipvs: Ipvs, connection: Connection): boolean =>
  isOnePacket(connection) && isUnlucky(ipvs, connection);

/** Quiet for a minute, with few packets: of those with n packets every n-th goes. */
function isUnlucky({ defence, simulation }: Ipvs, connection: Connection): boolean {
  const sinceLastPacket = connection.timeout - (connection.due - jiffiesAt(simulation.now));
  if (sinceLastPacket < inJiffies(60)) return false;
  const packets = connection.inPackets;
  if (packets === 0 || packets > mostPackets) return false;
  const left = (defence.entryCounters[packets] ?? 0) - 1;
  defence.entryCounters[packets] = left > 0 ? left : packets;
  return left <= 0;
}
