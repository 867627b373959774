/**
 * Two directors of one virtual address, by direct routing: what the master tells and when, and what is left
 * of a connection when the backup takes the address over.
 */

import { describe, expect, test } from "vitest";
import type { Conversation } from "#sim/app/conversation";
import { exchange, open } from "#sim/app/hold-client";
import { startHoldServer } from "#sim/app/hold-server";
import { seconds } from "#sim/engine/time";
import { startSyncDaemon, stopSyncDaemon } from "#sim/ipvs/sync-daemon";
import { loadIpvsModule } from "#sim/nodes/modules";
import { addAddress, deleteAddress } from "#sim/stack/address";
import { announceAddresses } from "#sim/stack/arp";
import { counts, type Director, entries, ipvsadm, setVs } from "#support/director-of";
import { type Built, networkOf, watch } from "#support/network-of";
import { cidr, ip, on } from "#support/stack-of";

const vip = "10.0.0.100";
const quiet = "conf.all.arp_ignore=1 conf.all.arp_announce=2";

interface Pair {
  readonly built: Built;
  readonly master: Director;
  readonly backup: Director;
}

interface Wanted {
  readonly isSynced?: boolean;
  readonly service?: string;
  readonly settings?: Readonly<Record<string, number | string>>;
}

function directorOn(built: Built, name: string, service: string): Director {
  const node = built.node(name);
  loadIpvsModule(node);
  if (node.ipvs === undefined) throw new Error("no load balancer");
  const simulation = built.network.simulation as unknown as Director["simulation"];
  const director: Director = { stack: node.stack, ipvs: node.ipvs, simulation, sent: [] };
  ipvsadm(director, `-A -t ${vip}:80 ${service}`);
  for (const server of ["11", "12"]) ipvsadm(director, `-a -t ${vip}:80 -r 10.0.0.${server}:80 -g`);
  return director;
}

function pairOf({ isSynced = true, service = "-s rr", settings = {} }: Wanted = {}): Pair {
  const built = networkOf({
    client: { eth0: "lan 10.0.0.1/24" },
    dir1: { eth0: `lan 10.0.0.2/24 ${vip}/32` },
    dir2: { eth0: "lan 10.0.0.3/24" },
    rs1: { eth0: "lan 10.0.0.11/24", lo: `${vip}/32`, set: quiet },
    rs2: { eth0: "lan 10.0.0.12/24", lo: `${vip}/32`, set: quiet },
  });
  for (const name of ["rs1", "rs2"])
    startHoldServer(built.stack(name), { port: 80, banner: new Uint8Array(4) });
  const master = directorOn(built, "dir1", service);
  const backup = directorOn(built, "dir2", service);
  setVs(master, settings);
  const fields = { interface: "eth0", syncId: 7 };
  if (isSynced) {
    expect(startSyncDaemon(master.ipvs, "master", fields)).toBe("ok");
    expect(startSyncDaemon(backup.ipvs, "backup", fields)).toBe("ok");
  }
  return { built, master, backup };
}

function connect({ built }: Pair, srcPort: number, patience = 0.1): Conversation {
  const found: { conversation?: Conversation } = {};
  const request = { dst: ip(vip), dstPort: 80, srcPort, timeout: seconds(5), banner: true };
  open(built.stack("client"), request, (result) => {
    if (result.ok) found.conversation = result.conversation;
  });
  built.wait(patience);
  if (found.conversation === undefined) throw new Error("no connection");
  return found.conversation;
}

/** Sends a line, and answers how many bytes came back, or the error. */
function say({ built }: Pair, conversation: Conversation): number | string {
  const said: { result?: number | string } = {};
  exchange(conversation, { bytes: new Uint8Array(3), timeout: seconds(5) }, ({ received, error }) => {
    said.result = error ?? received.length;
  });
  built.wait(0.2);
  return said.result ?? "nothing yet";
}

