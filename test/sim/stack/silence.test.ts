/**
 * What does not happen, and which setting decided so: frames that never left, errors that were held back,
 * packets that ended; on real networks of a few nodes.
 */

import { describe, expect, test } from "vitest";
import { millis, seconds } from "#sim/engine/time";
import { receive } from "#sim/link/device";
import { receiveFrame } from "#sim/stack/input";
import { setDown } from "#sim/stack/interfaces";
import { nextOrigin } from "#sim/stack/ip-id";
import { learnMtu, pathMtu } from "#sim/stack/path-cache";
import { sendRaw } from "#sim/stack/raw-output";
import { openRaw } from "#sim/stack/raw-socket";
import { outputRoute } from "#sim/stack/route-lookup";
import { connect, listen } from "#sim/stack/tcp/calls";
import { openUdp, sendTo } from "#sim/stack/udp-calls";
import { broadcastMac, formatIpv4, type MacAddress } from "#sim/wire/address";
import { ethernet } from "#sim/wire/ethernet";
import { fragments } from "#sim/wire/fragment";
import { echo } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { type Built, networkOf, watch } from "#support/network-of";
import { ip, on, route, set } from "#support/stack-of";

/** A host `a`, a router that forwards, and a host `b` behind it. */
const routed = (more: Readonly<Record<string, string>> = {}): Built =>
  networkOf({
    a: { eth0: "left 10.0.0.1/24", gateway: "10.0.0.254" },
    router: {
      eth0: "left 10.0.0.254/24",
      eth1: "right 10.1.0.254/24",
      set: `ip_forward=1 ${more.router ?? ""}`,
    },
    b: { eth0: "right 10.1.0.1/24", ...(more.b === "lost" ? {} : { gateway: "10.1.0.254" }) },
  });

/** Sends an echo request. */
function ping(built: Built, name: string, dst: string, seq = 1): void {
  const stack = built.stack(name);
  const socket = openRaw(stack, { protocol: protocols.icmp, onPacket: () => {} });
  const payload = echo({ reply: false, id: 1, seq, payload: new Uint8Array(56) });
  sendRaw(socket, { dst: ip(dst), payload });
}

const macOf = (built: Built, name: string, device = "eth0"): MacAddress =>
  on(built.stack(name), device).device.mac;

/** A packet between hosts that appears at a node as if it came off the wire. */
function appear(
  built: Built,
  at: string,
  packet: Ipv4Packet,
  { to = macOf(built, at), device = "eth0" } = {},
) {
  receive(
    on(built.stack(at), device).device,
    ethernet(to, 0x0200000000ff as MacAddress, packet),
    built.network.simulation,
  );
}

const request = (built: Built, src: string, dst: string, size = 56): Ipv4Packet =>
  ipv4({
    origin: nextOrigin(built.stack("a")),
    src: ip(src),
    dst: ip(dst),
    protocol: protocols.icmp,
    payload: echo({ reply: false, id: 1, seq: 1, payload: new Uint8Array(size) }),
    dontFragment: false,
    id: 77,
  });

describe("what should have left and did not", () => {
  test.each([
    ["SYN-ACK", 80],
    ["reset", 81],
  ])("a %s where no route leads back", (missing, port) => {
    const built = routed({ b: "lost" });
    const seen = watch(built, "no-frame-left");
    listen(built.stack("b"), { port: 80 }, () => {});
    connect(built.stack("a"), { dst: ip("10.1.0.1"), dstPort: port }, {}, undefined);
    built.wait(0.5);
    expect(seen.map((event) => [event.node, event.missing, formatIpv4(event.to), event.reason])).toEqual([
      ["b", missing, "10.0.0.1", "no-route"],
    ]);
  });

  test("an echo reply and an ICMP error name the packet that they would have answered", () => {
    const built = routed({ b: "lost" });
    const seen = watch(built, "no-frame-left");
    ping(built, "a", "10.1.0.1");
    const opened = openUdp(built.stack("a"), {}, {}, undefined);
    if (opened.ok) sendTo(opened.socket, { bytes: new Uint8Array(1), dst: ip("10.1.0.1"), dstPort: 9 });
    built.wait(0.5);
    expect(seen.map(({ missing, answering }) => [missing, answering?.protocol])).toEqual([
      ["ICMP reply", protocols.icmp],
      ["ICMP error", protocols.udp],
    ]);
  });

  test.each([
    ["unreachable", "unreachable-route"],
    ["prohibit", "prohibited-route"],
    ["blackhole", "blackhole-route"],
  ] as const)("a SYN and a datagram of this node itself by a route that says %s", (type, reason) => {
    const built = routed();
    const stack = built.stack("a");
    route(stack, "10.1.0.0/24", { type });
    const seen = watch(built, "no-frame-left");
    connect(stack, { dst: ip("10.1.0.1"), dstPort: 80 }, {}, undefined);
    ping(built, "a", "10.1.0.1");
    expect(seen.map((event) => [event.missing, event.reason])).toEqual([
      ["SYN", reason],
      ["datagram", reason],
    ]);
  });

  test("what a connection repeats after its route went with the link", () => {
    const built = routed();
    const stack = built.stack("a");
    const seen = watch(built, "no-frame-left");
    connect(stack, { dst: ip("10.1.0.9"), dstPort: 80 }, {}, undefined);
    setDown(stack, on(stack, "eth0"));
    built.wait(1.5);
    expect(seen.map((event) => [event.missing, event.reason])).toEqual([["SYN", "no-route"]]);
  });
});

