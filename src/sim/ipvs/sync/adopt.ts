/**
 * A record of another director becomes an entry here, or changes one (ip_vs_sync.c of Linux 6.1).
 *
 * The entry belongs to the destination of the same address and port in the same service of this director,
 * and is forwarded by that one's method; without one it lives on its own, by the method it came with.
 */

import { logLimited } from "#sim/stack/kernel-log";
import { type Endpoint, endpointKey } from "#sim/wire/address";
import type { SyncRecord } from "#sim/wire/ipvs-sync";
import {
  addressOf,
  type Connection,
  connectionFlags,
  connectionOf,
  extraOf,
  isTemplate,
  portOf,
} from "../connection.ts";
import { connectionName, stateName } from "../connection-name.ts";
import { type Flow, findRequest, findTemplate, insert } from "../connection-table.ts";
import { bind, type Destination, recount } from "../destination.ts";
import { engines } from "../engines/index.ts";
import type { Forwarder } from "../forwarder.ts";
import { bypass } from "../forwarders/bypass.ts";
import { forwarders } from "../forwarders/index.ts";
import { local } from "../forwarders/local.ts";
import type { Ipvs } from "../ipvs.ts";
import { inJiffies, jiffiesPerSecond } from "../jiffies.ts";
import { expireSoon, restart } from "../lifetime.ts";
import { engineKeyFor, keyTemplate } from "../persistence.ts";
import { protocolOf } from "../protocol-list.ts";
import { serviceFor, serviceText } from "../service.ts";

/** What of the flags a record may set; those of sequence numbers are nobody's here. */
const { inactive, noOutput, noClientPort, template, sync, conntrack, onePacket } = connectionFlags;
const accepted = inactive | noOutput | noClientPort | template;
const methodBits = 7;
/** Of a template whose time is not told, in seconds. */
const defaultTimeout = 180;

/** Takes a record over, unless its protocol, state or engine is none that this director knows. */
export function adopt(ipvs: Ipvs, record: SyncRecord): void {
  const isOfTemplate = (record.flags & template) !== 0;
  const states = protocolOf(record.protocol)?.states;
  if (!isOfTemplate && (states === undefined || record.state >= states.length)) return;
  if (record.engine !== undefined && !isKnownEngine(ipvs, record.engine.name)) return;
  const flow = flowOf(record);
  const known = isOfTemplate ? knownTemplate(ipvs, record, flow) : knownEntry(ipvs, record, flow);
  if (known === "replaced") return;
  const connection = known === undefined ? create(ipvs, record, flow) : known;
  if (connection === undefined) return;
  if (known !== undefined) update(ipvs, known, record);
  renew(ipvs, connection, record);
  announce(ipvs, connection, known === undefined ? "added" : "updated");
}

function isKnownEngine({ stack }: Ipvs, wanted: string): boolean {
  if (wanted === "") logLimited(stack, "IPVS: BACKUP, Invalid PE parameters");
  return engines.some(({ name }) => name === wanted);
}

const keyOf = ({ address, port }: Endpoint): number => endpointKey(address, port);

const flowOf = ({ protocol, client, virtual }: SyncRecord): Flow => ({
  protocol,
  client: keyOf(client),
  virtual: keyOf(virtual),
});

function knownTemplate({ connections }: Ipvs, { engine }: SyncRecord, flow: Flow): Connection | undefined {
  if (engine === undefined) return findTemplate(connections, flow);
  return connections.byEngineKey.get(engineKeyFor(engine.name, flow, engine.data));
}

/**
 * An entry to another destination gives way to a live connection; the end of a connection that another has
 * replaced here since is no news.
 */
function knownEntry(ipvs: Ipvs, record: SyncRecord, flow: Flow): Connection | "replaced" | undefined {
  const known = findRequest(ipvs.connections, flow.protocol, flow.client, flow.virtual);
  if (known === undefined || known.server === keyOf(record.server)) return known;
  if ((record.flags & inactive) !== 0) return "replaced";
  expireSoon(ipvs, known);
  return undefined;
}

/** The destination that a record means: by its port, or one for all ports. */
function destinationFor(ipvs: Ipvs, mark: number, entry: Flow & { server: number; method: number }) {
  const service = serviceFor(ipvs, mark, entry);
  const address = addressOf(entry.server);
  const port = portOf(entry.server);
  const first = mark !== 0 && entry.method !== 0 ? 0 : port;
  const among = (wanted: number): Destination | undefined =>
    service?.destinations.find((one) => one.address === address && one.port === wanted);
  return among(first) ?? among(first === 0 ? port : 0);
}

