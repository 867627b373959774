/** What each encapsulation puts around a packet, how much fits, and what becomes of errors about it. */

import { describe, expect, test } from "vitest";
import type { TunnelOptions } from "#sim/ipvs/destination";
import { encapsulations } from "#sim/ipvs/encapsulations/index";
import { icmpError } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { decodePacket, encodePacket } from "#sim/wire/packet";
import { arrive, client, type Director, directorOf, ipvsadm, say, take, vip } from "#support/director-of";
import { ip } from "#support/stack-of";

const server = "10.0.0.11";

function directorWith(tunnel: TunnelOptions): Director {
  const director = directorOf();
  ipvsadm(director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r ${server}:80 -i`);
  for (const { destinations } of director.ipvs.services.all) {
    for (const destination of destinations) destination.tunnel = tunnel;
  }
  return director;
}

const syn = (port: number) => ["S", `${client}:${port}`, `${vip}:80`] as const;

function wrapped(director: Director, port = 4000): Ipv4Packet {
  const [outer] = arrive(director, "eth0", syn(port));
  if (outer === undefined) throw new Error("nothing left");
  return outer;
}

const kinds: readonly (readonly [TunnelOptions, number, number])[] = [
  [{ type: "ipip", port: 0, checksum: "none" }, protocols.ipip, 20],
  [{ type: "gre", port: 0, checksum: "none" }, protocols.gre, 24],
  [{ type: "gre", port: 0, checksum: "full" }, protocols.gre, 28],
  [{ type: "gue", port: 6080, checksum: "none" }, protocols.udp, 32],
  [{ type: "gue", port: 6080, checksum: "full" }, protocols.udp, 32],
  // The client has computed its checksum: nothing is left to the receiver.
  [{ type: "gue", port: 6080, checksum: "remote" }, protocols.udp, 32],
];

test("every encapsulation is looked at", () => {
  expect(new Set(kinds.map(([{ type }]) => type))).toEqual(new Set(encapsulations.map(({ name }) => name)));
});

describe.each(kinds)("%o", (tunnel, protocol, overhead) => {
  test("the packet leaves in one of that protocol, and is found in its bytes again", () => {
    const outer = wrapped(directorWith(tunnel));
    expect(outer).toMatchObject({ protocol, src: ip("10.0.0.2"), dst: ip(server), ttl: 63 });
    expect(outer.length).toBe(40 + overhead);
    const found = decodePacket(encodePacket(outer), outer.origin);
    const unwrapped = encapsulations
      .find(({ name }) => name === tunnel.type)
      ?.unwrap(found ?? outer, { ...tunnel });
    expect(unwrapped?.before).toBe(overhead);
    expect(say(unwrapped?.inner)).toBe(`${client}:4000>${vip}:80 ttl 63`);
  });

  test("its sender hears that it is too long for the way to the server, less what wraps it", () => {
    const director = directorWith(tunnel);
    const outer = wrapped(director);
    const payload = icmpError({ type: 3, code: 4, rest: 1400, quote: outer });
    const ends = { origin: 2, src: ip("10.0.0.254"), dst: ip("10.0.0.2") };
    const error = ipv4({ ...ends, protocol: protocols.icmp, payload, dontFragment: false });
    const [told] = take(director, "eth1", error);
    expect(say(told)).toBe(`icmp 3/4 ${vip}>${client} about ${client}:4000>${vip}:80 ttl 63`);
    expect(told?.payload).toMatchObject({ rest: 1500 - overhead });
  });
});

test("a flow keeps its source port, flows have different ones, and all are ephemeral ones", () => {
  const director = directorWith({ type: "gue", port: 6080, checksum: "none" });
  const portOf = (from: number): number => {
    const { payload } = wrapped(director, from);
    return payload.kind === "udp" ? payload.srcPort : 0;
  };
  const ports = Array.from({ length: 50 }, (_, index) => portOf(4000 + index));
  expect(Array.from({ length: 50 }, (_, index) => portOf(4000 + index))).toEqual(ports);
  expect(new Set(ports).size).toBeGreaterThan(45);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(32_768);
  expect(Math.max(...ports)).toBeLessThan(60_999);
});

test.each([
  ["another port", { type: "gue", port: 6081, checksum: "none" }],
  ["another kind", { type: "gre", port: 0, checksum: "none" }],
] as const)("an error about a datagram is nobody's if the server is wrapped for by %s now", (_name, now) => {
  const director = directorWith({ type: "gue", port: 6080, checksum: "none" });
  const outer = wrapped(director);
  for (const { destinations } of director.ipvs.services.all) {
    for (const destination of destinations) destination.tunnel = now;
  }
  const payload = icmpError({ type: 3, code: 3, quote: outer });
  const ends = { origin: 2, src: ip(server), dst: ip("10.0.0.2") };
  const error = ipv4({ ...ends, protocol: protocols.icmp, payload, dontFragment: false });
  expect(take(director, "eth1", error)).toEqual([]);
});
