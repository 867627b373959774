import { describe, expect, test } from "vitest";
import { removeInterface, setDown } from "#sim/stack/interfaces";
import { rename } from "#sim/stack/link-settings";
import type { StackEvent } from "#sim/stack/stack-events";
import { registerRecord, unregister } from "#sim/stack/sysctl-register";
import { list, makeSysctls, read, swapSeparators, write } from "#sim/stack/sysctl-table";
import { give, on, plug, set, stackOf } from "#support/stack-of";

const conf = (device: string, field: string): string => `net.ipv4.conf.${device}.${field}`;

describe("what may be written", () => {
  test.each([
    ["net.ipv4.conf.all.arp_ignore", "1", "ok", "1"],
    ["net.ipv4.conf.all.arp_ignore", "-77\n", "ok", "-77"],
    ["net.ipv4.conf.all.arp_ignore", "0x10", "ok", "16"],
    ["net.ipv4.conf.all.arp_ignore", "010", "ok", "8"],
    ["net.ipv4.conf.all.arp_ignore", "abc", "EINVAL", "0"],
    ["net.ipv4.conf.all.arp_ignore", "1x", "EINVAL", "0"],
    ["net.ipv4.conf.all.arp_ignore", "", "EINVAL", "0"],
    ["net.ipv4.conf.all.arp_ignore", "2147483648", "EINVAL", "0"],
    ["net.ipv4.conf.all.mc_forwarding", "1", "EACCES", "0"],
    ["net.ipv4.ip_default_ttl", "0", "EINVAL", "64"],
    ["net.ipv4.ip_local_port_range", "40000 50000", "ok", "40000\t50000"],
    ["net.ipv4.ip_local_port_range", "50000 40000", "EINVAL", "32768\t60999"],
    ["net.ipv4.tcp_rmem", "4096 87380 6291456", "ok", "4096\t87380\t6291456"],
    ["net.ipv4.tcp_congestion_control", "reno", "ok", "reno"],
    ["net.ipv4.tcp_congestion_control", "nosuch", "EINVAL", "cubic"],
    ["net.ipv4.neigh.default.base_reachable_time", "20", "ok", "20"],
    ["net.ipv4.nosuch", "1", "ENOENT", undefined],
  ])("%s = %j: %s, then %j", (name, text, result, value) => {
    const table = makeSysctls("kernel");
    expect(write(table, name, text)).toBe(result);
    expect(read(table, name)).toBe(value);
  });
});

test("ip_forward is conf/all/forwarding, goes to every interface, and flips accept_redirects of all", () => {
  const stack = stackOf({ eth0: [], eth1: [] });
  const shown = (): readonly (string | undefined)[] =>
    [
      "net.ipv4.ip_forward",
      ...["all", "default", "eth0", "lo"].map((device) => conf(device, "forwarding")),
      conf("all", "accept_redirects"),
      conf("eth0", "accept_redirects"),
    ].map((name) => read(stack.sysctl, name));
  set(stack, { ip_forward: 1 });
  expect(shown()).toEqual(["1", "1", "1", "1", "1", "0", "1"]);
  set(stack, { "conf.eth0.forwarding": 0 });
  expect(shown()).toEqual(["1", "1", "1", "0", "1", "0", "1"]);
  set(stack, { "conf.all.forwarding": 0 });
  expect(shown()).toEqual(["0", "0", "0", "0", "0", "1", "1"]);
});

test("conf/default seeds later interfaces, and those without an address that were not written to", () => {
  const stack = stackOf({ eth0: ["10.0.0.1/24"], eth1: [], eth2: [] });
  set(stack, { "conf.eth2.rp_filter": 0 });
  set(stack, { "conf.default.rp_filter": 2, "neigh.default.ucast_solicit": 7 });
  plug(stack, "eth3", []);
  give(stack, "eth1", "10.1.0.1/24");
  set(stack, { "conf.default.rp_filter": 1 });
  const values = ["lo", "eth0", "eth1", "eth2", "eth3"].map((device) => on(stack, device).conf.rp_filter);
  expect(values).toEqual([0, 0, 2, 0, 1]);
  expect(on(stack, "eth0").neighbourConf.ucast_solicit).toBe(3);
  expect(on(stack, "eth3").neighbourConf.ucast_solicit).toBe(7);
});

