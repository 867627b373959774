import { describe, expect, test } from "vitest";
import { addRule } from "#sim/stack/fib-rules";
import { received } from "#sim/stack/packet-context";
import { type InputDecision, inputRoute } from "#sim/stack/route-lookup";
import type { Stack } from "#sim/stack/stack";
import type { MacAddress } from "#sim/wire/address";
import { ethernet } from "#sim/wire/ethernet";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { give, ip, on, plug, route, set, stackOf } from "#support/stack-of";

interface Arriving {
  readonly src: string;
  readonly dst: string;
  readonly dev?: string;
  readonly mark?: number;
}

function arrive(stack: Stack, { src, dst, dev = "eth0", mark = 0 }: Arriving): InputDecision {
  const payload = { kind: "raw", bytes: new Uint8Array(8), length: 8 } as const;
  const packet = ipv4({ origin: 1, src: ip(src), dst: ip(dst), protocol: protocols.udp, payload });
  const [to, from] = [0x020000000102 as MacAddress, 0x020000000101 as MacAddress];
  const context = received(packet, on(stack, dev), ethernet(to, from, packet), "host");
  context.mark = mark;
  return inputRoute(stack, context);
}

/** What was decided, as one word, and for a refusal the sysctl that counted. */
function verdict(decision: InputDecision): string {
  if (decision.kind !== "refused") return decision.kind;
  const { drop, icmp } = decision;
  const answer = icmp === undefined ? "" : ` ${icmp.type}/${icmp.code}`;
  const { setting } = drop;
  const decider = setting === undefined ? "" : ` by ${setting.from}=${setting.value}`;
  return `${drop.reason}${answer}${decider}`;
}

/** eth0 10.0.0.1/24 towards the client, eth1 10.1.0.1/24, and 172.16/16 behind eth0. */
function router(): Stack {
  const stack = stackOf({ eth0: ["10.0.0.1/24"], eth1: ["10.1.0.1/24"] });
  route(stack, "172.16.0.0/16", { via: "10.0.0.254" });
  set(stack, { ip_forward: 1 });
  return stack;
}

describe("types of routes, for an arriving packet", () => {
  test.each([
    [1, "10.1.0.9", "forward"],
    [1, "10.1.0.1", "local"],
    [1, "10.1.0.255", "broadcast"],
    [1, "255.255.255.255", "broadcast"],
    [1, "11.0.0.1", "unreachable-route 3/1"],
    [1, "11.0.0.2", "prohibited-route 3/13"],
    [1, "11.0.0.3", "blackhole-route"],
    [1, "11.0.0.4", "no-route 3/0"],
    [1, "9.9.9.9", "no-route 3/0"],
    [1, "240.1.1.1", "no-route 3/0"],
    [1, "127.0.0.1", "martian-destination by net.ipv4.conf.eth0.route_localnet=0"],
    [1, "0.1.2.3", "martian-destination"],
    [1, "224.0.0.1", "local"],
    [1, "224.0.0.18", "group-not-joined"],
    [0, "10.1.0.9", "not-a-router by net.ipv4.conf.eth0.forwarding=0"],
    [0, "9.9.9.9", "not-a-router by net.ipv4.conf.eth0.forwarding=0"],
    [0, "11.0.0.1", "not-a-router by net.ipv4.conf.eth0.forwarding=0"],
    [0, "10.1.0.1", "local"],
  ])("forwarding %i, to %s: %s", (forwarding, dst, expected) => {
    const stack = router();
    set(stack, { ip_forward: forwarding });
    for (const [index, type] of (["unreachable", "prohibit", "blackhole", "throw"] as const).entries()) {
      route(stack, `11.0.0.${index + 1}`, { type });
    }
    expect(verdict(arrive(stack, { src: "10.0.0.9", dst }))).toBe(expected);
    expect(verdict(arrive(stack, { src: "10.0.0.9", dst }))).toBe(expected);
  });

  test.each([
    ["224.0.0.1", "martian-source"],
    ["255.255.255.255", "martian-source"],
    ["0.1.2.3", "martian-source"],
    ["127.0.0.1", "martian-source by net.ipv4.conf.eth0.route_localnet=0"],
    ["10.0.0.1", "martian-source by net.ipv4.conf.eth0.accept_local=0"],
    ["10.1.0.1", "martian-source by net.ipv4.conf.eth0.accept_local=0"],
    ["10.0.0.255", "local"],
    ["240.1.1.1", "local"],
  ])("from %s to this node: %s", (src, expected) => {
    expect(verdict(arrive(router(), { src, dst: "10.0.0.1" }))).toBe(expected);
  });
});

