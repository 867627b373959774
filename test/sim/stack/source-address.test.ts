import { describe, expect, test } from "vitest";
import { deleteAddress } from "#sim/stack/address";
import { scopes } from "#sim/stack/interface";
import { setDown } from "#sim/stack/interfaces";
import { outputRoute } from "#sim/stack/route-lookup";
import { isLocalAddress } from "#sim/stack/source-address";
import type { Stack } from "#sim/stack/stack";
import { formatIpv4 } from "#sim/wire/address";
import { give, ip, on, route, set, stackOf } from "#support/stack-of";

function sourceTowards(stack: Stack, dst: string): string {
  const way = outputRoute(stack, { dst: ip(dst) });
  return way.ok ? formatIpv4(way.route.source) : way.errno;
}

describe("the source of an own packet", () => {
  test("is never the VIP on lo while the interface has an address", () => {
    const stack = stackOf({ eth0: ["10.0.0.11/24"] });
    give(stack, "lo", "10.0.0.100/32");
    route(stack, "default", { via: "10.0.0.254" });
    expect(sourceTowards(stack, "8.8.8.8")).toBe("10.0.0.11");
    expect(sourceTowards(stack, "10.0.0.100")).toBe("10.0.0.100");
  });

  test("is the VIP on lo where the interface has none", () => {
    const stack = stackOf({ eth0: [] });
    give(stack, "lo", "10.0.0.100/32");
    route(stack, "10.0.0.0/24", { dev: "eth0" });
    expect(sourceTowards(stack, "10.0.0.1")).toBe("10.0.0.100");
  });

  test("prefers what the route names, then the subnet of the gateway, then the first primary", () => {
    const stack = stackOf({ eth0: ["10.0.0.11/24", "192.168.7.11/24"] });
    route(stack, "8.8.8.0/24", { via: "192.168.7.254" });
    route(stack, "8.8.4.0/24", { dev: "eth0" });
    route(stack, "8.8.5.0/24", { via: "10.0.0.254", preferredSource: ip("192.168.7.11") });
    expect(sourceTowards(stack, "8.8.8.8")).toBe("192.168.7.11");
    expect(sourceTowards(stack, "8.8.4.4")).toBe("10.0.0.11");
    expect(sourceTowards(stack, "8.8.5.5")).toBe("192.168.7.11");
  });

  test("is of scope link only towards the link", () => {
    const stack = stackOf({ eth0: [] });
    give(stack, "eth0", "10.0.0.11/24", { scope: scopes.link });
    route(stack, "default", { via: "10.0.0.254" });
    expect(sourceTowards(stack, "10.0.0.1")).toBe("10.0.0.11");
    expect(sourceTowards(stack, "8.8.8.8")).toBe("0.0.0.0");
  });

  test("changes at once when addresses do", () => {
    const stack = stackOf({ eth0: ["10.0.0.11/24", "10.0.0.12/32"] });
    route(stack, "default", { via: "10.0.0.254", dev: "eth0" });
    expect(sourceTowards(stack, "8.8.8.8")).toBe("10.0.0.11");
    deleteAddress(stack, on(stack, "eth0"), { address: ip("10.0.0.11") });
    expect(sourceTowards(stack, "8.8.8.8")).toBe("10.0.0.12");
    setDown(stack, on(stack, "eth0"));
    expect(sourceTowards(stack, "8.8.8.8")).toBe("ENETUNREACH");
  });
});

describe("types of routes, for an own packet", () => {
  test.each([
    ["unreachable", "EHOSTUNREACH"],
    ["prohibit", "EACCES"],
    ["blackhole", "EINVAL"],
    ["throw", "ENETUNREACH"],
  ] as const)("%s: %s", (type, errno) => {
    const stack = stackOf({ eth0: ["10.0.0.11/24"] });
    route(stack, "11.0.0.0/8", { type });
    expect(sourceTowards(stack, "11.0.0.1")).toBe(errno);
  });

  test("a group leaves by the interface of its source, or by the one given", () => {
    const stack = stackOf({ eth0: ["10.0.0.11/24"], eth1: ["10.1.0.11/24"] });
    const group = ip("224.0.0.18");
    expect(outputRoute(stack, { dst: group })).toEqual({ ok: false, errno: "ENETUNREACH" });
    const bySource = outputRoute(stack, { dst: group, src: ip("10.1.0.11") });
    expect(bySource.ok && bySource.route.output.device.name).toBe("eth1");
    const byDevice = outputRoute(stack, { dst: group, output: on(stack, "eth0") });
    expect(byDevice).toMatchObject({
      ok: true,
      route: { type: "multicast", source: ip("10.0.0.11"), nextHop: group },
    });
  });
});

test("all of 127/8 is local, and an address on an interface that is down too", () => {
  const stack = stackOf({ eth0: ["10.0.0.11/24"] });
  setDown(stack, on(stack, "eth0"));
  const answers = ["127.9.9.9", "10.0.0.11", "10.0.0.12"].map((address) =>
    isLocalAddress(stack, ip(address)),
  );
  expect(answers).toEqual([true, true, false]);
  set(stack, { "conf.all.route_localnet": 1 });
  expect(isLocalAddress(stack, ip("127.9.9.9"))).toBe(true);
});