describe("errors that are held back", () => {
  test("about missing routes: both limits take from one account, so two at once", () => {
    const built = routed();
    const { snmp } = built.stack("a");
    const seen = watch(built, "icmp-suppressed");
    for (let seq = 0; seq < 10; seq++) ping(built, "a", "10.9.9.9", seq);
    built.wait(0.1);
    expect(snmp.IcmpInDestUnreachs).toBe(2);
    const [first, ...others] = seen.map(({ setting }) => setting);
    expect(first).toEqual({ name: "icmp_ratelimit", value: 1000, from: "net.ipv4.icmp_ratelimit" });
    expect(others).toEqual(
      Array(7).fill({ name: "error_cost", value: 250, from: "net.ipv4.route.error_cost" }),
    );
    built.wait(2);
    ping(built, "a", "10.9.9.9");
    built.wait(0.1);
    expect(snmp.IcmpInDestUnreachs).toBe(3);
  });

  test.each([
    [1000, 6, "icmp_ratelimit"],
    [0, 10, undefined],
  ])("about used up time to live with icmp_ratelimit %i: %i of ten are sent", (limit, sent, name) => {
    const built = routed({ router: `icmp_ratelimit=${limit}` });
    const seen = watch(built, "icmp-suppressed");
    for (let index = 0; index < 10; index++) {
      appear(built, "router", { ...request(built, "10.0.0.1", "10.1.0.1"), ttl: 1 });
    }
    built.wait(0.1);
    expect(built.stack("a").snmp.IcmpInTimeExcds).toBe(sent);
    expect(seen[0]?.setting?.name).toBe(name);
  });

  test("redirects: nine to a host, each after a longer pause, and the last is logged", () => {
    const built = networkOf({
      a: {
        eth0: "lan 10.0.0.1/24",
        gateway: "10.0.0.254",
        set: "conf.all.accept_redirects=0 conf.eth0.accept_redirects=0",
      },
      router: {
        eth0: "lan 10.0.0.254/24",
        gateway: "10.0.0.253",
        set: "ip_forward=1 conf.all.log_martians=1",
      },
      next: { eth0: "lan 10.0.0.253/24" },
    });
    const sent: number[] = [];
    const { simulation } = built.network;
    const start = simulation.now;
    const seen = watch(built, "icmp-suppressed");
    on(built.stack("a"), "eth0").device.taps.push((direction, frame) => {
      if (direction !== "in" || "kind" in frame || frame.payload.kind !== "ipv4") return;
      const { payload } = frame.payload;
      if (payload.kind === "icmp" && payload.type === 5) sent.push((simulation.now - start) / 1e9);
    });
    for (let index = 0; index < 200; index++) {
      ping(built, "a", "9.9.9.9", index);
      simulation.runUntil((start + millis(100) * (index + 1)) as never);
    }
    // As observed at ten packets a second: 0, .1, .2, .4, .8, 1.5, 2.8, 5.4, 10.6 s.
    expect(sent.map((at) => Math.round(at * 10) / 10)).toEqual([0, 0.1, 0.2, 0.4, 0.8, 1.5, 2.8, 5.4, 10.6]);
    expect(new Set(seen.map(({ setting }) => setting?.name))).toEqual(
      new Set(["redirect_load", "redirect_number"]),
    );
    expect(built.stack("router").kernelLog.lines.map(({ text }) => text)).toEqual([
      "IPv4: host 10.0.0.1/if2 ignores redirects for 9.9.9.9 to 10.0.0.253",
    ]);
  });
});