describe("the reverse path filter", () => {
  const strict = "reverse-path by net.ipv4.conf.eth1.rp_filter=1";
  const loose = "reverse-path by net.ipv4.conf.eth1.rp_filter=2";
  const own = "martian-source by net.ipv4.conf.eth1.accept_local=0";
  const filtered = [1, 2].map((value) => `martian-source by net.ipv4.conf.eth1.rp_filter=${value}`);

  test.each([
    // Who sends, arriving by eth1; then with rp_filter 0, 1, 2.
    ["its own address", "10.0.0.1", own, own, own],
    ["the broadcast address", "10.0.0.255", "local", ...filtered],
    ["a host of eth1", "10.1.0.9", "local", "local", "local"],
    ["a host of eth0", "10.0.0.9", "local", strict, "local"],
    ["a host behind eth0", "172.16.0.9", "local", strict, "local"],
    ["a host without route", "9.9.9.9", "local", strict, loose],
  ])("from %s (%s): %s | %s | %s", (_, src, ...expected) => {
    for (const [value, outcome] of expected.entries()) {
      const stack = router();
      set(stack, { "conf.eth1.rp_filter": value });
      expect(verdict(arrive(stack, { src, dst: "10.0.0.1", dev: "eth1" }))).toBe(outcome);
    }
  });

  test("an own address with accept_local passes, strictly only on the interface that has it", () => {
    const stack = router();
    set(stack, { "conf.all.accept_local": 1 });
    const outcomes = [0, 1, 2].flatMap((value) => {
      set(stack, { "conf.all.rp_filter": value });
      return ["10.0.0.1", "10.1.0.1"].map((src) => arrive(stack, { src, dst: "10.0.0.1", dev: "eth1" }).kind);
    });
    expect(outcomes).toEqual(["local", "local", "refused", "local", "local", "local"]);
  });

  test.each([
    [0, 0, "local"],
    [0, 1, "reverse-path by net.ipv4.conf.eth1.rp_filter=1"],
    [1, 0, "reverse-path by net.ipv4.conf.all.rp_filter=1"],
    [1, 2, "local"],
    [2, 1, "local"],
    [2, 0, "local"],
  ])("the larger of all=%i and eth1=%i counts: %s", (all, eth1, expected) => {
    const stack = router();
    set(stack, { "conf.all.rp_filter": all, "conf.eth1.rp_filter": eth1 });
    expect(verdict(arrive(stack, { src: "10.0.0.9", dst: "10.0.0.1", dev: "eth1" }))).toBe(expected);
  });

  test("loose still drops on an interface without an address: tunl0 with the VIP on lo", () => {
    const stack = stackOf({ eth0: ["10.0.0.11/24"] });
    plug(stack, "tunl0", []);
    route(stack, "default", { via: "10.0.0.254" });
    give(stack, "lo", "10.0.0.100/32");
    const outcome = (): string => verdict(arrive(stack, { src: "9.9.9.9", dst: "10.0.0.100", dev: "tunl0" }));
    const outcomes = [0, 1, 2].map((value) => {
      set(stack, { "conf.tunl0.rp_filter": value });
      return outcome();
    });
    expect(outcomes).toEqual([
      "local",
      "reverse-path by net.ipv4.conf.tunl0.rp_filter=1",
      "reverse-path by net.ipv4.conf.tunl0.rp_filter=2",
    ]);
    give(stack, "tunl0", "10.0.0.101/32");
    expect(outcome()).toBe("local");
  });

  test("a way back by mark counts only with src_valid_mark", () => {
    const stack = stackOf({ eth0: ["10.0.0.1/24"], eth1: ["10.1.0.1/24"] });
    route(stack, "default", { via: "10.0.0.254" });
    route(stack, "default", { via: "10.1.0.254", table: 100 });
    addRule(stack, { mark: 1, action: { kind: "lookup", table: 100 } });
    set(stack, { "conf.eth1.rp_filter": 1 });
    const marked = { src: "9.9.9.9", dst: "10.0.0.1", dev: "eth1", mark: 1 };
    expect(arrive(stack, marked).kind).toBe("refused");
    set(stack, { "conf.all.src_valid_mark": 1 });
    expect(arrive(stack, marked).kind).toBe("local");
  });

  test("is not asked where the packet would not be forwarded anyway", () => {
    const stack = router();
    set(stack, { ip_forward: 0, "conf.all.rp_filter": 1 });
    expect(verdict(arrive(stack, { src: "9.9.9.9", dst: "10.0.0.9", dev: "eth1" }))).toMatch(/^not-a-router/);
    expect(stack.snmp.TcpExtIPReversePathFilter).toBe(0);
    expect(stack.snmp.IpInAddrErrors).toBe(1);
  });
});

describe("the log of martians", () => {
  test("names both addresses and the link header; IPReversePathFilter counts the filter's drops only", () => {
    const stack = router();
    set(stack, { "conf.all.log_martians": 1, "conf.eth1.rp_filter": 1 });
    arrive(stack, { src: "9.9.9.9", dst: "10.1.0.1", dev: "eth1" });
    arrive(stack, { src: "10.1.0.2", dst: "127.0.0.1", dev: "eth1" });
    expect(stack.kernelLog.lines.map(({ text }) => text)).toEqual([
      "IPv4: martian source 10.1.0.1 from 9.9.9.9, on dev eth1",
      "ll header: 00000000: 02 00 00 00 01 02 02 00 00 00 01 01 08 00",
      "IPv4: martian destination 127.0.0.1 from 10.1.0.2, dev eth1",
    ]);
    expect(stack.snmp.TcpExtIPReversePathFilter).toBe(1);
    expect(stack.fib.counters).toMatchObject({ inMartianSource: 1, inMartianDestination: 1 });
  });
});

test("where a redirect may be due the source is looked up in full, whatever rp_filter is", () => {
  const stack = router();
  set(stack, { "conf.all.accept_local": 1 });
  expect(verdict(arrive(stack, { src: "10.0.0.9", dst: "172.16.0.9" }))).toBe("forward");
  expect(verdict(arrive(stack, { src: "10.1.0.1", dst: "172.16.0.9" }))).toBe("forward");
  set(stack, { "conf.all.accept_local": 0 });
  expect(verdict(arrive(stack, { src: "10.1.0.1", dst: "172.16.0.9" }))).toMatch(/^martian-source/);
  set(stack, { "conf.all.send_redirects": 0, "conf.eth0.send_redirects": 0 });
  expect(verdict(arrive(stack, { src: "10.0.0.255", dst: "172.16.0.9" }))).toBe("forward");
  set(stack, { "conf.eth0.send_redirects": 1 });
  expect(verdict(arrive(stack, { src: "10.0.0.255", dst: "172.16.0.9" }))).toBe("martian-source");
});
