/**
 * What a director believes of its connections beside what their ends hold, in recordings of scenarios.
 */

import { expect, test } from "vitest";
import { positionAt } from "#lab/recording";
import { type Nanos, seconds } from "#sim/engine/time";
import type { ConnectionRow, SocketRow } from "#sim/rows";
import { type RecordedScenario, recordedScenario } from "#support/recorded-scenario";
import { beliefsOf } from "#ui/inspector/node/belief";
import { beliefsAt } from "#ui/inspector/node/belief-at";
import type { BeliefKind } from "#words/belief-facts";

function beliefs({ recording, scenario }: RecordedScenario, at: number, node = "director") {
  const moment = { at: seconds(at) as Nanos, position: positionAt(recording, seconds(at) as Nanos) };
  return beliefsAt(recording, scenario, moment, node);
}

test("direct routing: twenty entries in FIN_WAIT, and not one of them at the ends", async () => {
  const recorded = await recordedScenario("dr-inactive-connections");
  const found = beliefs(recorded, 3);
  expect(found.length).toBe(20);
  for (const { connection, client, server, kind, sight } of found) {
    expect(connection.state).toBe("FIN_WAIT");
    expect(client).toEqual({ node: "client", state: undefined });
    expect(["rs1", "rs2"]).toContain(server.node);
    expect([kind, sight, server.state]).toEqual(["both-closed", "one-way", "TIME_WAIT"]);
  }
  // A minute later the servers have forgotten as well.
  expect(new Set(beliefs(recorded, 65).map(({ server }) => server.state))).toEqual(new Set([undefined]));
  expect(beliefs(recorded, 126)).toEqual([]);
});

test("NAT: the director sees both ways, and is right when all is over", async () => {
  const recorded = await recordedScenario("nat-basic");
  const found = beliefs(recorded, 5.4);
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ kind, sight }) => `${kind} ${sight}`))).toEqual(new Set(["agrees both-ways"]));
});

test("what is still on its way is no difference, and NAT has none at all", async () => {
  const { recording, scenario } = await recordedScenario("nat-basic");
  const kinds = new Set<BeliefKind>();
  for (const [index, { at }] of recording.events.entries()) {
    for (const { kind } of beliefsAt(recording, scenario, { at, position: index + 1 }, "director"))
      kinds.add(kind);
  }
  expect(kinds).toEqual(new Set(["under-way", "agrees"]));
});

test("a tunnel: the server dropped what came out of it, the director waits in SYN_RECV", async () => {
  const recorded = await recordedScenario("tunnel-basic");
  const [belief, ...others] = beliefs(recorded, 6);
  expect(others).toEqual([]);
  expect(belief).toMatchObject({
    connection: { state: "SYN_RECV" },
    client: { node: "client", state: "SYN_SENT" },
    server: { node: "rs2", state: undefined },
    kind: "never-opened",
    sight: "one-way",
  });
});

test("behind address translation a client is found by its port, or not at all", async () => {
  const office = await recordedScenario("persistence-office");
  const moments = Array.from({ length: 300 }, (_, index) => index / 50);
  const found = moments.flatMap((at) => beliefs(office, at));
  const clients = new Set(found.map(({ client }) => client.node));
  expect(clients.size).toBeGreaterThan(1);
  expect(clients).toContain(undefined);
  expect(clients).not.toContain("gateway");
  for (const { client, kind } of found) if (client.node === undefined) expect(kind).toBe("unknown");
});

test("the server of FULLNAT is found by the local address", async () => {
  const found = beliefs(await recordedScenario("fullnat"), 7.3);
  const served = found.filter(({ connection }) => connection.local !== undefined);
  expect(served.map(({ server }) => server.node)).toEqual(["rs1"]);
  expect(served[0]?.server.state).toBe("TIME_WAIT");
});

const entry: ConnectionRow = {
  protocol: "TCP",
  client: "192.168.10.6:40000",
  virtual: "10.0.0.10:80",
  local: undefined,
  destination: "10.0.0.201:80",
  method: "direct",
  state: "ESTABLISHED",
  isTemplate: false,
  expiresAt: 0,
};

const socket = (state: string | undefined, local: string, remote: string): SocketRow[] =>
  state === undefined ? [] : [{ protocol: "tcp", state, local, remote, receiveQueue: 0, sendQueue: 0 }];

test.each<[string, string | undefined, string | undefined, BeliefKind]>([
  ["ESTABLISHED", "ESTABLISHED", "ESTABLISHED", "agrees"],
  ["ESTABLISHED", "ESTABLISHED", undefined, "server-unaware"],
  ["ESTABLISHED", undefined, "ESTABLISHED", "client-gone"],
  ["ESTABLISHED", undefined, undefined, "both-closed"],
  ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT2", "behind"],
  ["FIN_WAIT", "FIN_WAIT1", "ESTABLISHED", "agrees"],
  ["FIN_WAIT", undefined, "TIME_WAIT", "both-closed"],
  ["SYN_RECV", "SYN_SENT", "SYN_RECV", "agrees"],
  ["SYN_RECV", "SYN_SENT", undefined, "never-opened"],
  ["SYN_RECV", "ESTABLISHED", "ESTABLISHED", "behind"],
  ["CLOSE", undefined, undefined, "agrees"],
  ["CLOSE", undefined, "ESTABLISHED", "given-up"],
])("the director holds %s, the client %s, the server %s: %s", (state, client, server, kind) => {
  const machines = [
    {
      name: "client",
      addresses: new Set(["192.168.10.6"]),
      sockets: socket(client, entry.client, entry.virtual),
      translates: false,
    },
    {
      name: "rs1",
      addresses: new Set(["10.0.0.201", "10.0.0.10"]),
      sockets: socket(server, entry.virtual, entry.client),
      translates: false,
    },
  ];
  expect(beliefsOf([{ ...entry, state }], machines).map((belief) => belief.kind)).toEqual([kind]);
  expect(beliefsOf([{ ...entry, state }], machines.slice(1)).map((belief) => belief.kind)).toEqual([
    "unknown",
  ]);
});
