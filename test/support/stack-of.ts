/**
 * A stack for tests of routing: tables, addresses and switches as a node has them, without cables, sockets or
 * hooks.
 */

import { Simulation } from "#sim/engine/simulation";
import { netDevice } from "#sim/link/device";
import type { LinkEvent } from "#sim/link/link-events";
import { type AddressRequest, addAddress } from "#sim/stack/address";
import { noArpHooks } from "#sim/stack/arp-hooks";
import { emptyFib } from "#sim/stack/fib";
import { addRoute, type Changed, type RouteRequest } from "#sim/stack/fib-routes";
import type { Interface } from "#sim/stack/interface";
import { addInterface, setUp, watchSettings } from "#sim/stack/interfaces";
import { emptyLog } from "#sim/stack/kernel-log";
import { emptyPathCache } from "#sim/stack/path-cache";
import { emptySnmp } from "#sim/stack/snmp";
import type { Stack } from "#sim/stack/stack";
import type { StackEvent } from "#sim/stack/stack-events";
import type { SysctlPreset } from "#sim/stack/sysctl";
import { makeSysctls, write } from "#sim/stack/sysctl-table";
import { type Ipv4Address, type MacAddress, type Prefix, parseCidr, parseIpv4 } from "#sim/wire/address";

export function ip(text: string): Ipv4Address {
  const address = parseIpv4(text);
  if (address === undefined) throw new Error(`not an address: ${text}`);
  return address;
}

export function cidr(text: string): Prefix {
  const prefix = text === "default" ? { address: ip("0.0.0.0"), length: 0 } : parseCidr(text);
  if (prefix === undefined) throw new Error(`not a prefix: ${text}`);
  return prefix;
}

/** A stack with loopback up (127.0.0.1/8) and the interfaces given, up, with their addresses. */
export function stackOf(
  interfaces: Readonly<Record<string, readonly string[]>> = {},
  preset: SysctlPreset = "kernel",
): Stack {
  const parts = {
    name: "node",
    simulation: new Simulation<StackEvent | LinkEvent>(1),
    sysctl: makeSysctls(preset),
    interfaces: new Map<string, Interface>(),
    fib: emptyFib(),
    paths: emptyPathCache(),
    arpHooks: noArpHooks(),
    snmp: emptySnmp(),
    kernelLog: emptyLog(),
  };
  const stack = parts as unknown as Stack & { loopback: Interface };
  watchSettings(stack);
  stack.loopback = plug(stack, "lo", ["127.0.0.1/8"]);
  for (const [name, addresses] of Object.entries(interfaces)) plug(stack, name, addresses);
  return stack;
}

/** Adds an interface that is up and has a carrier. */
export function plug(stack: Stack, name: string, addresses: readonly string[]): Interface {
  const index = stack.interfaces.size + 1;
  const kind = name === "lo" ? "loopback" : name.startsWith("tun") ? "ipip" : "ethernet";
  const device = netDevice({
    node: stack.name,
    name,
    index,
    kind,
    mac: (0x020000000000 + index) as MacAddress,
  });
  device.hasCarrier = () => true;
  const iface = addInterface(stack, device);
  for (const address of addresses) give(stack, name, address);
  setUp(stack, iface);
  return iface;
}

export function on(stack: Stack, name: string): Interface {
  const iface = stack.interfaces.get(name);
  if (iface === undefined) throw new Error(`no interface ${name}`);
  return iface;
}

/** `ip addr add` */
export const give = (
  stack: Stack,
  name: string,
  address: string,
  more: Partial<AddressRequest> = {},
): string => addAddress(stack, on(stack, name), { ...cidr(address), ...more });

/** `ip route add`, with `via` and `dev` as text. */
export function route(
  stack: Stack,
  destination: string,
  more: Omit<Partial<RouteRequest>, "gateway"> & { readonly via?: string; readonly dev?: string } = {},
): Changed {
  const { via, dev, ...rest } = more;
  return addRoute(stack, {
    ...cidr(destination),
    ...rest,
    ...(via === undefined ? {} : { gateway: ip(via) }),
    ...(dev === undefined ? {} : { interface: on(stack, dev) }),
  });
}

/** Writes switches below `net.ipv4.`; a device's are `conf.eth0.rp_filter`. */
export function set(stack: Stack, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    const result = write(stack.sysctl, `net.ipv4.${name}`, String(value));
    if (result !== "ok") throw new Error(`${name}: ${result}`);
  }
}
