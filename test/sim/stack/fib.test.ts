import { describe, expect, test } from "vitest";
import { carrierMayHaveChanged } from "#sim/link/carrier";
import { deleteAddress } from "#sim/stack/address";
import { allRoutes, routesOf } from "#sim/stack/fib";
import { addRoute, deleteRoute } from "#sim/stack/fib-routes";
import { addRule, deleteRule } from "#sim/stack/fib-rules";
import { setDown, setUp } from "#sim/stack/interfaces";
import { tables } from "#sim/stack/route";
import { formatRoute, formatRule } from "#sim/stack/route-format";
import { outputRoute } from "#sim/stack/route-lookup";
import type { Stack } from "#sim/stack/stack";
import { cidr, give, ip, on, plug, route, set, stackOf } from "#support/stack-of";

const show = (stack: Stack, table: number = tables.main): readonly string[] =>
  (routesOf(stack.fib, table) ?? []).map((entry) => formatRoute(entry));

const lan = (): Stack => stackOf({ eth0: ["10.0.0.10/24"] });

describe("what adding an address creates", () => {
  test("a connected route in main, itself and the broadcast address in local", () => {
    const stack = lan();
    give(stack, "lo", "10.0.0.100/32");
    expect(show(stack)).toEqual(["10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.10"]);
    expect(show(stack, tables.local)).toEqual([
      "local 10.0.0.10 dev eth0 proto kernel scope host src 10.0.0.10",
      "local 10.0.0.100 dev lo proto kernel scope host src 10.0.0.100",
      "broadcast 10.0.0.255 dev eth0 proto kernel scope link src 10.0.0.10",
      "local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1",
      "local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1",
      "broadcast 127.255.255.255 dev lo proto kernel scope link src 127.0.0.1",
    ]);
  });

  test("with the LAN's own length on lo: a local network and a second broadcast entry", () => {
    const stack = stackOf({ eth0: ["10.0.0.11/24"] });
    route(stack, "default", { via: "10.0.0.1" });
    give(stack, "lo", "10.0.0.100/24");
    expect(allRoutes(stack.fib).map((entry) => formatRoute(entry, { table: true }))).toEqual([
      "default via 10.0.0.1 dev eth0",
      "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.11",
      "local 10.0.0.0/24 dev lo table local proto kernel scope host src 10.0.0.100",
      "local 10.0.0.11 dev eth0 table local proto kernel scope host src 10.0.0.11",
      "local 10.0.0.100 dev lo table local proto kernel scope host src 10.0.0.100",
      "broadcast 10.0.0.255 dev eth0 table local proto kernel scope link src 10.0.0.11",
      "broadcast 10.0.0.255 dev lo table local proto kernel scope link src 10.0.0.100",
      "local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1",
      "local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1",
      "broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1",
    ]);
  });

  test("a second address of the same prefix is secondary: itself only, with the primary as source", () => {
    const stack = lan();
    give(stack, "eth0", "10.0.0.100/24", { label: "eth0:0" });
    give(stack, "eth0", "10.0.0.101/32");
    const shown = on(stack, "eth0").addresses.map(({ address, isSecondary }) => [address & 255, isSecondary]);
    expect(shown).toEqual([
      [10, false],
      [101, false],
      [100, true],
    ]);
    expect(show(stack)).toHaveLength(1);
    expect(show(stack, tables.local)).toContain(
      "local 10.0.0.100 dev eth0 proto kernel scope host src 10.0.0.10",
    );
  });

  test("an explicit broadcast address is entered beside the address itself, which wins", () => {
    const stack = lan();
    give(stack, "eth0", "10.0.0.100/32", { broadcast: ip("10.0.0.100") });
    const entries = show(stack, tables.local).filter((line) => line.includes("10.0.0.100 "));
    expect(entries).toEqual([
      "local 10.0.0.100 dev eth0 proto kernel scope host src 10.0.0.100",
      "broadcast 10.0.0.100 dev eth0 proto kernel scope link src 10.0.0.100",
    ]);
  });

  test.each([
    ["10.0.0.10/24", {}, "EEXIST"],
    ["10.0.0.10/32", {}, "ok"],
    ["10.0.0.11/24", { scope: 253 }, "EINVAL"],
  ])("adding %s %o again: %s", (address, more, result) => {
    expect(give(lan(), "eth0", address, more as never)).toBe(result);
  });
});

