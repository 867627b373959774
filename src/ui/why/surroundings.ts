/**
 * What the tables of all machines said about an event when it happened: whose address it is, whose MAC
 * address, who could pass packets on, who listens. Read from the recording; an explanation names it.
 */

import type { DestinationRow } from "#sim/rows";
import type { RouteFacts } from "#sim/stack/route";
import { contains, type Ipv4Address, isLoopback, parseIpv4 } from "#sim/wire/address";
import type { VipFacts, WideAddress } from "#words/why-facts";
import type { Past } from "./past.ts";

/** A machine at a moment: after an event. */
export interface Place {
  readonly past: Past;
  readonly node: string;
  readonly event: number;
}

/** The address of a service such as `TCP 10.0.0.10:80`; none of a firewall mark's. */
export const addressOfService = (name: string): string | undefined =>
  /^\w+ (\d+\.\d+\.\d+\.\d+):\d+$/.exec(name)?.[1];

/** The address of an endpoint such as `10.0.0.10:80`. */
export const addressOfEndpoint = (endpoint: string): string => endpoint.slice(0, endpoint.lastIndexOf(":"));

export const portOfEndpoint = (endpoint: string): string => endpoint.slice(endpoint.lastIndexOf(":") + 1);

const noMac = "00:00:00:00:00:00";

/** The machine that has a MAC address. */
export function ownerOfMac({ past, event }: Place, mac: string): string | undefined {
  if (mac === noMac) return undefined;
  return past.nodes.find((node) => past.rows(node, "devices", event).some((device) => device.mac === mac));
}

/** The machines that have an IP address on some device. */
export function ownersOfAddress({ past, event }: Place, address: string): string[] {
  return past.nodes.filter((node) =>
    past.rows(node, "addresses", event).some((row) => row.address === address),
  );
}

/** The device of a machine that holds an address. */
export function holderOf({ past, node, event }: Place, address: string): string | undefined {
  return past.rows(node, "addresses", event).find((row) => row.address === address)?.device;
}

/** The address whose length makes a local route cover foreign addresses; 127.0.0.0/8 is meant to. */
export function wideAddress(
  { past, node, event }: Place,
  { type, length, destination, device }: RouteFacts,
): WideAddress | undefined {
  if (type !== "local" || length === 32 || isLoopback(destination)) return undefined;
  const rows = past.rows(node, "addresses", event).filter((row) => row.prefixLength === length);
  const row = rows.find((each) => each.device === device && isIn(destination, length, each.address));
  return row && { address: row.address, length, device };
}

function isIn(base: Ipv4Address, length: number, address: string): boolean {
  const parsed = parseIpv4(address);
  return parsed !== undefined && contains(base, length, parsed);
}

/** Whose virtual address it is, if it is one. */
export function vipOf(place: Place, address: string): VipFacts | undefined {
  const { past, node, event } = place;
  const services = past.nodes.flatMap((director) =>
    past
      .rows(director, "services", event)
      .filter(({ name }) => addressOfService(name) === address)
      .map(({ name }) => ({ director, service: name })),
  );
  const own = services.find(({ director }) => director === node);
  const found =
    own ?? services.find(({ director }) => holderOf({ ...place, node: director }, address) !== undefined);
  if (found === undefined) return undefined;
  return { address, ...found, isHere: own !== undefined, isServer: isServerOf(place, found) };
}

/** Whether a machine is among the servers of a service that see its virtual address. */
function isServerOf(
  place: Place,
  { director, service }: { readonly director: string; readonly service: string },
) {
  return place.past
    .rows(director, "destinations", place.event)
    .some((row) => row.service === service && keepsAddress(row) && isOwn(place, row.destination));
}

const keepsAddress = ({ method }: DestinationRow): boolean => method === "direct" || method === "tunnel";

const isOwn = (place: Place, endpoint: string): boolean =>
  holderOf(place, addressOfEndpoint(endpoint)) !== undefined;

/** A machine that an answer has to go back through: it sent the request with a rewritten destination. */
export function directorByNat(place: Place): string | undefined {
  const { past, event } = place;
  return past.nodes.find((director) =>
    past
      .rows(director, "destinations", event)
      .some(({ method, destination }) => method === "nat" && isOwn(place, destination)),
  );
}

export interface Gateway {
  readonly node: string;
  readonly address: string;
}

/** Where a machine may send what is not on its links: its director by NAT, or a machine that forwards. */
export function gatewayFor(place: Place): Gateway | undefined {
  const { past, node } = place;
  const director = directorByNat(place);
  const candidates = director === undefined ? past.nodes.filter((each) => forwards(place, each)) : [director];
  for (const candidate of candidates) {
    if (candidate === node) continue;
    const address = addressOnLink(place, candidate);
    if (address !== undefined) return { node: candidate, address };
  }
  return undefined;
}

const forwards = ({ past, event }: Place, node: string): boolean =>
  past
    .rows(node, "sysctls", event)
    .some(({ name, value }) => name === "net.ipv4.ip_forward" && value === "1");

/** The address by which another machine can be reached on a link of this one. */
export function addressOnLink({ past, node, event }: Place, other: string): string | undefined {
  const subnets = past
    .rows(node, "addresses", event)
    .filter(({ prefixLength }) => prefixLength > 8 && prefixLength < 31);
  const theirs = past.rows(other, "addresses", event).filter(({ device }) => device !== "lo");
  return theirs.find(({ address }) => subnets.some((subnet) => isWithin(subnet, address)))?.address;
}

function isWithin(
  { address: base, prefixLength }: { readonly address: string; readonly prefixLength: number },
  address: string,
): boolean {
  const parsed = parseIpv4(base);
  return parsed !== undefined && isIn(parsed, prefixLength, address);
}

/** The endpoints where programs of a machine wait for anybody. */
export function listenersOf({ past, node, event }: Place, protocol: "tcp" | "udp"): string[] {
  return past
    .rows(node, "sockets", event)
    .filter((row) => row.protocol === protocol && (row.state === "LISTEN" || row.state === "UNCONN"))
    .map(({ local }) => local);
}

/** Whom a machine's connection from a port talks to. */
export function peerOfPort(
  { past, node, event }: Place,
  protocol: "tcp" | "udp",
  port: number,
): string | undefined {
  return past.rows(node, "sockets", event).find((row) => {
    const isConnected = row.state !== "LISTEN" && row.state !== "UNCONN";
    return row.protocol === protocol && isConnected && portOfEndpoint(row.local) === String(port);
  })?.remote;
}
