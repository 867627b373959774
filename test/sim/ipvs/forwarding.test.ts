/**
 * What each method changes in a packet, what it refuses, and what becomes of replies and errors.
 */

import { describe, expect, test } from "vitest";
import { icmpError } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import {
  arrive,
  client,
  type Director,
  directorOf,
  entries,
  ipvsadm,
  say,
  setVs,
  take,
  vip,
} from "#support/director-of";
import { ip, route } from "#support/stack-of";

const server = "10.0.0.11";

function directorFor(method: "-m" | "-g" | "-i", port = 80): Director {
  const director = directorOf();
  ipvsadm(director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r ${server}:${port} ${method}`);
  ipvsadm(director, `-A -u ${vip}:53 -s rr`, `-a -u ${vip}:53 -r ${server}:53 ${method}`);
  return director;
}

type Ends = readonly [from: string, to: string];

const syn = ["S", `${client}:4000`, `${vip}:80`] as const;

const unreachable = (
  code: number,
  about: Ipv4Packet,
  [from, to]: Ends,
  { rest = 0, quotedLength = 548 } = {},
): Ipv4Packet =>
  ipv4({
    origin: 2,
    src: ip(from),
    dst: ip(to),
    protocol: protocols.icmp,
    payload: icmpError({ type: 3, code, rest, quote: about, quotedLength }),
    dontFragment: false,
  });

describe("NAT", () => {
  test("rewrites destination and port, and takes one hop from the time to live", () => {
    const director = directorFor("-m", 8080);
    const [packet] = arrive(director, "eth0", syn);
    expect(say(packet)).toBe(`${client}:4000>${server}:8080 ttl 63`);
    expect(packet).toMatchObject({ id: 7, dontFragment: true, tos: 0 });
  });

  test("a reply gets the virtual address and port, and is forwarded", () => {
    const director = directorFor("-m", 8080);
    arrive(director, "eth0", syn);
    const [reply] = arrive(director, "eth1", ["SA", `${server}:8080`, `${client}:4000`]);
    expect(say(reply)).toBe(`${vip}:80>${client}:4000 ttl 63`);
  });

  test("a packet of nobody's connection passes unchanged, or is refused with nat_icmp_send", () => {
    const director = directorFor("-m");
    const stray = ["A", `${server}:80`, `${client}:999`] as const;
    expect(say(arrive(director, "eth1", stray)[0])).toBe(`${server}:80>${client}:999 ttl 63`);
    setVs(director, { nat_icmp_send: 1 });
    expect(say(arrive(director, "eth1", stray)[0])).toMatch(/^icmp 3\/3 10\.0\.0\.2>10\.0\.0\.11/);
    expect(say(arrive(director, "eth1", ["R", `${server}:80`, `${client}:999`])[0])).toMatch(/ttl 63$/);
  });

  test("an error of the destination reaches the client, about its own packet", () => {
    const director = directorFor("-m");
    const [request] = arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:53`]);
    if (request === undefined) throw new Error("nothing was sent");
    const [error] = take(director, "eth1", unreachable(3, request, [server, client]));
    expect(say(error)).toBe(`icmp 3/3 ${vip}>${client} about ${client}:4000>${vip}:53 ttl 63`);
  });

  test("an error of the client about a reply reaches the destination", () => {
    const director = directorFor("-m", 8080);
    arrive(director, "eth0", syn);
    const [reply] = arrive(director, "eth1", ["SA", `${server}:8080`, `${client}:4000`]);
    if (reply === undefined) throw new Error("nothing was sent");
    const [error] = take(director, "eth0", unreachable(1, reply, [client, vip]));
    expect(say(error)).toBe(`icmp 3/1 ${client}>${server} about ${server}:8080>${client}:4000 ttl 63`);
  });

  test("a destination on this node gets the rewritten packet itself", () => {
    const director = directorOf();
    ipvsadm(director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r 192.168.50.1:8080 -m`);
    const [answer] = arrive(director, "eth0", syn);
    // Nobody listens on 8080: the reset comes from the stack and is made to fit the virtual service.
    expect(say(answer)).toBe(`${vip}:80>${client}:4000 ttl 64`);
    expect(entries(director)[0]).toContain("CLOSE");
  });
});

describe("direct routing", () => {
  test("changes nothing but the time to live", () => {
    const [packet] = arrive(directorFor("-g"), "eth0", syn);
    expect(say(packet)).toBe(`${client}:4000>${vip}:80 ttl 63`);
  });

  test("a destination on this node where nobody listens: refused by its own stack", () => {
    const director = directorOf();
    ipvsadm(director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r 192.168.50.1:80 -g`);
    expect(say(arrive(director, "eth0", syn)[0])).toBe(`${vip}:80>${client}:4000 ttl 64`);
  });
});

