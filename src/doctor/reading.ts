/** Small questions that several findings ask of a machine, and how what they name is written. */

import type { Destination } from "#sim/ipvs/destination";
import { nameOf } from "#sim/ipvs/destination";
import type { Service } from "#sim/ipvs/service";
import { serviceText } from "#sim/ipvs/service";
import type { NetNode } from "#sim/nodes/node";
import { routesAt } from "#sim/stack/fib";
import type { Interface } from "#sim/stack/interface";
import { tables } from "#sim/stack/route";
import { outputRoute } from "#sim/stack/route-lookup";
import type { Stack } from "#sim/stack/stack";
import type { DeviceSysctls } from "#sim/stack/sysctl";
import { confName, decidingEither, decidingMax } from "#sim/stack/sysctl-rules";
import { anyAddress, contains, formatEndpoint, formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import type { SettingFact } from "./finding-facts.ts";
import { hearersOf } from "./link.ts";
import type { World } from "./world.ts";

/** A switch of a device and of `all` by the rule of the larger value, or that one of them suffices. */
export function settingOf(
  stack: Stack,
  iface: Interface,
  field: keyof DeviceSysctls,
  rule: "max" | "either",
): SettingFact {
  const { name: device } = iface.device;
  const decided = rule === "max" ? decidingMax(stack, iface, field) : decidingEither(stack, iface, field);
  const names = [confName("all", field), confName(device, field)];
  return {
    field,
    all: stack.sysctl.all[field],
    device,
    own: iface.conf[field],
    value: Number(decided.value),
    from: decided.from,
    loses: names.find((name) => name !== decided.from) ?? "",
  };
}

/** The interface that has an address; of several the one that got it last. */
export const holderOf = ({ fib }: Stack, address: Ipv4Address): Interface | undefined =>
  fib.addressOwners.get(address)?.[0];

/** `-t 10.0.0.10:80` */
export function serviceOption({ fwmark, protocol, address, port }: Service): string {
  if (fwmark !== 0) return `-f ${fwmark}`;
  const letter = protocol === protocols.udp ? "-u" : "-t";
  return `${letter} ${formatEndpoint(address, port)}`;
}

/** `-r 10.0.0.201:80`; a server of a service by mark has no port. */
export const serverOption = ({ address, port }: Destination): string =>
  `-r ${port === 0 ? formatIpv4(address) : formatEndpoint(address, port)}`;

/** `ipvsadm -e …` that changes some fields of a server and leaves the rest as it is. */
export function editCommand(
  service: Service,
  destination: Destination,
  changes: Partial<Pick<Destination, "weight" | "upperThreshold" | "tunnel">>,
): string {
  const { forwarder, tunnel, lowerThreshold, upperThreshold, weight } = { ...destination, ...changes };
  const { option } = forwarder;
  const { checksum } = tunnel;
  const words = [
    `ipvsadm -e ${serviceOption(service)} ${serverOption(destination)}`,
    option?.short === undefined ? `--${option?.long}` : `-${option.short}`,
    ...(tunnel.type === "ipip" ? [] : [`--tun-type ${tunnel.type}`]),
    ...(tunnel.port === 0 ? [] : [`--tun-port ${tunnel.port}`]),
    ...(tunnel.type === "ipip" ? [] : [checksumOptions[checksum]]),
    `-w ${weight}`,
    ...(upperThreshold === 0 ? [] : [`-x ${upperThreshold}`]),
    ...(lowerThreshold === 0 ? [] : [`-y ${lowerThreshold}`]),
  ];
  return words.join(" ");
}

const checksumOptions = { none: "--tun-nocsum", full: "--tun-csum", remote: "--tun-remcsum" } as const;

export const serverNames = (service: Service, destination: Destination) => ({
  service: serviceText(service),
  destination: nameOf(destination),
});

/** The address by which another machine reaches this one directly; `undefined`: they share no link. */
export function addressOnLink(world: World, from: NetNode, to: NetNode): Ipv4Address | undefined {
  for (const iface of from.stack.interfaces.values()) {
    if (!iface.device.isUp) continue;
    for (const place of hearersOf(world, iface.device)) {
      if (place.node !== to) continue;
      const own = place.iface.addresses.find(({ address }) =>
        iface.addresses.some((other) => other.length < 32 && contains(other.address, other.length, address)),
      );
      if (own !== undefined) return own.address;
    }
  }
  return undefined;
}

/**
 * A neighbour that would pass packets to `target` on: a machine on the link that forwards and has a route
 * there by another device.
 */
export function gatewayTo(
  world: World,
  from: NetNode,
  target: Ipv4Address,
): { readonly node: NetNode; readonly address: Ipv4Address } | undefined {
  for (const node of world.nodes) {
    if (node === from || node.stack.sysctl.global.ip_forward === 0) continue;
    const address = addressOnLink(world, from, node);
    if (address === undefined) continue;
    const way = outputRoute(node.stack, { dst: target });
    if (way.ok && (way.route.gateway === undefined || way.route.gateway !== address))
      return { node, address };
  }
  return undefined;
}

/** The route that a machine has for all that it knows no better for. */
export const hasDefaultRoute = ({ stack }: NetNode): boolean =>
  routesAt(stack.fib, tables.main, { address: anyAddress, length: 0 }).length > 0;

/** `ip route add …` that leads to an address by a gateway: the default route where there is none yet. */
export function routeCommand(node: NetNode, target: Ipv4Address, gateway: Ipv4Address): string {
  const to = hasDefaultRoute(node) ? `${formatIpv4(target)}/32` : "default";
  return `ip route add ${to} via ${formatIpv4(gateway)}`;
}

/** Each value once, by a key. */
export function distinct<Value>(values: readonly Value[], keyOf: (value: Value) => string | number): Value[] {
  const byKey = new Map<string | number, Value>();
  for (const value of values) if (!byKey.has(keyOf(value))) byKey.set(keyOf(value), value);
  return [...byKey.values()];
}

/** TCP ports that a machine listens on, in order. */
export const listeningPorts = ({ stack }: NetNode): number[] =>
  [...stack.sockets.tcp.listeners]
    .flatMap(([port, all]) => (all.length > 0 ? [port] : []))
    .sort((a, b) => a - b);
