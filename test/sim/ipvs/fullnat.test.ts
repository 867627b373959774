/**
 * FULLNAT: both ends of every packet, errors about them, and what other kernels make of it.
 */

import { describe, expect, test } from "vitest";
import { addDestination } from "#sim/ipvs/destination-admin";
import { fullnat } from "#sim/ipvs/forwarders/fullnat";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { serviceRow } from "#sim/ipvs/listing";
import { addLocalAddress } from "#sim/ipvs/local-address-admin";
import { addService } from "#sim/ipvs/service-admin";
import { icmpError } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import {
  arrive,
  client,
  type Director,
  directorOf,
  endpoint,
  entries,
  say,
  serviceName,
  setVs,
  take,
  vip,
} from "#support/director-of";
import { directorFor, fromClient, fromServer, local, segment, server } from "#support/fullnat-director";
import { ip } from "#support/stack-of";

const errorAbout = (about: Ipv4Packet, [from, to]: readonly [string, string], code = 1): Ipv4Packet =>
  ipv4({
    origin: 2,
    src: ip(from),
    dst: ip(to),
    protocol: protocols.icmp,
    payload: icmpError({ type: 3, code, rest: 0, quote: about, quotedLength: 548 }),
    dontFragment: false,
  });

const loads = ({ ipvs }: Director): string => {
  const [row] = serviceRow(ipvs, serviceName(`${vip}:80`))?.destinations ?? [];
  return `${row?.activeConnections}/${row?.inactiveConnections}`;
};

