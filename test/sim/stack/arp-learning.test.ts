/**
 * What an ARP message about 10.0.0.77 with the new MAC address 66 does to a station whose entry has 65:
 * every cell as found on a Linux kernel.
 */

import { describe, expect, test } from "vitest";
import type { NeighbourState } from "#sim/stack/neighbour";
import { setNeighbour } from "#sim/stack/neighbour-admin";
import { broadcastMac, zeroMac } from "#sim/wire/address";
import {
  entryOf,
  hear,
  ip,
  macOf,
  newSimulation,
  type Station,
  sendTo,
  stationOf,
  until,
  watch,
} from "#support/arp-link";

const before = [
  "none",
  "INCOMPLETE",
  "FAILED",
  "STALE",
  "STALE fresh",
  "REACHABLE fresh",
  "PERMANENT",
] as const;
type Before = (typeof before)[number];

const [self, sender, newMac, oldMac] = [ip("10.0.0.1"), ip("10.0.0.77"), macOf(66), macOf(65)];
const from = { senderMac: newMac, senderIp: sender };

const messages = {
  "request for one of my addresses": [
    broadcastMac,
    { operation: 1, ...from, targetMac: zeroMac, targetIp: self },
  ],
  "request for someone else": [
    broadcastMac,
    { operation: 1, ...from, targetMac: zeroMac, targetIp: ip("10.0.0.5") },
  ],
  "gratuitous request": [broadcastMac, { operation: 1, ...from, targetMac: zeroMac, targetIp: sender }],
  "gratuitous reply": [broadcastMac, { operation: 2, ...from, targetMac: newMac, targetIp: sender }],
  "reply about itself with another target": [
    broadcastMac,
    { operation: 2, ...from, targetMac: broadcastMac, targetIp: sender },
  ],
  "unicast reply": [macOf(1), { operation: 2, ...from, targetMac: macOf(1), targetIp: self }],
  "broadcast reply": [broadcastMac, { operation: 2, ...from, targetMac: macOf(1), targetIp: self }],
} as const;

function stationWith(entry: Before, settings: Readonly<Record<string, number>> = {}): Station {
  const simulation = newSimulation();
  const station = stationOf(simulation, "host", 1, { addresses: ["10.0.0.1/24"], settings });
  const set = (state: NeighbourState): void => {
    setNeighbour(station.stack, station.eth0, "add", { address: sender, mac: oldMac, state });
  };
  switch (entry) {
    case "none":
      break;
    case "INCOMPLETE":
      sendTo(station, "10.0.0.77", 1);
      break;
    case "FAILED":
      sendTo(station, "10.0.0.77", 1);
      until(simulation, 5000);
      break;
    case "STALE":
      set("STALE");
      until(simulation, 1100);
      break;
    case "STALE fresh":
      set("STALE");
      break;
    case "REACHABLE fresh":
      set("REACHABLE");
      break;
    case "PERMANENT":
      set("PERMANENT");
      until(simulation, 1100);
  }
  return station;
}

describe("what a message does to an entry", () => {
  test.each([
    [
      "request for one of my addresses",
      ["STALE 66", "DELAY 66", "STALE 66", "STALE 66", "STALE 66", "STALE 66", "PERMANENT 65"],
    ],
    [
      "request for someone else",
      ["none", "DELAY 66", "STALE 66", "STALE 66", "STALE 65", "REACHABLE 65", "PERMANENT 65"],
    ],
    [
      "gratuitous request",
      ["none", "DELAY 66", "STALE 66", "STALE 66", "STALE 66", "STALE 66", "PERMANENT 65"],
    ],
    [
      "gratuitous reply",
      ["none", "DELAY 66", "STALE 66", "STALE 66", "STALE 66", "STALE 66", "PERMANENT 65"],
    ],
    [
      "reply about itself with another target",
      ["none", "DELAY 66", "STALE 66", "STALE 66", "STALE 65", "REACHABLE 65", "PERMANENT 65"],
    ],
    [
      "unicast reply",
      ["none", "REACHABLE 66", "REACHABLE 66", "REACHABLE 66", "STALE 65", "REACHABLE 65", "PERMANENT 65"],
    ],
    [
      "broadcast reply",
      ["none", "DELAY 66", "STALE 66", "STALE 66", "STALE 65", "REACHABLE 65", "PERMANENT 65"],
    ],
  ] as const)("%s", (name, after) => {
    const [to, message] = messages[name];
    const found = before.map((entry) => {
      const station = stationWith(entry);
      hear(station, to, message);
      return entryOf(station, "10.0.0.77");
    });
    expect(found).toEqual(after);
  });

  test("the same MAC address again does not lengthen the time in which another one is refused", () => {
    const station = stationWith("STALE fresh");
    const { simulation } = station.stack;
    const [to, message] = messages["broadcast reply"];
    until(simulation, 900);
    hear(station, to, { ...message, senderMac: oldMac });
    expect(entryOf(station, "10.0.0.77")).toBe("STALE 65");
    until(simulation, 1000);
    hear(station, to, message);
    expect(entryOf(station, "10.0.0.77")).toBe("STALE 65");
    until(simulation, 1004);
    hear(station, to, message);
    expect(entryOf(station, "10.0.0.77")).toBe("STALE 66");
  });

  test("a refused update names locktime", () => {
    const station = stationWith("REACHABLE fresh");
    const refused: unknown[] = [];
    watch(station, "neighbour-update-refused", (event) => void refused.push(event.mac, event.setting));
    hear(station, ...messages["unicast reply"]);
    expect(refused).toEqual([newMac, { name: "locktime", value: 100, from: "net.ipv4.neigh.eth0.locktime" }]);
  });
});

describe("arp_accept makes entries of what nobody asked for", () => {
  const other = ip("172.16.0.9");
  test.each([
    [0, "gratuitous request", "none"],
    [1, "gratuitous request", "STALE 66"],
    [1, "gratuitous reply", "STALE 66"],
    [1, "unicast reply", "REACHABLE 66"],
    [1, "broadcast reply", "STALE 66"],
    [1, "request for someone else", "none"],
    [2, "gratuitous request", "STALE 66"],
  ] as const)("%i, %s: %s", (accept, name, after) => {
    const station = stationWith("none", { "net.ipv4.conf.eth0.arp_accept": accept });
    const [to, message] = messages[name];
    hear(station, to, message);
    expect(entryOf(station, "10.0.0.77")).toBe(after);
  });

  test.each([
    [1, "STALE 66"],
    [2, "none"],
  ])("%i from outside every subnet of the interface: %s", (accept, after) => {
    const station = stationWith("none", { "net.ipv4.conf.eth0.arp_accept": accept });
    const [to, message] = messages["gratuitous request"];
    hear(station, to, { ...message, senderIp: other, targetIp: other });
    expect(entryOf(station, "172.16.0.9")).toBe(after);
  });

  test("drop_gratuitous_arp ends them before they teach anything", () => {
    const station = stationWith("STALE", { "net.ipv4.conf.all.drop_gratuitous_arp": 1 });
    hear(station, ...messages["gratuitous request"]);
    expect(entryOf(station, "10.0.0.77")).toBe("STALE 65");
  });
});
