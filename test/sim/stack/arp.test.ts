/**
 * Who answers an ARP request, and as whom a request is sent: the switches that direct routing depends on.
 */

import { describe, expect, test } from "vitest";
import { addAddress } from "#sim/stack/address";
import { onInterfaceUp } from "#sim/stack/arp";
import { scopes } from "#sim/stack/interface";
import { setProxy } from "#sim/stack/neighbour-admin";
import { write } from "#sim/stack/sysctl-table";
import { broadcastMac, type Ipv4Address, zeroMac } from "#sim/wire/address";
import {
  entryOf,
  hear,
  interfaceOf,
  ip,
  macOf,
  newSimulation,
  type Station,
  sendTo,
  stationOf,
  until,
  watch,
} from "#support/arp-link";

const vip = ip("10.0.0.100");

/** A real server 10.0.0.11 that has the VIP on lo or on eth0. */
function realServer(
  place: "lo" | "eth0",
  settings: Readonly<Record<string, number>> = {},
  scope = scopes.global,
): Station {
  const server = stationOf(newSimulation(), "rs", 11, { addresses: ["10.0.0.11/24"], settings });
  const iface = place === "lo" ? server.stack.loopback : server.eth0;
  addAddress(server.stack, iface, { address: vip, length: 32, scope });
  return server;
}

const ask = (server: Station, target: Ipv4Address, sender = "10.0.0.1"): string | undefined => {
  const message = {
    operation: 1,
    senderMac: macOf(1),
    senderIp: ip(sender),
    targetMac: zeroMac,
    targetIp: target,
  };
  hear(server, broadcastMac, message);
  return server.sent.at(-1)?.slice(6);
};

describe("arp_ignore: who has the VIP", () => {
  test.each([
    // place, conf, sender, answered
    ["lo", {}, "10.0.0.1", true],
    ["lo", { lo: 1 }, "10.0.0.1", true],
    ["lo", { all: 1 }, "10.0.0.1", false],
    ["lo", { eth0: 1 }, "10.0.0.1", false],
    ["lo", { all: 2 }, "10.0.0.1", false],
    ["lo", { all: 3 }, "10.0.0.1", true],
    ["lo", { all: 1, eth0: 5 }, "10.0.0.1", true],
    ["lo", { all: 8 }, "10.0.0.1", false],
    ["eth0", { all: 1 }, "10.0.0.1", true],
    ["eth0", { all: 2 }, "10.0.0.1", true],
    ["eth0", { all: 2 }, "192.168.9.9", false],
    ["eth0", { all: 8 }, "10.0.0.1", false],
  ] as const)("on %s, conf %j, asked by %s: %s", (place, conf, sender, isAnswered) => {
    const settings = Object.entries(conf).map(([name, value]) => [`net.ipv4.conf.${name}.arp_ignore`, value]);
    const server = realServer(place, Object.fromEntries(settings));
    expect(ask(server, vip, sender)).toBe(isAnswered ? ">1 10.0.0.100 is-at 11" : undefined);
    expect(entryOf(server, sender)).toBe(isAnswered ? "STALE 1" : "none");
  });

  test("3 hides only an address of scope host", () => {
    expect(ask(realServer("lo", { "net.ipv4.conf.all.arp_ignore": 3 }, scopes.host), vip)).toBeUndefined();
  });

  test("what is not answered says which setting decided, and where it was set", () => {
    const server = realServer("lo", { "net.ipv4.conf.all.arp_ignore": 1 });
    const told: unknown[] = [];
    watch(server, "arp-not-answered", (event) => void told.push(event.reason, event.setting));
    ask(server, vip);
    expect(told).toEqual([
      "arp-ignored",
      { name: "arp_ignore", value: 1, from: "net.ipv4.conf.all.arp_ignore" },
    ]);
  });

  test("a probe with the sender 0.0.0.0 is answered and teaches nothing", () => {
    const server = realServer("lo", { "net.ipv4.conf.all.arp_ignore": 2 });
    expect(ask(server, ip("10.0.0.11"), "0.0.0.0")).toBe(">1 10.0.0.11 is-at 11");
    expect(entryOf(server, "0.0.0.0")).toBe("none");
    expect(ask(realServer("lo", { "net.ipv4.conf.all.arp_ignore": 1 }), vip, "0.0.0.0")).toBeUndefined();
  });
});