describe("packets that end by a setting", () => {
  test.each([
    [0, 1, []],
    [1, 0, ["net.ipv4.conf.eth0.drop_unicast_in_l2_multicast"]],
  ])(
    "to one host in a frame for all, with drop_unicast_in_l2_multicast %i: %i taken",
    (value, taken, from) => {
      const built = networkOf({ a: { eth0: "lan 10.0.0.1/24" }, b: { eth0: "lan 10.0.0.2/24" } });
      set(built.stack("b"), { "conf.eth0.drop_unicast_in_l2_multicast": value });
      const seen = watch(built, "packet-dropped");
      appear(built, "b", request(built, "10.0.0.1", "10.0.0.2"), { to: broadcastMac });
      expect(built.stack("b").snmp.IcmpInEchos).toBe(taken);
      expect(seen.map(({ setting }) => setting?.from)).toEqual(from);
    },
  );

  test("by a route: the route is named", () => {
    const built = routed();
    route(built.stack("router"), "10.9.0.0/16", { type: "blackhole" });
    const seen = watch(built, "packet-dropped");
    ping(built, "a", "10.9.9.9");
    built.wait(0.1);
    expect(seen).toMatchObject([
      {
        reason: "blackhole-route",
        setting: { name: "route", value: "blackhole 10.9.0.0/16", from: "table main" },
      },
    ]);
  });

  test("a frame with the tag of a VLAN that no device has; tag 0 counts as none", () => {
    const built = networkOf({ a: { eth0: "lan 10.0.0.1/24" } });
    const stack = built.stack("a");
    const seen = watch(built, "frame-dropped");
    const packet = request(built, "10.0.0.2", "10.0.0.1");
    for (const id of [0, 10]) {
      receiveFrame(
        stack,
        on(stack, "eth0"),
        ethernet(macOf(built, "a"), 9 as MacAddress, packet, { id, priority: 3 }),
      );
    }
    expect(stack.snmp.IcmpInEchos).toBe(1);
    expect(seen.map(({ reason }) => reason)).toEqual(["no-vlan-device"]);
  });

  test.each([
    ["the first", 0, 1],
    ["a later", 1, 0],
  ])("fragments of which only %s came: after ipfrag_time, and %i is told", (_, index, told) => {
    const built = networkOf({ a: { eth0: "lan 10.0.0.1/24" }, b: { eth0: "lan 10.0.0.2/24" } });
    const seen = watch(built, "packet-dropped");
    const piece = fragments(request(built, "10.0.0.1", "10.0.0.2", 2000), 1500)[index];
    if (piece !== undefined) appear(built, "b", piece);
    built.wait(29.9);
    expect(seen).toEqual([]);
    built.wait(0.2);
    expect(seen).toMatchObject([
      { reason: "reassembly-timeout", setting: { name: "ipfrag_time", value: 30 } },
    ]);
    expect(built.stack("a").snmp.IcmpInTimeExcds).toBe(told);
  });

  test("fragments that overlap", () => {
    const built = networkOf({ a: { eth0: "lan 10.0.0.1/24" }, b: { eth0: "lan 10.0.0.2/24" } });
    const seen = watch(built, "packet-dropped");
    const [one, two] = fragments(request(built, "10.0.0.1", "10.0.0.2", 2000), 1500) as [
      Ipv4Packet,
      Ipv4Packet,
    ];
    appear(built, "b", one);
    appear(built, "b", { ...two, fragmentOffset: two.fragmentOffset - 8 });
    expect(seen.map(({ reason }) => reason)).toEqual(["bad-fragment"]);
    expect(built.stack("b").snmp.IpReasmFails).toBe(1);
  });
});

test("a path MTU is believed for mtu_expires, and never below min_pmtu", () => {
  const built = routed();
  const stack = built.stack("a");
  const known = (): number => {
    const way = outputRoute(stack, { dst: ip("10.1.0.1") });
    return way.ok ? pathMtu(stack, ip("10.1.0.1"), way.route) : 0;
  };
  learnMtu(stack, ip("10.1.0.1"), 300);
  built.network.simulation.runUntil(seconds(599) as never);
  expect(known()).toBe(552);
  built.network.simulation.runUntil(seconds(601) as never);
  expect(known()).toBe(1500);
});