describe("deleting a primary", () => {
  const withSecondaries = (): Stack => {
    const stack = lan();
    give(stack, "eth0", "10.0.0.100/24");
    give(stack, "eth0", "10.0.0.101/24");
    give(stack, "eth0", "10.0.0.102/32");
    return stack;
  };
  const left = (stack: Stack): readonly string[] =>
    on(stack, "eth0").addresses.map(
      ({ address, isSecondary }) => `${address & 255}${isSecondary ? "s" : ""}`,
    );

  test("takes its secondaries with it, but not a /32 within the subnet", () => {
    const stack = withSecondaries();
    expect(deleteAddress(stack, on(stack, "eth0"), { address: ip("10.0.0.10") })).toBe("ok");
    expect(left(stack)).toEqual(["102"]);
    expect(show(stack)).toEqual([]);
    expect(show(stack, tables.local).filter((line) => line.includes("eth0"))).toEqual([
      "local 10.0.0.102 dev eth0 proto kernel scope host src 10.0.0.102",
    ]);
  });

  test("promotes the first secondary where promote_secondaries is set", () => {
    const stack = withSecondaries();
    set(stack, { "conf.eth0.promote_secondaries": 1 });
    deleteAddress(stack, on(stack, "eth0"), { address: ip("10.0.0.10") });
    expect(left(stack)).toEqual(["102", "100", "101s"]);
    expect(show(stack)).toEqual(["10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.100"]);
    expect(show(stack, tables.local).filter((line) => line.includes("eth0"))).toEqual([
      "local 10.0.0.100 dev eth0 proto kernel scope host src 10.0.0.100",
      "local 10.0.0.101 dev eth0 proto kernel scope host src 10.0.0.100",
      "local 10.0.0.102 dev eth0 proto kernel scope host src 10.0.0.102",
      "broadcast 10.0.0.255 dev eth0 proto kernel scope link src 10.0.0.100",
    ]);
  });

  test("takes away routes that name the address as source, with the last address all of them", () => {
    const stack = lan();
    give(stack, "eth0", "10.0.0.101/32");
    route(stack, "192.168.5.0/24", { via: "10.0.0.1" });
    route(stack, "192.168.6.0/24", { via: "10.0.0.1", preferredSource: ip("10.0.0.101") });
    deleteAddress(stack, on(stack, "eth0"), { address: ip("10.0.0.101") });
    expect(show(stack)).toEqual([
      "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.10",
      "192.168.5.0/24 via 10.0.0.1 dev eth0",
    ]);
    deleteAddress(stack, on(stack, "eth0"), { address: ip("10.0.0.10") });
    expect(show(stack)).toEqual([]);
  });
});

describe("a device goes down and up", () => {
  test("connected routes come back, static ones do not; own addresses stay all along", () => {
    const stack = lan();
    route(stack, "default", { via: "10.0.0.254" });
    setDown(stack, on(stack, "eth0"));
    expect(show(stack)).toEqual([]);
    expect(show(stack, tables.local)[0]).toBe(
      "local 10.0.0.10 dev eth0 proto kernel scope host src 10.0.0.10",
    );
    setUp(stack, on(stack, "eth0"));
    expect(show(stack)).toEqual(["10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.10"]);
  });

  test("a lost carrier is shown, and counts where ignore_routes_with_linkdown is set", () => {
    const stack = lan();
    on(stack, "eth0").device.hasCarrier = () => false;
    carrierMayHaveChanged(on(stack, "eth0").device, stack.simulation);
    expect(show(stack)).toEqual(["10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.10 linkdown"]);
    expect(outputRoute(stack, { dst: ip("10.0.0.1") })).toMatchObject({ ok: true });
    set(stack, { "conf.eth0.ignore_routes_with_linkdown": 1 });
    expect(outputRoute(stack, { dst: ip("10.0.0.1") })).toEqual({ ok: false, errno: "ENETUNREACH" });
  });
});