describe("requests from a sender that cannot be", () => {
  test("who owns the VIP does not answer somebody who claims to be it", () => {
    expect(ask(realServer("lo"), ip("10.0.0.11"), "10.0.0.100")).toBeUndefined();
  });

  test("a sender whom the reverse path filter refuses gets no answer", () => {
    const server = realServer("lo", { "net.ipv4.conf.all.rp_filter": 1 });
    expect(ask(server, vip, "192.168.9.9")).toBeUndefined();
    expect(ask(server, vip)).toBe(">1 10.0.0.100 is-at 11");
  });
});

describe("arp_announce: as whom a real server asks when it answers from the VIP", () => {
  test.each([
    // conf/all, conf/eth0, conf/lo, asks as
    [0, 0, 0, "10.0.0.100"],
    [1, 0, 0, "10.0.0.100"],
    [0, 0, 2, "10.0.0.100"],
    [2, 0, 0, "10.0.0.11"],
    [0, 2, 0, "10.0.0.11"],
  ])("all=%i eth0=%i lo=%i: %s", (all, eth0, lo, asker) => {
    const server = realServer("lo", {
      "net.ipv4.conf.all.arp_announce": all,
      "net.ipv4.conf.eth0.arp_announce": eth0,
      "net.ipv4.conf.lo.arp_announce": lo,
    });
    sendTo(server, "10.0.0.1", 1, { src: "10.0.0.100" });
    expect(server.sent).toEqual([`0.000 >all who-has 10.0.0.1 tell ${asker}`]);
  });

  test("1 hides a VIP that lies outside the subnets of the interface", () => {
    const server = realServer("lo", { "net.ipv4.conf.all.arp_announce": 1 });
    addAddress(server.stack, server.stack.loopback, { address: ip("172.16.5.5"), length: 32 });
    sendTo(server, "10.0.0.1", 1, { src: "172.16.5.5" });
    expect(server.sent[0]).toContain("tell 10.0.0.11");
  });

  test("a forwarded packet's source is never announced, and the newest waiting packet decides", () => {
    const server = realServer("lo");
    sendTo(server, "10.0.0.1", 1, { src: "192.168.9.9" });
    sendTo(server, "10.0.0.1", 2, { src: "10.0.0.100" });
    until(server.stack.simulation, 1100);
    expect(server.sent.map((line) => line.split(" tell ")[1])).toEqual(["10.0.0.11", "10.0.0.100"]);
  });
});

test("arp_filter: only the interface that leads back to the asker answers, for both addresses", () => {
  const server = realServer("eth0", { "net.ipv4.conf.all.arp_filter": 1 });
  const eth1 = interfaceOf(server.stack, "eth1", 12, ["10.0.0.12/24"]);
  expect(ask(server, ip("10.0.0.12"))).toBe(">1 10.0.0.12 is-at 11");
  const second = { ...server, eth0: eth1, sent: [] as string[] };
  eth1.device.taps.push((direction) => {
    if (direction === "out") second.sent.push("answered");
  });
  expect(ask(second, ip("10.0.0.12"))).toBeUndefined();
  expect(server.stack.snmp.TcpExtArpFilter).toBe(1);
});

describe("arp_notify", () => {
  test("an interface that comes up announces every address of it by a request about itself", () => {
    const server = realServer("eth0", { "net.ipv4.conf.eth0.arp_notify": 1 });
    onInterfaceUp(server.stack, server.eth0);
    expect(server.sent).toEqual([
      "0.000 >all who-has 10.0.0.11 tell 10.0.0.11",
      "0.000 >all who-has 10.0.0.100 tell 10.0.0.100",
    ]);
  });

  test("adding an address announces nothing, with or without it", () => {
    expect(realServer("eth0", { "net.ipv4.conf.all.arp_notify": 1 }).sent).toEqual([]);
  });
});