describe("tunnelling", () => {
  test("wraps the packet: own address to the destination, TTL, TOS and DF of the inner one", () => {
    const [packet] = arrive(directorFor("-i"), "eth0", syn, { tos: 0x10 });
    expect(say(packet)).toBe(`10.0.0.2>${server} ttl 63 [${client}:4000>${vip}:80 ttl 63]`);
    expect(packet).toMatchObject({ protocol: 4, tos: 0x10, dontFragment: true, id: 0, length: 60 });
  });

  test("a congestion mark inside becomes ECT(0) outside", () => {
    const [packet] = arrive(directorFor("-i"), "eth0", syn, { tos: 3 });
    expect(packet?.tos).toBe(2);
  });

  test("a packet of 1481 bytes must be fragmented: refused with DF unless pmtu_disc is off", () => {
    const director = directorFor("-i");
    const large = ["udp", `${client}:4000`, `${vip}:53`] as const;
    const [refusal] = arrive(director, "eth0", large, { length: 1453 });
    expect(say(refusal)).toMatch(
      new RegExp(`^icmp 3/4 ${vip}>${client} about ${client}:4000>${vip}:53 ttl 63`),
    );
    expect(refusal?.payload).toMatchObject({ rest: 1480 });
    expect(arrive(director, "eth0", large, { length: 1452 })).toMatchObject([{ length: 1500 }]);
    setVs(director, { pmtu_disc: 0 });
    expect(arrive(director, "eth0", large, { length: 1453 })).toMatchObject([
      { length: 1501, dontFragment: false },
    ]);
  });

  test("an error about the wrapped packet reaches the client about its own", () => {
    const director = directorFor("-i");
    const [wrapped] = arrive(director, "eth0", syn);
    if (wrapped === undefined) throw new Error("nothing was sent");
    const [error] = take(director, "eth1", unreachable(2, wrapped, [server, "10.0.0.2"]));
    expect(say(error)).toBe(`icmp 3/2 ${vip}>${client} about ${client}:4000>${vip}:80 ttl 63`);
  });

  test("a smaller MTU on the way is remembered; the client is told after the next lookup", () => {
    const director = directorFor("-i");
    const [wrapped] = arrive(director, "eth0", syn);
    if (wrapped === undefined) throw new Error("nothing was sent");
    const tooBig = unreachable(4, wrapped, ["10.0.0.254", "10.0.0.2"], { rest: 1400 });
    expect(take(director, "eth1", tooBig)[0]?.payload).toMatchObject({ type: 3, code: 4, rest: 1480 });
    const large = ["udp", `${client}:4000`, `${vip}:53`] as const;
    expect(arrive(director, "eth0", large, { length: 1400 })[0]?.payload).toMatchObject({
      code: 4,
      rest: 1380,
    });
  });

  test("an error that quotes less than the inner ports is nobody's", () => {
    const director = directorFor("-i");
    const [wrapped] = arrive(director, "eth0", syn);
    if (wrapped === undefined) throw new Error("nothing was sent");
    const short = unreachable(2, wrapped, [server, "10.0.0.2"], { quotedLength: 28 });
    expect(take(director, "eth1", short)).toEqual([]);
  });
});

describe.each(["-m", "-g", "-i"] as const)("all methods (%s)", (method) => {
  test("a packet with one hop to live ends: time exceeded from the virtual address", () => {
    const [error] = arrive(directorFor(method), "eth0", syn, { ttl: 1 });
    expect(say(error)).toBe(`icmp 11/0 ${vip}>${client} about ${client}:4000>${vip}:80 ttl 1`);
  });

  test("no route to the destination: host unreachable", () => {
    const director = directorOf();
    ipvsadm(director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r 172.16.0.1:80 ${method}`);
    expect(say(arrive(director, "eth0", syn)[0])).toMatch(/^icmp 3\/1 192\.168\.50\.100/);
    route(director.stack, "172.16.0.0/16", { via: "10.0.0.254" });
    expect(arrive(director, "eth0", syn)).toHaveLength(1);
  });
});

test("a packet that is not for an own address is not looked at", () => {
  const director = directorFor("-m");
  expect(say(arrive(director, "eth0", ["S", `${client}:4000`, "10.0.0.77:80"])[0])).toMatch(
    />10\.0\.0\.77:80/,
  );
  expect(entries(director)).toEqual([]);
});
