/**
 * The master daemon: gathers what there is to tell into messages, and sends them.
 *
 * A message waits until it is full or two seconds old. The daemon looks once a second, 20 ms after a message
 * has become full, and at once when eight wait. Leaves out a full send buffer of the socket
 * (`sync_sock_size`): nothing here is slow enough to fill it.
 */

import type { Nanos } from "#sim/engine/time";
import { isRunning, start, stop, type Timer, timer } from "#sim/engine/timer";
import { logLine } from "#sim/stack/kernel-log";
import { sendTo } from "#sim/stack/udp-calls";
import type { UdpSocket } from "#sim/stack/udp-socket";
import { closeUdp } from "#sim/stack/udp-socket";
import {
  encodeSync,
  headLengths,
  recordLength,
  type SyncRecord,
  type SyncVersion,
  sizeWith,
} from "#sim/wire/ipvs-sync";
import { type Connection, isOnePacket, isTemplate, portOf } from "../connection.ts";
import { connectionName } from "../connection-name.ts";
import type { Ipvs } from "../ipvs.ts";
import { firingOf, inJiffies, jiffiesAt, momentOf } from "../jiffies.ts";
import { type TellingReason, tellingReason } from "./due.ts";
import { recordOf } from "./record.ts";

/** A message that is being gathered. */
interface Gathered {
  readonly version: SyncVersion;
  readonly records: SyncRecord[];
  /** In bytes, as `room`, beyond which it must not grow. */
  size: number;
  readonly room: number;
  /** When its first record came, in jiffies. */
  readonly since: number;
  /** The trace event of the latest record. */
  cause: number;
}

/** One thread of the daemon, with the port it sends to. */
interface Sender {
  readonly socket: UdpSocket;
  gathered: Gathered | undefined;
  /** Full messages that wait for the thread. */
  readonly queue: Gathered[];
  /** Messages queued since the queue was last empty; the thread is woken by the eighth. */
  queuedSinceEmpty: number;
  readonly sleep: Timer<unknown>;
  readonly wakeUp: Timer<unknown>;
}

export interface Master {
  readonly ipvs: Ipvs;
  readonly syncId: number;
  readonly maxLength: number;
  readonly senders: readonly Sender[];
}

const checkPeriod = inJiffies(1);
const longestWait = inJiffies(2);
const wakeUpDelay = inJiffies(0.02);
const wakeUpCount = 8;

/** Starts the threads, one a socket. */
export function startMaster(
  ipvs: Ipvs,
  sockets: readonly UdpSocket[],
  { syncId, maxLength }: { readonly syncId: number; readonly maxLength: number },
): Master {
  const senders: Sender[] = [];
  const master: Master = { ipvs, syncId, maxLength, senders };
  for (const socket of sockets) {
    const sender: Sender = {
      socket,
      gathered: undefined,
      queue: [],
      queuedSinceEmpty: 0,
      sleep: timer<unknown>(undefined, () => run(master, sender)),
      wakeUp: timer<unknown>(undefined, () => wakeLate(master, sender)),
    };
    senders.push(sender);
    sleep(master, sender);
  }
  return master;
}

/** Stops the threads. What they have not sent is lost. */
export function stopMaster({ senders }: Master): void {
  for (const { sleep: sleeping, socket, wakeUp } of senders) {
    stop(sleeping);
    stop(wakeUp);
    closeUdp(socket);
  }
}

/** The `packets`-th packet of an entry has passed: tells of it and of what controls it, if it is time. */
export function tell(master: Master, connection: Connection, packets: number): void {
  const { ipvs } = master;
  let told: Connection | undefined = connection;
  let count = packets;
  while (told !== undefined) {
    const reason = isOnePacket(told) ? undefined : tellingReason(ipvs, told, count);
    if (reason !== undefined) add(master, told, reason);
    // Version 0 looks no further where it has nothing to tell.
    if (reason === undefined && ipvs.sysctl.sync_version === 0) return;
    told = told.controller;
    if (told === undefined) return;
    count = isTemplate(told) ? ++told.inPackets : ipvs.syncThreshold.packet;
  }
}