/** A new entry. One for one packet would end at once. */
function create(ipvs: Ipvs, record: SyncRecord, flow: Flow): Connection | undefined {
  if ((record.flags & onePacket) !== 0) return undefined;
  const method = record.flags & methodBits;
  const server = keyOf(record.server);
  const destination = destinationFor(ipvs, record.mark, { ...flow, server, method });
  const forwarder = destination?.forwarder ?? forwarderOf(method);
  const tracked = ipvs.sysctl.conntrack === 0 ? 0 : conntrack;
  const connection = connectionOf({
    ...flow,
    server,
    forwarder,
    destination,
    flags: flagsFor(record.flags & accepted, destination) | tracked | sync,
    timeout: 0,
    mark: record.mark,
  });
  if (forwarder.bind?.(ipvs, connection) === false) return undefined;
  if (destination !== undefined) bind(destination, connection);
  insert(ipvs.connections, connection);
  if (isTemplate(connection)) keyByEngine(ipvs, connection, record, flow);
  return connection;
}

const forwarderOf = (method: number): Forwarder =>
  [...forwarders, bypass].find(({ number }) => number === method) ?? local;

/** The method of the destination decides whether replies pass here. Templates always count as inactive. */
function flagsFor(flags: number, destination: Destination | undefined): number {
  if (destination === undefined) return flags;
  const ofMethod = destination.forwarder.rewritesDestination ? 0 : noOutput;
  const ofTemplate = (flags & template) === 0 ? 0 : inactive;
  return (flags & ~noOutput) | ofMethod | ofTemplate;
}

function keyByEngine({ connections }: Ipvs, entry: Connection, { engine }: SyncRecord, flow: Flow): void {
  if (engine === undefined) return;
  const { data, name } = engine;
  keyTemplate(connections, entry, { key: engineKeyFor(name, flow, data), name, data });
}

/** Of the flags of a known entry only that of activity follows; a destination added since takes it in. */
function update(ipvs: Ipvs, known: Connection, { flags }: SyncRecord): void {
  const isActive = (flags & inactive) === 0;
  const { destination } = known;
  if (destination !== undefined && !isTemplate(known)) recount(destination, known, isActive);
  else known.flags = isActive ? known.flags & ~inactive : known.flags | inactive;
  if (destination === undefined) bindLate(ipvs, known);
}

function bindLate(ipvs: Ipvs, known: Connection): void {
  const { number: method } = known.forwarder;
  const { protocol, client, virtual, server } = known;
  const destination = destinationFor(ipvs, known.mark, { protocol, client, virtual, server, method });
  if (destination === undefined) return;
  known.destination = destination;
  known.forwarder = destination.forwarder;
  known.flags = flagsFor(known.flags, destination);
  bind(destination, known);
}

/** State and time are those of the record; packets are counted from where the other one told of them. */
function renew(ipvs: Ipvs, connection: Connection, { state, timeout }: SyncRecord): void {
  connection.inPackets = ipvs.syncThreshold.packet;
  connection.state = state;
  const extra = extraOf(connection);
  extra.told = { state, end: extra.told?.end ?? 0 };
  connection.timeout = timeout === 0 ? ownTimeout(ipvs, connection) : inJiffies(timeout);
  restart(ipvs, connection);
}

function ownTimeout({ timeouts }: Ipvs, connection: Connection): number {
  const protocol = isTemplate(connection) ? undefined : protocolOf(connection.protocol);
  const own = protocol === undefined ? undefined : timeouts[protocol.slot]?.[connection.state];
  return own ?? inJiffies(defaultTimeout);
}

function announce(ipvs: Ipvs, connection: Connection, change: "added" | "updated"): void {
  const { simulation, stack } = ipvs;
  if (!simulation.traced) return;
  const { destination } = connection;
  const event = { node: stack.name, connection: connectionName(connection) };
  const timeout = connection.timeout / jiffiesPerSecond;
  const state = stateName(connection);
  const { cause } = simulation;
  if (change === "added") {
    const service = destination === undefined ? "no service" : serviceText(destination.service);
    const method = connection.forwarder.name;
    simulation.emit({ kind: "connection-created", ...event, service, method, because: "sync", timeout });
  } else simulation.emit({ kind: "connection-updated-by-sync", ...event, state, timeout });
  simulation.cause = cause;
}
