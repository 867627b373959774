/**
 * The hop table of each forwarding method, from the scenarios of the product: which cells are marked, who
 * changed them and by which rule.
 */

import { describe, expect, test } from "vitest";
import { type Recording, rowsAt } from "#lab/recording";
import type { NeighbourRow } from "#sim/rows";
import { formatIpv4, formatMac } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { type RecordedScenario, recordedScenario } from "#support/recorded-scenario";
import { exchangeOf } from "#ui/inspector/packet/exchange";
import type { HopValue } from "#ui/inspector/packet/hop-fields";
import { type HopTable, hopTableOf, selectedColumn } from "#ui/inspector/packet/hop-table";
import { innermost } from "#ui/layer";

const textOf = (value: HopValue | undefined): string => {
  if (value === undefined) return "-";
  switch (value.kind) {
    case "mac":
      return formatMac(value.mac).slice(-5);
    case "ipv4":
      return formatIpv4(value.address);
    case "number":
      return `${value.number}`;
    case "text":
      return value.text;
  }
};

const columnsOf = ({ columns }: HopTable): string[] =>
  columns.map(({ from, to, way }) => `${way === "answer" ? "back " : ""}${from} → ${to.join(" ")}`);

/** Every marked cell: column, field, before → after, machine, rule. */
function marksOf({ columns, groups }: HopTable): string[] {
  return groups.flatMap(({ rows }) =>
    rows.flatMap(({ field, cells }) =>
      cells.flatMap(({ value, change }, at) => {
        if (change === undefined) return [];
        const { kind } = change.rule;
        const what = `${textOf(change.before)} → ${textOf(value)}`;
        return [`${columns[at]?.to.join(" ")}: ${field} ${what}, ${change.node} ${kind}`];
      }),
    ),
  );
}

const nextHopIn =
  (recording: Recording) =>
  (node: string, mac: number, position: number): string | undefined => {
    const rows = [...rowsAt(recording, position, node, "neighbours").values()] as NeighbourRow[];
    return rows.find((row) => row.mac === formatMac(mac as Parameters<typeof formatMac>[0]))?.address;
  };

function tableOf(recorded: RecordedScenario, flight: number): HopTable {
  const { recording, machines: names, ownerOf } = recorded;
  const exchange = exchangeOf(recording, { flight, event: undefined }, { names, ownerOf });
  if (exchange === undefined) throw new Error(`no exchange of flight ${flight}`);
  return hopTableOf(exchange, { recording, nextHopOf: nextHopIn(recording) });
}

const kept = new Map<string, Promise<RecordedScenario>>();
function recordedOnce(name: string, more = ""): Promise<RecordedScenario> {
  const known = kept.get(name + more) ?? recordedScenario(name, more);
  kept.set(name + more, known);
  return known;
}

/** The first flight that carries what is wanted. */
function flightOf({ recording }: RecordedScenario, isWanted: (frame: EthernetFrame) => boolean): number {
  const flight = recording.inFlight.flights.find(({ frame }) => isWanted(frame));
  if (flight === undefined) throw new Error("no such frame");
  return flight.id;
}

const options = (mss: number, times: string): string => `mss ${mss}, sackOK, ${times}wscale 7`;

const synTo =
  (port: number, from = 0) =>
  ({ payload }: EthernetFrame): boolean => {
    if (payload.kind !== "ipv4") return false;
    const tcp = innermost(payload).payload;
    return tcp.kind === "tcp" && tcp.flags === 2 && tcp.dstPort === port && tcp.srcPort > from;
  };

const arpFor =
  (address: string, operation: number) =>
  ({ payload }: EthernetFrame): boolean =>
    payload.kind === "arp" && payload.operation === operation && formatIpv4(payload.targetIp) === address;