test.each([
  ["kernel", [0, 0, 0, 0]],
  ["systemd", [0, 2, 2, 2]],
  ["rhel", [1, 1, 0, 1]],
] as const)("preset %s: rp_filter of all, default, lo, eth0 is %o", (preset, expected) => {
  const stack = stackOf({ eth0: ["10.0.0.1/24"] }, preset);
  const values = ["all", "default", "lo", "eth0"].map((device) =>
    Number(read(stack.sysctl, conf(device, "rp_filter"))),
  );
  expect(values).toEqual(expected);
});

test("names come, go and move with their device; a dot in its name is written as a slash", () => {
  const stack = stackOf({ eth0: ["10.0.0.1/24"] });
  const vlan = plug(stack, "eth0.10", []);
  set(stack, { "conf.eth0/10.rp_filter": 1 });
  expect(vlan.conf.rp_filter).toBe(1);
  expect(swapSeparators("net/ipv4/conf/eth0.10/rp_filter")).toBe("net.ipv4.conf.eth0/10.rp_filter");
  removeInterface(stack, vlan);
  expect(list(stack.sysctl).filter((name) => name.includes("eth0/10"))).toEqual([]);
  setDown(stack, on(stack, "eth0"));
  expect(rename(stack, on(stack, "eth0"), "lan0")).toEqual({ ok: true });
  set(stack, { "conf.lan0.arp_ignore": 1 });
  expect(on(stack, "lan0").conf.arp_ignore).toBe(1);
  expect(on(stack, "lan0").addresses[0]?.label).toBe("lan0");
  expect([...stack.interfaces.keys()]).toEqual(["lo", "lan0"]);
});

test("sysctl -a lists all and default before the devices", () => {
  const { sysctl } = stackOf({ eth0: [] });
  expect(list(sysctl).filter((name) => name.endsWith(".arp_ignore"))).toEqual(
    ["all", "default", "eth0", "lo"].map((device) => conf(device, "arp_ignore")),
  );
});

test("parts above register records of their own and take them away", () => {
  const table = makeSysctls("kernel");
  const vs = { conntrack: 0, version: 1 };
  registerRecord(table, "net.ipv4.vs", vs, { conntrack: { min: 0, max: 1 }, version: { isReadOnly: true } });
  expect(write(table, "net.ipv4.vs.conntrack", "1")).toBe("ok");
  expect(vs.conntrack).toBe(1);
  expect(write(table, "net.ipv4.vs.conntrack", "2")).toBe("EINVAL");
  expect(write(table, "net.ipv4.vs.version", "2")).toBe("EACCES");
  unregister(table, "net.ipv4.vs");
  expect(read(table, "net.ipv4.vs.conntrack")).toBeUndefined();
});

test("changes of settings, addresses and routes are told while somebody looks", () => {
  const stack = stackOf({ eth0: [] });
  const told: string[] = [];
  stack.simulation.observe(({ event }) => told.push(describeChange(event as StackEvent)));
  set(stack, { "conf.all.arp_ignore": 1 });
  set(stack, { "conf.all.arp_ignore": 1 });
  give(stack, "eth0", "10.0.0.1/32");
  expect(told).toEqual([
    "net.ipv4.conf.all.arp_ignore: 0 -> 1",
    "routes: local 10.0.0.1 dev eth0 proto kernel scope host src 10.0.0.1 added",
    "addresses: 10.0.0.1/32 dev eth0 added",
  ]);
});

function describeChange(event: StackEvent): string {
  if (event.kind === "setting-changed") return `${event.name}: ${event.before} -> ${event.value}`;
  if (event.kind === "table-changed") return `${event.table}: ${event.row} ${event.change}`;
  return event.kind;
}
