/** Who joins a group hears it, and tells routers so: twice, and again when the link comes back. */

import { describe, expect, test } from "vitest";
import { joinGroup, leaveGroup } from "#sim/stack/igmp";
import { setDown, setUp } from "#sim/stack/interfaces";
import type { Stack } from "#sim/stack/stack";
import { openUdp, sendTo } from "#sim/stack/udp-calls";
import type { TraceEvent } from "#sim/trace";
import { formatIpv4 } from "#sim/wire/address";
import { decodeReport, groupRecordTypes } from "#sim/wire/igmp";
import { protocols } from "#sim/wire/ipv4";
import { type Built, networkOf } from "#support/network-of";
import { ip, on, set } from "#support/stack-of";

const group = ip("224.0.0.81");

const pair = (): Built => networkOf({ one: { eth0: "lan 10.0.0.1/24" }, two: { eth0: "lan 10.0.0.2/24" } });

/** What leaves as reports from now on: moment in seconds, `join` or `leave`, group. */
function reports({ network }: Built): (readonly [number, string, string])[] {
  const seen: (readonly [number, string, string])[] = [];
  network.simulation.observe(({ at, event }: TraceEvent) => {
    if (event.kind !== "frame-sent" || event.node !== "one" || event.frame.payload.kind !== "ipv4") return;
    const { payload, protocol, ttl, dst } = event.frame.payload;
    if (protocol !== protocols.igmp || payload.kind !== "raw") return;
    expect([ttl, formatIpv4(dst)]).toEqual([1, "224.0.0.22"]);
    for (const { type, group: named } of decodeReport(payload.bytes) ?? []) {
      const what = type === groupRecordTypes.changeToExclude ? "join" : "leave";
      seen.push([at / 1e9, what, formatIpv4(named)]);
    }
  });
  return seen;
}

const kinds = (seen: readonly (readonly [number, string, string])[]): string[] =>
  seen.map(([, kind]) => kind);
const eth0 = (stack: Stack) => on(stack, "eth0");

describe("reports", () => {
  test("a group is reported at once and again within a second, when it is joined and when it is left", () => {
    const built = pair();
    const one = built.stack("one");
    const seen = reports(built);
    const joined = built.network.simulation.now / 1e9;
    joinGroup(one, eth0(one), group);
    joinGroup(one, eth0(one), group);
    built.wait(3);
    expect(kinds(seen)).toEqual(["join", "join"]);
    expect((seen[0]?.[0] ?? 0) - joined).toBeLessThan(0.013);
    expect((seen[1]?.[0] ?? 0) - (seen[0]?.[0] ?? 0)).toBeLessThan(1.02);
    leaveGroup(one, eth0(one), group);
    built.wait(3);
    expect(seen).toHaveLength(2);
    leaveGroup(one, eth0(one), group);
    built.wait(3);
    expect(kinds(seen).slice(2)).toEqual(["leave", "leave"]);
  });

  test("a group that was joined is reported again when its interface comes back", () => {
    const built = pair();
    const one = built.stack("one");
    joinGroup(one, eth0(one), group);
    built.wait(3);
    const seen = reports(built);
    setDown(one, eth0(one));
    built.wait(1);
    setUp(one, eth0(one));
    built.wait(3);
    expect(kinds(seen)).toEqual(["join", "join"]);
  });

  test("switches say how often, and whether groups of the link are reported at all", () => {
    for (const [settings, address, times] of [
      [{ igmp_qrv: 1 }, "224.0.0.81", 1],
      [{ igmp_link_local_mcast_reports: 0 }, "224.0.0.81", 0],
      [{ igmp_link_local_mcast_reports: 0 }, "239.0.0.81", 2],
    ] as const) {
      const built = pair();
      const one = built.stack("one");
      set(one, settings);
      const seen = reports(built);
      joinGroup(one, eth0(one), ip(address));
      built.wait(3);
      expect(seen).toHaveLength(times);
    }
  });
});

test("a datagram to a group reaches every socket of a member, by one hop, and nobody else", () => {
  const built = pair();
  const [one, two] = [built.stack("one"), built.stack("two")];
  const heard: [string, number][] = [];
  for (const name of ["first", "second"]) {
    const request = { address: group, port: 5000, reuseAddress: true, device: eth0(two) };
    const onDatagram = (_: unknown, __: unknown, { ttl }: { readonly ttl: number }) =>
      heard.push([name, ttl]);
    expect(openUdp(two, request, { onDatagram }, undefined).ok).toBe(true);
  }
  const opened = openUdp(one, { groupSending: { output: eth0(one), ttl: 1 } }, {}, undefined);
  if (!opened.ok) throw new Error(opened.errno);
  const say = (): void => {
    sendTo(opened.socket, { dst: group, dstPort: 5000, bytes: new Uint8Array(1) });
    built.wait(0.1);
  };
  say();
  expect(heard).toEqual([]);
  joinGroup(two, eth0(two), group);
  say();
  expect(heard).toEqual([
    ["first", 1],
    ["second", 1],
  ]);
});
