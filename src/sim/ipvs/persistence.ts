/**
 * Persistence: connections of one client go to one destination, by a template that the first of them makes.
 *
 * What is one client, and what its template covers: one port, all ports, FTP's two, or a mark, depends on the
 * service. A template's time starts again only with a new connection.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import type { Ipv4Address } from "../wire/address.ts";
import { addressOf, type Connection, connectionFlags, extraOf, portOf } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { type ConnectionTable, type Flow, findTemplate, insert, take } from "./connection-table.ts";
import { countConnection } from "./counting.ts";
import type { Destination } from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";
import { release } from "./lifetime.ts";
import { control, newConnection } from "./new-connection.ts";
import { chooseDestination, type Opening, type Pick } from "./scheduling.ts";
import { ftpPort, type Service, serviceText } from "./service.ts";

const anyProtocol = 0;
/**
 * An endpoint that nobody asks for: what a template becomes when its destination may not be used any more.
 */
const invalidPort = 65535;

/** Makes an entry for a packet to a persistent service, by its client's template or a new one. */
export function schedulePersistent(service: Service, opening: Opening): Pick {
  const { ipvs } = service;
  const { flow, context } = opening;
  const engineData = service.engine?.dataOf(context);
  if (service.engine !== undefined && engineData === undefined) return { kind: "no-room" };
  const key = templateKey(service, flow);
  const engineKey = engineKeyOf(service, key, engineData);
  const known = usableTemplate(ipvs, key, engineKey);
  const template = known ?? makeTemplate(service, { key, flow, context, engineKey, engineData });
  if (template === "left" || template === "no-room") return { kind: template };
  const because = known === undefined ? "template-made" : "template";
  const connection = connectBy(service, opening, template, because);
  release(ipvs, template);
  if (connection === undefined) return { kind: "no-room" };
  countConnection(ipvs, connection, service);
  return { kind: "connection", connection };
}

function connectBy(
  service: Service,
  { flow, context }: Opening,
  template: Connection,
  because: "template" | "template-made",
): Connection | undefined {
  const { destination } = template;
  if (destination === undefined) return undefined;
  const port = portOf(flow.virtual);
  const isOwnPort = port === service.port && destination.port !== 0;
  const connection = newConnection(service.ipvs, {
    flow,
    destination,
    serverPort: isOwnPort ? destination.port : port,
    flags: service.isOnePacket ? connectionFlags.onePacket : 0,
    mark: context.mark,
    service: serviceText(service),
    because,
  });
  if (connection !== undefined) control(connection, template);
  return connection;
}

/** What one template stands for. */
export function templateKey(service: Service, { protocol, client, virtual }: Flow): Flow {
  const network = ((addressOf(client) & service.netmask) >>> 0) as Ipv4Address;
  const anyPort = addressOf(virtual) * 65536;
  if (portOf(virtual) === service.port) {
    const covered = service.port === ftpPort ? anyPort : virtual;
    return { protocol, client: network * 65536, virtual: covered };
  }
  if (service.fwmark === 0) return { protocol, client: network * 65536, virtual: anyPort };
  return { protocol: anyProtocol, client: network * 65536, virtual: service.fwmark * 65536 };
}

/**
 * The template of a call that `destination` itself begins, by what the engine finds in its datagram: the one
 * there is, if it leads to that destination, or a new one for this client endpoint alone.
 */
export function templateOfDestination(
  destination: Destination,
  flow: Flow,
  context: PacketContext,
): Connection | undefined {
  const { service } = destination;
  const { ipvs } = service;
  const engineData = service.engine?.dataOf(context);
  if (engineData === undefined) return undefined;
  const ofNetwork = { ...flow, client: addressOf(flow.client) * 65536 };
  const engineKey = engineKeyOf(service, ofNetwork, engineData);
  const known = usableTemplate(ipvs, ofNetwork, engineKey);
  if (known?.destination === destination) {
    release(ipvs, known);
    return known;
  }
  const template = newConnection(ipvs, {
    flow,
    destination,
    serverPort: destination.port,
    flags: connectionFlags.template,
    mark: 0,
    service: serviceText(service),
    because: "scheduler",
    timeout: service.timeout,
  });
  if (template === undefined) return undefined;
  keyByEngine(service, template, { key: flow, flow, context, engineKey, engineData });
  release(ipvs, template);
  return template;
}