describe("both ends are rewritten", () => {
  test("in: from a local address and port to the server, with the time to live it had", () => {
    const { packet } = segment(directorFor(), fromClient("S"));
    expect(say(packet)).toBe(`${local}:1025>${server}:8080 ttl 64`);
    expect(packet).toMatchObject({ id: 7, dontFragment: true, tos: 0 });
  });

  test("out: from the virtual address to the client, with the time to live it had", () => {
    const director = directorFor();
    segment(director, fromClient("S"));
    expect(say(segment(director, fromServer("SA"), { ttl: 9 }).packet)).toBe(
      `${vip}:80>${client}:4000 ttl 9`,
    );
  });

  test("no packet needs ip_forward, and the server's own packets to the client are nobody's", () => {
    const director = directorFor();
    segment(director, fromClient("S"));
    const [stray] = arrive(director, "eth1", ["A", `${server}:8080`, `${client}:4000`]);
    expect(say(stray)).toBe(`${server}:8080>${client}:4000 ttl 63`);
    expect(entries(director)[0]).toContain("SYN_RECV");
  });

  test("fullnat_xmit_ttl takes a hop in both directions, and ends what has none left", () => {
    const director = directorFor();
    setVs(director, { fullnat_xmit_ttl: 1 });
    expect(say(segment(director, fromClient("S")).packet)).toMatch(/ ttl 63$/);
    expect(say(segment(director, fromServer("SA")).packet)).toMatch(/ ttl 63$/);
    const [toClient] = arrive(director, "eth0", fromClient("A"), { ttl: 1 });
    expect(say(toClient)).toMatch(new RegExp(`^icmp 11/0 ${vip}>${client} `));
    const [toServer] = arrive(director, "eth1", fromServer("A"), { ttl: 1 });
    expect(say(toServer)).toMatch(new RegExp(`^icmp 11/0 ${local}>${server} about ${server}:8080>`));
  });

  test("a datagram and its answer", () => {
    const director = directorFor();
    const [request] = arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:53`], { length: 5 });
    expect(say(request)).toBe(`${local}:1025>${server}:5353 ttl 64`);
    const [answer] = arrive(director, "eth1", ["udp", `${server}:5353`, `${local}:1025`]);
    expect(say(answer)).toBe(`${vip}:53>${client}:4000 ttl 64`);
  });

  test("a packet to a local end of another protocol, or of another server, is no reply", () => {
    const director = directorFor();
    segment(director, fromClient("S"));
    const [other] = arrive(director, "eth1", ["udp", `${server}:8080`, `${local}:1025`]);
    expect(say(other)).toMatch(/^icmp 3\/3/);
    const [reset] = arrive(director, "eth1", ["SA", "10.0.0.12:8080", `${local}:1025`]);
    expect(say(reset)).toBe(`${local}:1025>10.0.0.12:8080 ttl 64`);
  });

  test("a server on the director itself", () => {
    const director = directorFor(local);
    const { packet } = segment(director, fromClient("S"));
    // Nobody listens on 8080: the reset comes from the stack and goes to the client.
    expect(say(packet)).toBe(`${vip}:80>${client}:4000 ttl 64`);
    expect(packet.payload).toMatchObject({ ack: 1001 });
    expect(entries(director)[0]).toContain("CLOSE");
  });

  test("states and counters follow both directions", () => {
    const director = directorFor();
    segment(director, fromClient("S"));
    segment(director, fromServer("SA"));
    segment(director, fromClient("A"));
    expect(loads(director)).toBe("1/0");
    segment(director, fromServer("FA"));
    expect(entries(director)[0]).toContain("FIN_WAIT");
    segment(director, fromClient("FA"));
    expect(entries(director)[0]).toContain("TIME_WAIT");
    expect(loads(director)).toBe("0/1");
    const { live } = director.ipvs.services.all[0]?.stats ?? {};
    expect(live).toMatchObject({ connections: 1, inPackets: 3, outPackets: 2 });
  });

  test("a template of persistence has no local end; its connections have", () => {
    const director = directorOf("fullnat");
    const name = serviceName(`${vip}:80`);
    addService(director.ipvs, name, { scheduler: "rr", persistent: 60 });
    addDestination(director.ipvs, name, { address: ip(server), port: 8080, weight: 1, forwarder: fullnat });
    expect(arrive(director, "eth0", fromClient("S"))).toEqual([]);
    addLocalAddress(director.ipvs, name, { address: ip(local) });
    expect(say(segment(director, fromClient("S")).packet)).toBe(`${local}:1025>${server}:8080 ttl 64`);
    expect(director.ipvs.localEnds?.byReply.count).toBe(1);
    expect(serviceRow(director.ipvs, name)?.destinations[0]?.persistentConnections).toBe(1);
  });
});

describe("errors", () => {
  test("of the server's side reach the client, about its own packet with its own numbers", () => {
    const director = directorFor();
    const { packet } = segment(director, fromClient("S"), { seq: 5 });
    const [error] = take(director, "eth1", errorAbout(packet, ["10.0.0.1", local]));
    expect(say(error)).toBe(`icmp 3/1 ${vip}>${client} about ${client}:4000>${vip}:80 ttl 64`);
    const quote = error?.payload.kind === "icmp" ? error.payload.quote : undefined;
    expect(quote?.payload).toMatchObject({ seq: 5 });
  });

  test("of the client's side reach the server, about its own packet with its own numbers", () => {
    const director = directorFor();
    const { seq } = segment(director, fromClient("S"), { seq: 5 }).segment;
    const { packet } = segment(director, fromServer("SA"), { ack: (seq + 1) >>> 0 });
    const [error] = take(director, "eth0", errorAbout(packet, [client, vip], 3));
    expect(say(error)).toBe(`icmp 3/3 ${local}>${server} about ${server}:8080>${local}:1025 ttl 64`);
    const quote = error?.payload.kind === "icmp" ? error.payload.quote : undefined;
    expect(quote?.payload).toMatchObject({ ack: (seq + 1) >>> 0 });
  });

  test("a closed port of UDP", () => {
    const director = directorFor();
    const [request] = arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:53`]);
    if (request === undefined) throw new Error("nothing was sent");
    const [error] = take(director, "eth1", errorAbout(request, [server, local], 3));
    expect(say(error)).toBe(`icmp 3/3 ${vip}>${client} about ${client}:4000>${vip}:53 ttl 64`);
  });

  test.each([
    ["eth0", `${client}:4000`, `${vip}:53`],
    ["eth1", `${server}:5353`, `${local}:1025`],
  ] as const)("what came in by %s and is too long to go on is refused", (iface, from, to) => {
    const director = directorFor();
    arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:53`]);
    const [error] = arrive(director, iface, ["udp", from, to], { length: 1480 });
    const [sender, receiver] = [endpoint(from).address, endpoint(to).address];
    expect(say(error)).toMatch(new RegExp(`^icmp 3/4 ${receiver}>${sender} about ${from}>${to}`));
    const [whole] = arrive(director, iface, ["udp", from, to], { length: 1480, dontFragment: false });
    expect(whole?.length).toBe(1508);
  });

  test("no route to the server is told to the client", () => {
    const director = directorFor("10.9.9.9");
    const [error] = arrive(director, "eth0", fromClient("S"));
    expect(say(error)).toMatch(new RegExp(`^icmp 3/1 ${vip}>${client} about ${client}:4000>${vip}:80`));
  });

  test("a reply to which no route leads ends here", () => {
    const director = directorFor();
    const [request] = arrive(director, "eth0", ["S", "172.16.0.1:4000", `${vip}:80`]);
    expect(say(request)).toBe(`${local}:1025>${server}:8080 ttl 64`);
    expect(arrive(director, "eth1", fromServer("SA"))).toEqual([]);
  });
});

describe("a kernel without it", () => {
  test.each(["debian", "mainline"] satisfies KernelBuild[])(
    "%s has neither switches nor local ends",
    (kernel) => {
      const { ipvs, stack } = directorOf(kernel);
      expect(ipvs.localEnds).toBeUndefined();
      expect(ipvs.replyFinders).toEqual([]);
      expect([...stack.sysctl.byName.keys()].filter((name) => name.includes("fullnat"))).toEqual([]);
      addService(ipvs, serviceName(`${vip}:80`), { scheduler: "rr" });
      expect(addLocalAddress(ipvs, serviceName(`${vip}:80`), { address: ip(local) }).ok).toBe(false);
    },
  );

  test("a kernel that has it names its switches", () => {
    const { stack } = directorOf("fullnat");
    const names = [...stack.sysctl.byName.keys()].filter((name) => name.includes("fullnat"));
    expect(names.map((name) => name.split(".").at(-1))).toEqual([
      "fullnat_lport_min",
      "fullnat_lport_max",
      "fullnat_xmit_ttl",
    ]);
  });
});
