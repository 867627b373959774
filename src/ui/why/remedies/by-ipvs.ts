/**
 * What to type at the director where a service has nobody for a packet, or where another one should serve.
 */

import type { DestinationRow, ServiceRow } from "#sim/rows";
import { parseIpv4 } from "#sim/wire/address";
import type { RemedyFact } from "#words/remedy-facts";
import type { VipFacts } from "#words/why-facts";
import type { Past, TracedOf } from "../past.ts";
import {
  addressOfEndpoint,
  addressOfService,
  addressOnLink,
  listenersOf,
  type Place,
  portOfEndpoint,
} from "../surroundings.ts";
import { editDestination, editService, methodOption, serviceOption } from "./service-command.ts";

const servicesOf = ({ past, node, event }: Place): readonly ServiceRow[] =>
  past.rows(node, "services", event);

const serviceNamed = (place: Place, name: string): ServiceRow | undefined =>
  servicesOf(place).find((row) => row.name === name);

const destinationsOf = ({ past, node, event }: Place, service: string): DestinationRow[] =>
  past.rows(node, "destinations", event).filter((row) => row.service === service);

/** For a service without anybody who may serve. */
export function againstEmpty(place: Place, service: string): RemedyFact[] {
  const rows = destinationsOf(place, service);
  const { node } = place;
  if (rows.length === 0) return newDestinations(place, service);
  return rows.flatMap((row): RemedyFact[] => {
    const { destination } = row;
    if (row.weight === 0) {
      return [{ kind: "weight", node, command: editDestination(row, { weight: 1 }), destination, weight: 1 }];
    }
    if (!row.isOverloaded) return [];
    return [{ kind: "no-threshold", node, command: editDestination(row, { upper: 0 }), destination }];
  });
}

/** Machines that serve the service's port and can be reached at once. */
function newDestinations(place: Place, service: string): RemedyFact[] {
  const { past, node } = place;
  const port = portOfEndpoint(service);
  const vip = addressOfService(service);
  return past.nodes.flatMap((server): RemedyFact[] => {
    const address = server === node ? undefined : addressOnLink(place, server);
    const listening = listenersOf({ ...place, node: server }, service.startsWith("UDP") ? "udp" : "tcp");
    if (address === undefined || !listening.some((end) => portOfEndpoint(end) === port)) return [];
    const hasVip = past.rows(server, "addresses", place.event).some((row) => row.address === vip);
    const destination = `${address}:${port}`;
    const method = methodOption(hasVip ? "direct" : "nat");
    const command = `ipvsadm -a ${serviceOption(service)} -r ${destination} ${method}`;
    return [{ kind: "add-destination", node, command, destination, service }];
  });
}

/**
 * For a server that gets packets for a virtual address it does not have: where its way out leads through the
 * director anyway, NAT is what fits.
 */
export function byRewriting(place: Place, { service, director }: VipFacts): RemedyFact[] {
  const { past, node, event } = place;
  const via = past.rows(node, "routes", event).find(({ destination }) => destination === "default")?.via;
  const isThere = (machine: string, address: string | undefined): boolean =>
    past.rows(machine, "addresses", event).some((row) => row.address === address);
  if (!isThere(director, via)) return [];
  return destinationsOf({ ...place, node: director }, service)
    .filter((row) => row.method === "direct" && isThere(node, addressOfEndpoint(row.destination)))
    .map((row) => ({
      kind: "rewrite",
      node: director,
      command: editDestination({ ...row, method: "nat" }, {}),
      server: node,
      destination: row.destination,
    }));
}

/** For a pick that could have been another. */
export function againstPick(place: Place, { event }: TracedOf<"destination-scheduled">): RemedyFact[] {
  const { chosen, service, scheduler, node } = event;
  if (chosen === undefined) return againstEmpty(place, service);
  const rows = destinationsOf(place, service);
  const row = rows.find(({ destination }) => destination === chosen);
  const found = serviceNamed(place, service);
  if (row === undefined || found === undefined || rows.length < 2) return [];
  const other = scheduler === "rr" ? "wlc" : "rr";
  return [
    { kind: "weight", node, command: editDestination(row, { weight: 0 }), destination: chosen, weight: 0 },
    { kind: "scheduler", node, command: editService(found, { scheduler: other }), scheduler: other, service },
  ];
}

/** For a client that its template leads to the same server again. */
export function againstTemplate(place: Place, service: string): RemedyFact[] {
  const found = serviceNamed(place, service);
  if (found === undefined || found.persistence === 0) return [];
  const command = editService(found, { isPersistent: false });
  return [{ kind: "no-persistence", node: place.node, command, service }];
}

/** For FULLNAT without a free port: an own address on the way to the server that is not local yet. */
export function againstFullPorts(place: Place, { event }: TracedOf<"no-local-port">): RemedyFact[] {
  const { past, node } = place;
  const { service, connection, addresses } = event;
  const server = past.nodes.find((each) =>
    past
      .rows(each, "addresses", place.event)
      .some((row) => connection.destination.startsWith(`${row.address}:`)),
  );
  const known = new Set([...addresses.map((each) => each.address), addressOfService(service)]);
  const near = server === undefined ? undefined : addressOnLink({ ...place, node: server }, node);
  const rows = past.rows(node, "addresses", place.event);
  const device = rows.find(({ address }) => address === near)?.device;
  const free = rows.filter((row) => row.device === device && !known.has(row.address));
  const address = (free.at(-1) ?? free[0])?.address;
  if (address === undefined || device === undefined || parseIpv4(address) === undefined) return [];
  const command = `ipvsadm --add-laddr -z ${address} ${serviceOption(service)} -F ${device}`;
  return [{ kind: "local-address", node, command, address, service }];
}

/** For GRE packets whose checksum is not as the server's device wants it. */
export function againstChecksum(past: Past, place: Place, hasChecksum: boolean): RemedyFact[] {
  const own = past.rows(place.node, "addresses", place.event).map(({ address }) => address);
  return past.nodes.flatMap((node): RemedyFact[] =>
    past
      .rows(node, "destinations", place.event)
      .filter((row) => row.method === "tunnel" && own.some((each) => row.destination.startsWith(`${each}:`)))
      .map((row) => {
        const option = hasChecksum ? "--tun-nocsum" : "--tun-csum";
        const command = `${editDestination(row, {})} --tun-type gre ${option}`;
        return {
          kind: "tunnel-checksum",
          node,
          command,
          isWanted: !hasChecksum,
          destination: row.destination,
        };
      }),
  );
}

/** For sync messages of another number. */
export function againstSyncId({ node }: Place, syncId: number, device: string): RemedyFact[] {
  const daemon = `--mcast-interface ${device} --syncid ${syncId}`;
  const command = `ipvsadm --stop-daemon backup; ipvsadm --start-daemon backup ${daemon}`;
  return [{ kind: "hear-sync", node, command, syncId }];
}