describe("routes that are refused, with the kernel's reason", () => {
  test.each([
    ["default", { via: "172.16.0.1" }, "ENETUNREACH", "Nexthop has invalid gateway"],
    ["192.168.5.0/24", { via: "10.0.0.10" }, "ok", undefined],
    ["192.168.7.5/24", { via: "10.0.0.1" }, "EINVAL", "Invalid prefix for given prefix length"],
    ["192.168.7.0/24", {}, "ENODEV", undefined],
    ["10.0.0.0/24", { dev: "eth0", metric: 5 }, "ok", undefined],
    ["10.0.0.0/24", { dev: "eth0" }, "EEXIST", undefined],
    ["192.168.7.0/24", { dev: "eth1" }, "ENETDOWN", "Device for nexthop is not up"],
    ["192.168.7.0/24", { dev: "eth0", preferredSource: ip("9.9.9.9") }, "EINVAL", "Invalid prefsrc address"],
    ["default", { via: "172.16.0.1", dev: "eth0", onlink: true }, "ok", undefined],
    [
      "8.8.8.8/32",
      { type: "blackhole", dev: "eth0" },
      "EINVAL",
      "Gateway, device and multipath can not be specified for this route type",
    ],
  ] as const)("%s %o: %s", (destination, more, errno, message) => {
    const stack = lan();
    setDown(stack, plug(stack, "eth1", []));
    const result = route(stack, destination, more);
    expect(result.ok ? "ok" : result.errno).toBe(errno);
    expect(result.ok ? undefined : result.message).toBe(message);
  });

  test("deleting needs a route that fits", () => {
    const stack = lan();
    route(stack, "default", { via: "10.0.0.254", metric: 7 });
    expect(deleteRoute(stack, { ...cidr("1.1.1.0/24") })).toEqual({ ok: false, errno: "ESRCH" });
    expect(deleteRoute(stack, { ...cidr("default"), gateway: ip("10.0.0.1") })).toMatchObject({ ok: false });
    expect(deleteRoute(stack, { ...cidr("default") })).toEqual({ ok: true });
  });

  test("replace changes the route of the same metric in its place", () => {
    const stack = lan();
    route(stack, "default", { via: "10.0.0.254" });
    addRoute(stack, { ...cidr("default"), gateway: ip("10.0.0.1") }, "replace");
    addRoute(stack, { ...cidr("default"), gateway: ip("10.0.0.2"), metric: 9 }, "replace");
    expect(show(stack).slice(0, 2)).toEqual([
      "default via 10.0.0.1 dev eth0",
      "default via 10.0.0.2 dev eth0 metric 9",
    ]);
  });
});

describe("policy rules", () => {
  test("a rule without priority goes before the second one, and is listed as ip rule does", () => {
    const stack = lan();
    addRule(stack, { mark: 1, action: { kind: "lookup", table: 100 } });
    addRule(stack, { priority: 100, from: cidr("10.0.0.10"), action: { kind: "lookup", table: 200 } });
    expect(stack.fib.rules.map(formatRule)).toEqual([
      "0:\tfrom all lookup local",
      "100:\tfrom 10.0.0.10 lookup 200",
      "32765:\tfrom all fwmark 0x1 lookup 100",
      "32766:\tfrom all lookup main",
      "32767:\tfrom all lookup default",
    ]);
    expect(deleteRule(stack, { mark: 1 })).toEqual({ ok: true });
    expect(deleteRule(stack, { mark: 1 })).toEqual({ ok: false, errno: "ENOENT" });
  });
});