function add(master: Master, connection: Connection, reason: TellingReason): void {
  const { ipvs, maxLength, senders } = master;
  // The kernel goes by where the entry lies in memory; here the client's port does.
  const sender = senders[portOf(connection.client) % senders.length];
  if (sender === undefined) return;
  const version: SyncVersion = ipvs.sysctl.sync_version === 0 ? 0 : 1;
  const record = recordOf(connection);
  if (sender.gathered !== undefined && !fits(sender.gathered, version, record)) enqueue(master, sender);
  const head = headLengths[version];
  sender.gathered ??= {
    version,
    records: [],
    size: head,
    room: Math.max(maxLength, head + recordLength(version, record)),
    since: jiffiesAt(ipvs.simulation.now),
    cause: 0,
  };
  sender.gathered.size = sizeWith(sender.gathered.size, version, record);
  sender.gathered.records.push(record);
  sender.gathered.cause = announce(ipvs, connection, reason);
}

const fits = (gathered: Gathered, version: SyncVersion, record: SyncRecord): boolean =>
  gathered.version === version && sizeWith(gathered.size, version, record) <= gathered.room;

function announce({ simulation, stack }: Ipvs, connection: Connection, because: TellingReason): number {
  if (!simulation.traced) return 0;
  const { cause } = simulation;
  const id = simulation.emit({
    kind: "connection-told",
    node: stack.name,
    connection: connectionName(connection),
    because,
  });
  simulation.cause = cause;
  return id;
}

/** The gathered message is full: it waits for the thread, unless too many do (`sync_qlen_max`). */
function enqueue(master: Master, sender: Sender): void {
  const { gathered, queue, wakeUp } = sender;
  const { simulation, sysctl } = master.ipvs;
  sender.gathered = undefined;
  if (gathered === undefined || queue.length >= sysctl.sync_qlen_max) return;
  if (queue.length === 0 && !isRunning(wakeUp)) {
    const now = jiffiesAt(simulation.now);
    const fires = firingOf(now + wakeUpDelay, wakeUpDelay);
    start(wakeUp, (momentOf(fires) - simulation.now) as Nanos, simulation);
  }
  queue.push(gathered);
  sender.queuedSinceEmpty++;
  if (sender.queuedSinceEmpty === wakeUpCount) start(sender.sleep, 0 as Nanos, simulation);
}

function wakeLate(master: Master, sender: Sender): void {
  if (sender.queue.length === 0 || sender.queuedSinceEmpty >= wakeUpCount) return;
  sender.queuedSinceEmpty = wakeUpCount;
  run(master, sender);
}

/** The thread is awake: it sends what waits, and what was gathered for long enough, and sleeps again. */
function run(master: Master, sender: Sender): void {
  const { simulation } = master.ipvs;
  for (const waiting of sender.queue.splice(0)) send(master, sender, waiting);
  sender.queuedSinceEmpty = 0;
  const { gathered } = sender;
  if (gathered !== undefined && jiffiesAt(simulation.now) - gathered.since >= longestWait) {
    sender.gathered = undefined;
    send(master, sender, gathered);
  }
  sleep(master, sender);
}

function sleep({ ipvs: { simulation } }: Master, sender: Sender): void {
  const fires = firingOf(jiffiesAt(simulation.now) + checkPeriod, checkPeriod);
  const { cause } = simulation;
  simulation.cause = 0;
  start(sender.sleep, (momentOf(fires) - simulation.now) as Nanos, simulation);
  simulation.cause = cause;
}

/** Numbers of errors, as the kernel's log names them. */
const errorNumbers: { readonly [errno: string]: number } = { EINVAL: 22, EMSGSIZE: 90, ENETUNREACH: 101 };

function send({ ipvs, syncId }: Master, { socket }: Sender, gathered: Gathered): void {
  const { version, records, cause } = gathered;
  const { simulation, stack } = ipvs;
  simulation.cause = cause;
  const bytes = encodeSync({ version, syncId, records });
  if (simulation.traced) {
    simulation.emit({
      kind: "sync-message-sent",
      node: stack.name,
      connections: records.length,
      bytes: bytes.length,
    });
  }
  const sent = sendTo(socket, { bytes });
  if (!sent.ok) logLine(stack, `IPVS: ip_vs_send_async error -${errorNumbers[sent.errno] ?? 5}`);
}