describe("proxy ARP", () => {
  const target = ip("10.9.0.5");
  function router(settings: Readonly<Record<string, number>>): Station {
    const station = stationOf(newSimulation(), "router", 11, { addresses: ["10.0.0.11/24"] });
    interfaceOf(station.stack, "eth1", 12, ["10.9.0.1/24"]);
    for (const [name, value] of Object.entries(settings)) write(station.stack.sysctl, name, `${value}`);
    return station;
  }
  const forwarding = { "net.ipv4.ip_forward": 1 };

  test.each([
    ["off", forwarding, target, undefined],
    ["on, but not a router", { "net.ipv4.conf.all.proxy_arp": 1 }, target, undefined],
    ["on", { ...forwarding, "net.ipv4.conf.eth0.proxy_arp": 1 }, target, ">1 10.9.0.5 is-at 11"],
    [
      "on, with arp_ignore 8",
      { ...forwarding, "net.ipv4.conf.all.proxy_arp": 1, "net.ipv4.conf.all.arp_ignore": 8 },
      target,
      ">1 10.9.0.5 is-at 11",
    ],
    [
      "on, asked for the same link",
      { ...forwarding, "net.ipv4.conf.all.proxy_arp": 1 },
      ip("10.0.0.5"),
      undefined,
    ],
    [
      "private VLAN, asked for the same link",
      { ...forwarding, "net.ipv4.conf.eth0.proxy_arp_pvlan": 1 },
      ip("10.0.0.5"),
      ">1 10.0.0.5 is-at 11",
    ],
    ["on, no route", { ...forwarding, "net.ipv4.conf.all.proxy_arp": 1 }, ip("172.16.0.1"), undefined],
  ] as const)("%s", (_name, settings, asked, answer) => {
    const station = router(settings);
    ask(station, asked);
    until(station.stack.simulation, 900);
    expect(station.sent.at(-1)?.slice(6)).toBe(answer);
  });

  test("a request to all is answered within 0.8 s, one to this station alone at once", () => {
    const station = router({ ...forwarding, "net.ipv4.conf.eth0.proxy_arp": 1 });
    ask(station, target);
    expect(station.sent).toEqual([]);
    until(station.stack.simulation, 840);
    expect(station.sent).toHaveLength(1);
    const message = { operation: 1, senderMac: macOf(1), senderIp: ip("10.0.0.1"), targetMac: zeroMac };
    hear(station, macOf(11), { ...message, targetIp: target });
    expect(station.sent).toHaveLength(2);
  });

  test("`ip neigh add proxy` answers for one address alone", () => {
    const station = router(forwarding);
    setProxy(station.eth0, target, true);
    ask(station, target);
    ask(station, ip("10.9.0.6"));
    until(station.stack.simulation, 900);
    expect(station.sent.map((line) => line.slice(6))).toEqual([">1 10.9.0.5 is-at 11"]);
  });
});

describe("arptables' places", () => {
  test("a drop on the way in hides the request from answering and from learning", () => {
    const server = realServer("lo");
    ask(server, ip("10.0.0.11"));
    server.stack.arpHooks.input.push(({ message }) => ({
      kind: message.targetIp === vip ? "drop" : "accept",
    }));
    until(server.stack.simulation, 2000);
    server.sent.length = 0;
    const moved = {
      operation: 1,
      senderMac: macOf(9),
      senderIp: ip("10.0.0.1"),
      targetMac: zeroMac,
      targetIp: vip,
    };
    hear(server, broadcastMac, moved);
    expect(server.sent).toEqual([]);
    expect(entryOf(server, "10.0.0.1")).toBe("STALE 1");
  });

  test("a message is rewritten on the way out, after arp_announce", () => {
    const server = realServer("eth0");
    server.stack.arpHooks.output.push(({ message }) => {
      if (message.senderIp !== vip) return { kind: "accept" };
      return { kind: "mangled", message: { ...message, senderIp: ip("10.0.0.11") } };
    });
    sendTo(server, "10.0.0.1", 1, { src: "10.0.0.100" });
    expect(server.sent).toEqual(["0.000 >all who-has 10.0.0.1 tell 10.0.0.11"]);
    expect(ask(server, vip)).toBe(">1 10.0.0.11 is-at 11");
  });
});