/** The virtual address moves, and the new owner says so. */
function takeOver({ built }: Pair): void {
  const [before, after] = [built.stack("dir1"), built.stack("dir2")];
  deleteAddress(before, on(before, "eth0"), cidr(`${vip}/32`));
  addAddress(after, on(after, "eth0"), cidr(`${vip}/32`));
  announceAddresses(after, on(after, "eth0"));
  built.wait(0.01);
}

describe("a connection that the backup was told of", () => {
  test("is there after two to three seconds, flagged, counted, with the whole of its time", () => {
    const pair = pairOf();
    connect(pair, 5000);
    pair.built.wait(1.5);
    expect(entries(pair.backup)).toEqual([]);
    pair.built.wait(1.8);
    const [entry, ...others] = entries(pair.backup);
    expect(others).toEqual([]);
    expect(entry).toMatch(/^TCP 10\.0\.0\.1:5000 10\.0\.0\.100:80 10\.0\.0\.12:80 ESTABLISHED 89\d$/);
    expect(counts(pair.backup)).toBe(counts(pair.master));
  });

  test("goes on when the backup takes the address over", () => {
    const pair = pairOf();
    const conversation = connect(pair, 5000);
    pair.built.wait(3.5);
    takeOver(pair);
    expect(say(pair, conversation)).toBe(3);
    expect(say(pair, conversation)).toBe(3);
  });
});

describe("a connection that the backup was not told of is reset by it", () => {
  test("because no daemon runs", () => {
    const pair = pairOf({ isSynced: false });
    const conversation = connect(pair, 5000);
    pair.built.wait(3.5);
    takeOver(pair);
    expect(say(pair, conversation)).toBe("ECONNRESET");
  });

  test("because it is too young", () => {
    const pair = pairOf();
    pair.built.wait(2);
    const conversation = connect(pair, 5000);
    takeOver(pair);
    expect(say(pair, conversation)).toBe("ECONNRESET");
  });

  test("because the master was stopped with the message in hand", () => {
    const pair = pairOf();
    const conversation = connect(pair, 5000);
    stopSyncDaemon(pair.master.ipvs, "master");
    pair.built.wait(3.5);
    takeOver(pair);
    expect(say(pair, conversation)).toBe("ECONNRESET");
  });
});

test.each([
  ["the third packet, then every fiftieth", {}, ["packets"]],
  ["the second, once", { sync_threshold: "2 0" }, ["packets"]],
  ["one that no connection has", { sync_threshold: "9 0" }, []],
  ["whenever the end has moved far enough", { sync_refresh_period: 10, sync_threshold: "0 0" }, ["refresh"]],
])("a connection is told of at %s", (_, settings, reasons) => {
  const pair = pairOf({ settings });
  const told = watch(pair.built, "connection-told");
  connect(pair, 5000);
  pair.built.wait(1);
  expect(told.map(({ because }) => because)).toEqual(reasons);
});

test("templates are told of with every packet of their connections, and alone in sync_persist_mode", () => {
  for (const [mode, expected] of [
    [0, ["TCP 10.0.0.1:0", "TCP 10.0.0.1:5000"]],
    [1, ["TCP 10.0.0.1:0"]],
  ] as const) {
    const pair = pairOf({ service: "-s rr -p 60", settings: { sync_persist_mode: mode } });
    const sent = watch(pair.built, "sync-message-sent");
    connect(pair, 5000);
    pair.built.wait(3.5);
    expect(entries(pair.backup).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(expected);
    expect(sent.map(({ connections }) => connections)).toEqual([expected.length + 2]);
  }
});

test("full messages leave soon: forty connections of 36 bytes fit", () => {
  const pair = pairOf({ settings: { sync_threshold: "2 50" } });
  const sent = watch(pair.built, "sync-message-sent");
  for (let port = 6000; port < 6041; port++) connect(pair, port, 0.02);
  pair.built.wait(0.1);
  expect(sent.at(-1)).toMatchObject({ connections: 40, bytes: 1448 });
});
