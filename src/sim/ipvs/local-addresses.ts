/**
 * Local addresses of FULLNAT: which address and port a connection gets towards its server, after DPVS. Each
 * service takes its addresses in turn; with rr and wrr one connection in twenty skips one, so that the same
 * server does not always meet the same address. Ports come from a list for each address and server, first in
 * first out, and go back to its end; at most 16 addresses are tried.
 *
 * The range of ports is a switch here, as in the patched kernels. Leaves out what DPVS does for its many
 * processors: a pool for each, and servers that share one.
 */

import { emptyTable, get, remove, set, type TupleTable } from "../engine/tuple-table.ts";
import { endpointKey, type Ipv4Address } from "../wire/address.ts";
import { addressOf, type Connection, extraOf, portOf } from "./connection.ts";
import type { Ipvs } from "./ipvs.ts";
import type { Service } from "./service.ts";

/** The switches `net.ipv4.vs.*` that only this method has. */
export interface FullnatSysctls {
  fullnat_lport_min: number;
  fullnat_lport_max: number;
  /** Packets lose one hop of their time to live on the way, as with other methods. */
  fullnat_xmit_ttl: number;
}

/** The usual range is that of DPVS, whose switch for the time to live is off too. */
const defaultFullnatSysctls = (): FullnatSysctls => ({
  fullnat_lport_min: 1025,
  fullnat_lport_max: 65535,
  fullnat_xmit_ttl: 0,
});

/** A local address of one service, with what `ipvsadm -G` shows of it. */
export interface LocalAddress {
  readonly address: Ipv4Address;
  /** How often a connection wanted a port that was taken, or found none left. */
  conflicts: number;
  connections: number;
}

/** The local end of a connection, and what TCP needs to know at it. */
export interface LocalEnd {
  readonly endpoint: number;
  readonly row: LocalAddress;
  /** Added to the client's sequence numbers, modulo 2^32; `undefined` before its SYN. */
  delta: number | undefined;
  /** The number after the server's SYN: what acknowledges it carries the client's address. */
  serverNext: number | undefined;
}

interface ServiceAddresses {
  readonly rows: LocalAddress[];
  /** The one that was taken last; -1: none yet. */
  current: number;
}

/** Free ports: from `fresh` on those never used, and behind them those given back. */
interface PortPool {
  fresh: number;
  readonly returned: number[];
  /** How many of `returned` have been taken again. */
  taken: number;
}

/** All local ends of one director. */
export interface LocalEnds {
  readonly sysctl: FullnatSysctls;
  /** Goes into new sequence numbers. */
  readonly secret: number;
  readonly ofService: WeakMap<Service, ServiceAddresses>;
  /** By local address and server. */
  pools: TupleTable<PortPool>;
  /** By server and local end. */
  readonly byReply: TupleTable<Connection>;
}

/** No local addresses yet. */
export const noLocalEnds = (secret: number): LocalEnds => ({
  sysctl: defaultFullnatSysctls(),
  secret,
  ofService: new WeakMap(),
  pools: emptyTable(),
  byReply: emptyTable(),
});

/** The local addresses of a service, in order of addition. */
export const localAddressesOf = (ends: LocalEnds, service: Service): LocalAddress[] =>
  addressesOf(ends, service).rows;

function addressesOf({ ofService }: LocalEnds, service: Service): ServiceAddresses {
  const known = ofService.get(service);
  if (known !== undefined) return known;
  const made: ServiceAddresses = { rows: [], current: -1 };
  ofService.set(service, made);
  return made;
}

/** Takes an address from a service; connections keep theirs. Answers whether it was there. */
export function takeAway(ends: LocalEnds, service: Service, address: Ipv4Address): boolean {
  const addresses = addressesOf(ends, service);
  const index = addresses.rows.findIndex((row) => row.address === address);
  if (index < 0) return false;
  addresses.rows.splice(index, 1);
  if (addresses.current > index || addresses.current >= addresses.rows.length) addresses.current--;
  return true;
}

/** The range of ports has changed: all free lists begin anew. Ports in use are passed over when they come. */
export function renewPools(ends: LocalEnds): void {
  ends.pools = emptyTable();
}

const mostTries = 16;

/** Gives an entry its local end; `false`: no address of the service has a port left towards the server. */
export function takeLocalEnd(ipvs: Ipvs, ends: LocalEnds, connection: Connection): boolean {
  const service = connection.destination?.service;
  if (service === undefined) return false;
  const addresses = addressesOf(ends, service);
  const tries = Math.min(mostTries, addresses.rows.length);
  for (let attempt = 0; attempt < tries; attempt++) {
    const row = nextAddress(ipvs, service, addresses);
    const port = freePort(ends, row, connection.server);
    if (port === undefined) continue;
    const endpoint = endpointKey(row.address, port);
    extraOf(connection).local = { endpoint, row, delta: undefined, serverNext: undefined };
    set(ends.byReply, connection.server, endpoint, connection);
    row.connections++;
    return true;
  }
  return false;
}

/** Who goes round in turn as well would send each address to the same server again and again. */
const skippedPercent = 5;

function nextAddress({ simulation, stack }: Ipvs, service: Service, addresses: ServiceAddresses) {
  const maySkip = service.scheduler.isRoundRobin === true;
  const skips = maySkip && simulation.random(`${stack.name} local addresses`).below(100) < skippedPercent;
  const step = skips ? 2 : 1;
  addresses.current = (addresses.current + step) % addresses.rows.length;
  return addresses.rows[addresses.current] as LocalAddress;
}

function freePort(ends: LocalEnds, row: LocalAddress, server: number): number | undefined {
  const pool = poolOf(ends, row.address, server);
  for (;;) {
    const port = nextPort(pool, ends.sysctl);
    if (port !== undefined && get(ends.byReply, server, endpointKey(row.address, port)) === undefined)
      return port;
    row.conflicts++;
    if (port === undefined) return undefined;
  }
}

function poolOf({ pools, sysctl }: LocalEnds, address: Ipv4Address, server: number): PortPool {
  const known = get(pools, address, server);
  if (known !== undefined) return known;
  const made: PortPool = { fresh: sysctl.fullnat_lport_min, returned: [], taken: 0 };
  set(pools, address, server, made);
  return made;
}

function nextPort(pool: PortPool, { fullnat_lport_max }: FullnatSysctls): number | undefined {
  if (pool.fresh <= fullnat_lport_max) return pool.fresh++;
  const port = pool.returned[pool.taken];
  if (port === undefined) return undefined;
  pool.taken++;
  if (pool.taken * 2 > pool.returned.length) {
    pool.returned.splice(0, pool.taken);
    pool.taken = 0;
  }
  return port;
}

/** The entry has ended: its port goes to the end of the free ones, if it is still one of the range. */
export function giveLocalEndBack(ends: LocalEnds, connection: Connection): void {
  const local = connection.extra?.local;
  if (local === undefined) return;
  const { endpoint, row } = local;
  remove(ends.byReply, connection.server, endpoint);
  row.connections--;
  const pool = get(ends.pools, addressOf(endpoint), connection.server);
  const port = portOf(endpoint);
  // What the list has not come to yet will come by itself.
  if (pool !== undefined && port < pool.fresh && port >= ends.sysctl.fullnat_lport_min)
    pool.returned.push(port);
}

/** The entry of a packet from a server to a local end. */
export function findByLocalEnd(
  { byReply }: LocalEnds,
  protocol: number,
  sender: number,
  receiver: number,
): Connection | undefined {
  const connection = get(byReply, sender, receiver);
  return connection?.protocol === protocol ? connection : undefined;
}