describe("a SYN and its answer", () => {
  test("NAT: the director changes the destination there and the source back", async () => {
    const recorded = await recordedOnce("nat-basic");
    const table = tableOf(recorded, flightOf(recorded, synTo(80)));
    expect(columnsOf(table)).toEqual([
      "client → director",
      "director → rs2",
      "back rs2 → director",
      "back director → client",
    ]);
    expect(marksOf(table)).toEqual([
      "rs2: ethernet.dst 02:00 → 04:00, director neighbour",
      "client: ethernet.dst 02:01 → 01:00, director neighbour",
      "rs2: ethernet.src 01:00 → 02:01, director device",
      "client: ethernet.src 04:00 → 02:00, director device",
      "client: ip.src 10.0.0.202 → 192.168.10.200, director ipvs-reply",
      "rs2: ip.dst 192.168.10.200 → 10.0.0.202, director ipvs-request",
      "rs2: ip.ttl 64 → 63, director ipvs-request",
      "client: ip.ttl 64 → 63, director forwarded",
    ]);
  });

  test("DR: the director changes MAC addresses and the TTL, and the answer goes past it", async () => {
    const recorded = await recordedOnce("direct-routing");
    const table = tableOf(recorded, flightOf(recorded, synTo(80)));
    expect(columnsOf(table)).toEqual([
      "client → router",
      "router → director",
      "director → rs2",
      "back rs2 → router",
      "back router → client",
    ]);
    expect(marksOf(table).filter((mark) => mark.startsWith("rs2"))).toEqual([
      "rs2: ethernet.dst 03:00 → 05:00, director neighbour",
      "rs2: ethernet.src 02:00 → 03:00, director device",
      "rs2: ip.ttl 63 → 62, director ipvs-request",
    ]);
    const fields = table.groups
      .flatMap(({ rows }) => rows)
      .filter(({ cells }) => cells.some(({ change }) => change));
    expect(fields.map(({ field }) => field)).toEqual(["ethernet.dst", "ethernet.src", "ip.ttl"]);
  });

  test("TUN: the director wraps the packet, which stays as it is but for its TTL", async () => {
    const recorded = await recordedOnce("tunnel-basic");
    const table = tableOf(recorded, flightOf(recorded, synTo(80, 38252)));
    expect(columnsOf(table)).toEqual([
      "client → router",
      "router → director",
      "director → rs1",
      "back rs1 → router",
      "back router → client",
    ]);
    expect(marksOf(table).filter((mark) => mark.startsWith("rs1"))).toEqual([
      "rs1: ethernet.dst 03:00 → 04:00, director neighbour",
      "rs1: ethernet.src 02:00 → 03:00, director device",
      "rs1: outer.src - → 10.0.0.200, director ipvs-request",
      "rs1: outer.dst - → 10.0.0.201, director ipvs-request",
      "rs1: outer.ttl - → 62, director ipvs-request",
      "rs1: outer.id - → 0, director ipvs-request",
      "rs1: outer.len - → 80, director ipvs-request",
      "rs1: ip.ttl 63 → 62, director ipvs-request",
    ]);
  });

  test("FULLNAT: both ends change, there and back, and the options tell of the client", async () => {
    const recorded = await recordedOnce("fullnat");
    const table = tableOf(recorded, flightOf(recorded, synTo(80, 38254)));
    expect(columnsOf(table)).toEqual([
      "client → director",
      "director → router",
      "router → rs1",
      "back rs1 → router",
      "back router → director",
      "back director → client",
    ]);
    const stamped = options(1460, "TS, ");
    const byDirector = marksOf(table).filter((mark) => mark.includes("director ipvs"));
    expect(byDirector.map((mark) => mark.replaceAll(/3825\d/g, "P").replaceAll(/\d{7,}/g, "N"))).toEqual([
      "router: ip.src 192.168.10.6 → 10.0.0.211, director ipvs-request",
      "client: ip.src 10.1.0.201 → 192.168.10.200, director ipvs-reply",
      "router: ip.dst 192.168.10.200 → 10.1.0.201, director ipvs-request",
      "client: ip.dst 10.0.0.211 → 192.168.10.6, director ipvs-reply",
      "router: transport.sport P → 1025, director ipvs-request",
      "client: transport.sport 8080 → 80, director ipvs-reply",
      "router: transport.dport 80 → 8080, director ipvs-request",
      "client: transport.dport 1025 → P, director ipvs-reply",
      "router: transport.seq N → N, director ipvs-request",
      "client: transport.ack N → N, director ipvs-reply",
      `router: transport.options ${stamped} → ${options(1460, "nop×10, ")}, director ipvs-request`,
      `client: transport.options ${options(1460, "")} → ${options(1452, "")}, director ipvs-reply`,
    ]);
  });
});

