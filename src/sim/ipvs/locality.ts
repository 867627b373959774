/**
 * What the schedulers of locality (lblc, lblcr) remember: who serves which destination address, so that a
 * cache is asked for what it has. The client does not matter.
 *
 * Once a minute is a chance to forget: when there are too many addresses, some of those not asked for in six
 * minutes; about every half hour, all not asked for within `lblc_expiration` or `lblcr_expiration` seconds.
 */

import type { Nanos } from "../engine/time.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { Destination } from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";
import type { SchedulerNote } from "./ipvs-events.ts";
import { firingOf, inJiffies, jiffiesAt, momentOf } from "./jiffies.ts";
import type { Service } from "./service.ts";

/** Who serves one address; times are in jiffies. */
export interface LocalEntry {
  usedAt: number;
  /** When a member last came or went. */
  changedAt: number;
  /** The last to come first. Each is referred to from here, so the trash keeps it. */
  readonly members: Destination[];
}

export interface Locality {
  readonly ipvs: Ipvs;
  readonly expiration: "lblc_expiration" | "lblcr_expiration";
  readonly entries: Map<Ipv4Address, LocalEntry>;
  isOpen: boolean;
  /** The bucket that the last sweep of some ended with. */
  rover: number;
  /** Of the half hour that a full sweep ends. */
  minute: number;
}

const bucketBits = 10;
const bucketCount = 2 ** bucketBits;
/** With more addresses than this, some are forgotten every minute. */
const comfortable = bucketCount * 16;
const interval = inJiffies(60);
const keptWhenCrowded = inJiffies(360);
const fullSweepAt = 30;

/** A service begins to remember. */
export function openLocality({ ipvs }: Service, expiration: Locality["expiration"]): Locality {
  const locality = { ipvs, expiration, entries: new Map(), isOpen: true, rover: 0, minute: 1 };
  awaitSweep(locality);
  return locality;
}

/** Forgets everything, for good. */
export function closeLocality(locality: Locality): void {
  locality.isOpen = false;
  for (const address of [...locality.entries.keys()]) forget(locality, address);
}

export const nowOf = ({ ipvs }: Locality): number => jiffiesAt(ipvs.simulation.now);

/** What is remembered of an address that somebody asks for now. */
export function recall(locality: Locality, address: Ipv4Address): LocalEntry | undefined {
  const entry = locality.entries.get(address);
  if (entry !== undefined) entry.usedAt = nowOf(locality);
  return entry;
}

/** From now on the destination, and nobody else, serves the address. */
export function remember(locality: Locality, address: Ipv4Address, destination: Destination): void {
  forget(locality, address);
  const now = nowOf(locality);
  destination.references++;
  locality.entries.set(address, { usedAt: now, changedAt: now, members: [destination] });
}

/** One more may serve the address of the entry. */
export function include(locality: Locality, entry: LocalEntry, destination: Destination): void {
  if (entry.members.includes(destination)) return;
  destination.references++;
  entry.members.unshift(destination);
  entry.changedAt = nowOf(locality);
}

/** One less may serve the address of the entry. */
export function exclude(locality: Locality, entry: LocalEntry, destination: Destination): void {
  destination.references--;
  entry.members.splice(entry.members.indexOf(destination), 1);
  entry.changedAt = nowOf(locality);
}

/** Whether a destination has more than its share while another one of the service has less than half. */
export function isBusy({ activeConnections, weight }: Destination, { destinations }: Service): boolean {
  if (activeConnections <= weight) return false;
  for (const other of destinations) {
    if (other.activeConnections * 2 < other.weight) return true;
  }
  return false;
}

/** Told of whoever is remembered. */
export const busyNote = (known: Destination, service: Service): SchedulerNote => ({
  name: "busy",
  value: isBusy(known, service) ? "yes" : "no",
});

function forget({ entries }: Locality, address: Ipv4Address): void {
  const entry = entries.get(address);
  if (entry === undefined) return;
  for (const destination of entry.members) destination.references--;
  entries.delete(address);
}

function awaitSweep(locality: Locality): void {
  const { simulation } = locality.ipvs;
  const firing = firingOf(nowOf(locality) + interval, interval);
  simulation.after((momentOf(firing) - simulation.now) as Nanos, sweep, locality);
}

function sweep(locality: Locality): void {
  if (!locality.isOpen) return;
  awaitSweep(locality);
  if (locality.minute === fullSweepAt) {
    sweepAll(locality);
    locality.minute = 1;
    return;
  }
  if (locality.entries.size > comfortable) sweepSome(locality);
  else locality.minute++;
}

function sweepAll(locality: Locality): void {
  const { ipvs, expiration } = locality;
  const stale = unusedFor(locality, inJiffies(ipvs.sysctl[expiration]));
  for (const address of stale) forget(locality, address);
}

/** Goes on from bucket to bucket until a third more is gone than would have to, or half of what is kept. */
function sweepSome(locality: Locality): void {
  const surplus = locality.entries.size - comfortable;
  let goal = Math.min(Math.floor((surplus * 4) / 3), comfortable / 2);
  const stale = inBuckets(unusedFor(locality, keptWhenCrowded));
  for (let step = 0; step < bucketCount && goal > 0; step++) {
    locality.rover = (locality.rover + 1) % bucketCount;
    const addresses = stale.get(locality.rover) ?? [];
    for (const address of addresses) forget(locality, address);
    goal -= addresses.length;
  }
}

function unusedFor(locality: Locality, duration: number): Ipv4Address[] {
  const since = nowOf(locality) - duration;
  return [...locality.entries].filter(([, { usedAt }]) => usedAt <= since).map(([address]) => address);
}

function inBuckets(addresses: readonly Ipv4Address[]): Map<number, Ipv4Address[]> {
  const buckets = new Map<number, Ipv4Address[]>();
  for (const address of addresses) {
    const bucket = bucketOf(address);
    const others = buckets.get(bucket);
    if (others === undefined) buckets.set(bucket, [address]);
    else others.push(address);
  }
  return buckets;
}

/** The kernel's multiplicative hash (Knuth's golden ratio), its upper bits. */
const bucketOf = (address: Ipv4Address): number => Math.imul(address, 0x61c88647) >>> (32 - bucketBits);
