/** A director that forwards by FULLNAT, and segments that reach it from either side. */

import { addDestination } from "#sim/ipvs/destination-admin";
import { fullnat } from "#sim/ipvs/forwarders/fullnat";
import { addLocalAddress } from "#sim/ipvs/local-address-admin";
import { addService } from "#sim/ipvs/service-admin";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { type TcpOptions, type TcpSegment, tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import {
  client,
  type Director,
  directorOf,
  endpoint,
  flagsOf,
  say,
  serviceName,
  take,
  vip,
} from "./director-of.ts";
import { ip } from "./stack-of.ts";

export const server = "10.0.0.11";
export const local = "10.0.0.2";

/** TCP 80 to 8080 and UDP 53 to 5353 of one server, by one local address. */
export function directorFor(address = server): Director {
  const director = directorOf("fullnat");
  const { ipvs } = director;
  for (const name of [serviceName(`${vip}:80`), serviceName(undefined, `${vip}:53`)]) {
    const port = name.kind === "endpoint" && name.port === 80 ? 8080 : 5353;
    addService(ipvs, name, { scheduler: "lc" });
    addDestination(ipvs, name, { address: ip(address), port, weight: 1, forwarder: fullnat });
    addLocalAddress(ipvs, name, { address: ip(local) });
  }
  return director;
}

export interface Sent extends Partial<Pick<TcpSegment, "seq" | "ack" | "payload">> {
  readonly options?: Partial<TcpOptions>;
  readonly ttl?: number;
}

/** A segment arrives: from the client at eth0, from the server at eth1. */
export function segment(
  director: Director,
  [letters, from, to]: readonly [string, string, string],
  sent: Sent = {},
) {
  const [source, target] = [endpoint(from), endpoint(to)];
  const payload = tcpSegment({
    srcPort: source.port,
    dstPort: target.port,
    seq: sent.seq ?? 1000,
    ack: sent.ack ?? 0,
    flags: flagsOf(letters),
    window: 64240,
    payload: sent.payload,
    options: sent.options === undefined ? undefined : tcpOptions(sent.options),
  });
  const ends = { src: ip(source.address), dst: ip(target.address), protocol: protocols.tcp };
  const packet = ipv4({ origin: 1, ...ends, payload, ttl: sent.ttl ?? 64, id: 7 });
  const [left] = take(director, source.address === client ? "eth0" : "eth1", packet);
  if (left === undefined) throw new Error("nothing was sent");
  if (left.payload.kind !== "tcp") throw new Error(say(left));
  return { packet: left, segment: left.payload };
}

export const fromClient = (letters: string) => [letters, `${client}:4000`, `${vip}:80`] as const;
export const fromServer = (letters: string) => [letters, `${server}:8080`, `${local}:1025`] as const;