describe("what is no TCP connection", () => {
  test("ARP: one question, everybody's answers", async () => {
    const recorded = await recordedOnce("arp-nothing-set");
    const table = tableOf(recorded, flightOf(recorded, arpFor("10.0.0.10", 1)));
    expect(columnsOf(table)).toEqual([
      "router → director rs1 rs2",
      "back rs1 → router",
      "back rs2 → router",
      "back director → router",
    ]);
    expect(marksOf(table)).toEqual([]);
  });

  test("a tunnelled packet that nobody takes: the director writes a new error", async () => {
    const recorded = await recordedOnce("tunnel-gue-gre");
    const table = tableOf(recorded, flightOf(recorded, synTo(80)));
    expect(columnsOf(table)).toEqual([
      "client → router",
      "router → director",
      "director → rs2",
      "back rs2 → director",
      "back director → router",
      "back router → client",
    ]);
    const error = marksOf(table).filter((mark) => mark.startsWith("router: ip.") || mark.includes("quote"));
    expect(error).toEqual([
      "router: ip.src 10.0.0.202 → 10.0.0.10, director ipvs-error",
      "router: ip.dst 10.0.0.200 → 192.168.10.6, director ipvs-error",
      "router: ip.len 116 → 88, director ipvs-error",
      "router: quote.src 10.0.0.200 → 192.168.10.6, director ipvs-error",
      "router: quote.dst 10.0.0.202 → 10.0.0.10, director ipvs-error",
      "router: quote.sport - → 38252, director ipvs-error",
      "router: quote.dport - → 80, director ipvs-error",
    ]);
  });

  test("fragments: each is a hop, and who cut them is named", async () => {
    const ping = [
      "{ at: 9s, on: router, run: ip link set eth0 mtu 1000 }",
      "{ at: 10s, on: client, run: ping -c 1 -s 1000 -M dont 10.0.0.201 }",
    ];
    const recorded = await recordedOnce("direct-routing", ping.map((step) => `  - ${step}\n`).join(""));
    const isPing = ({ payload }: EthernetFrame) => payload.kind === "ipv4" && payload.protocol === 1;
    const table = tableOf(recorded, flightOf(recorded, isPing));
    expect(columnsOf(table)).toEqual([
      "client → router",
      "router → rs1",
      "router → rs1",
      "back rs1 → router",
    ]);
    expect(marksOf(table).filter((mark) => mark.includes("ip.frag"))).toEqual([
      "rs1: ip.frag - → 0 +, router fragmented",
      "rs1: ip.frag - → 976, router fragmented",
    ]);
  });
});

describe("every frame is a column of its exchange, and every change is explained", () => {
  test.each([
    "nat-port-mapping",
    "nat-same-network-client",
    "tunnel-mtu-trap",
    "tunnel-two-routers",
    "fullnat",
    "fwmark",
    "sync-failover",
  ])("%s", async (name) => {
    const recorded = await recordedOnce(name);
    const wrong: string[] = [];
    const { flights } = recorded.recording.inFlight;
    // Of long runs some, from beginning to end.
    const step = Math.ceil(flights.length / 300);
    for (const { id } of flights.filter((_, at) => at % step === 0)) {
      const table = tableOf(recorded, id);
      if (selectedColumn(table, { flight: id, event: undefined }, 0) < 0) wrong.push(`flight ${id}`);
      wrong.push(...marksOf(table).filter((mark) => mark.endsWith("unexplained")));
    }
    expect(flights.length).toBeGreaterThan(90);
    expect(wrong).toEqual([]);
  });
});

test("an event selects the exchange of its packet", async () => {
  const recorded = await recordedOnce("nat-basic");
  const { recording, machines: names, ownerOf } = recorded;
  const asked = recording.events.filter(({ event }) => event.kind === "destination-scheduled");
  expect(asked.length).toBe(4);
  for (const { id } of asked) {
    const exchange = exchangeOf(recording, { flight: undefined, event: id }, { names, ownerOf });
    expect(exchange?.hops.length).toBe(4);
  }
});

test("the MAC address of the next hop comes from the neighbour table", async () => {
  const recorded = await recordedOnce("direct-routing");
  const table = tableOf(recorded, flightOf(recorded, synTo(80)));
  const rules = table.groups[0]?.rows[0]?.cells.map(({ change }) => change?.rule);
  expect(rules).toEqual([
    undefined,
    { kind: "neighbour", nextHop: "10.0.0.10", device: "eth0" },
    { kind: "neighbour", nextHop: "10.0.0.202", device: "eth0" },
    undefined,
    { kind: "neighbour", nextHop: "192.168.10.6", device: "eth1" },
  ]);
});