/** What an engine found counts together with the client's network, not in its place. */
function engineKeyOf({ engine }: Service, key: Flow, data: string | undefined): string | undefined {
  return engine === undefined || data === undefined ? undefined : engineKeyFor(engine.name, key, data);
}

/** A template that an engine keyed is found by this. */
export const engineKeyFor = (engine: string, { protocol, client, virtual }: Flow, data: string): string =>
  `${engine} ${protocol} ${client} ${virtual} ${data}`;

function usableTemplate(ipvs: Ipvs, key: Flow, engineKey: string | undefined): Connection | undefined {
  const { connections, sysctl } = ipvs;
  const template =
    engineKey === undefined ? findPlain(connections, key) : connections.byEngineKey.get(engineKey);
  if (template === undefined) return undefined;
  const { destination } = template;
  const isQuiesced = sysctl.expire_quiescent_template !== 0 && destination?.weight === 0;
  if (destination?.isAvailable === true && !isQuiesced) return template;
  invalidate(ipvs, template, isQuiesced);
  return undefined;
}

/** Templates that an engine keyed are not found by address. */
function findPlain(connections: ConnectionTable, key: Flow): Connection | undefined {
  const template = findTemplate(connections, key);
  return template?.extra?.engineKey === undefined ? template : undefined;
}

/** Keeps its time but matches nobody any more. */
function invalidate(ipvs: Ipvs, template: Connection, isQuiesced: boolean): void {
  if (portOf(template.virtual) === invalidPort) return;
  if (ipvs.simulation.traced) {
    const value = ipvs.sysctl.expire_quiescent_template;
    const setting = {
      name: "expire_quiescent_template",
      value,
      from: "net.ipv4.vs.expire_quiescent_template",
    };
    const event = { node: ipvs.stack.name, connection: connectionName(template) };
    const because = isQuiesced ? "destination-quiesced" : "destination-gone";
    const said = { kind: "template-invalidated", ...event, because } as const;
    ipvs.simulation.emit(isQuiesced ? { ...said, setting } : said);
  }
  if (!take(ipvs.connections, template)) return;
  template.virtual = addressOf(template.virtual) * 65536 + invalidPort;
  template.server = addressOf(template.server) * 65536 + invalidPort;
  template.client = addressOf(template.client) * 65536;
  template.shownName = undefined;
  insert(ipvs.connections, template);
}

interface TemplateWanted {
  readonly key: Flow;
  readonly flow: Flow;
  readonly context: PacketContext;
  readonly engineKey: string | undefined;
  readonly engineData: string | undefined;
}

function makeTemplate(service: Service, wanted: TemplateWanted): Connection | "left" | "no-room" {
  const destination = chooseDestination(service, wanted.flow);
  if (destination === undefined) return "left";
  const isOnePort = portOf(wanted.flow.virtual) === service.port && service.port !== ftpPort;
  const template = newConnection(service.ipvs, {
    flow: wanted.key,
    destination,
    serverPort: isOnePort ? destination.port : 0,
    flags: connectionFlags.template,
    mark: wanted.context.mark,
    service: serviceText(service),
    because: "scheduler",
    timeout: service.timeout,
  });
  if (template === undefined) return "no-room";
  if (wanted.engineKey !== undefined) keyByEngine(service, template, wanted);
  return template;
}

/** What an engine has found, and the key that follows from it. */
export interface EngineKey {
  readonly key: string;
  readonly name: string;
  readonly data: string;
}

/** From now on a template is found by what an engine found. */
export function keyTemplate(table: ConnectionTable, template: Connection, found: EngineKey): void {
  const extra = extraOf(template);
  extra.engineKey = found.key;
  extra.engineName = found.name;
  extra.engineData = found.data;
  table.byEngineKey.set(found.key, template);
}

function keyByEngine({ ipvs, engine }: Service, template: Connection, wanted: TemplateWanted): void {
  const { engineKey: key, engineData: data } = wanted;
  if (key === undefined || engine === undefined || data === undefined) return;
  keyTemplate(ipvs.connections, template, { key, name: engine.name, data });
}
