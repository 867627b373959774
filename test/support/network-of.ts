/**
 * Nodes on switches, everything up, in one call: `networkOf({ a: { eth0: "lan 10.0.0.1/24" } })`.
 */

import { seconds } from "#sim/engine/time";
import { buildNetwork, type Network, plainCablePlan } from "#sim/network";
import { bringLoopbackUp } from "#sim/nodes/linux";
import type { NetNode } from "#sim/nodes/node";
import { addAddress } from "#sim/stack/address";
import { addRoute } from "#sim/stack/fib-routes";
import { setUp } from "#sim/stack/interfaces";
import type { Stack } from "#sim/stack/stack";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { MacAddress } from "#sim/wire/address";
import { cidr, ip, on, set } from "./stack-of.ts";

/**
 * By device: segment and addresses, separated by blanks (of `lo` addresses alone). `gateway`: the default
 * route. `set`: switches as in `ip_forward=1 conf.eth0.rp_filter=1`.
 */
export type NodeLayout = Readonly<Record<string, string>>;

export interface Built {
  readonly network: Network;
  readonly node: (name: string) => NetNode;
  readonly stack: (name: string) => Stack;
  /** Lets so many seconds pass. */
  readonly wait: (time: number) => void;
}

/** Builds the nodes; MAC addresses are 02:00:00:00:00:01, :02 and so on in the order of the devices. */
export function networkOf(layout: Readonly<Record<string, NodeLayout>>): Built {
  const nodes = Object.entries(layout);
  const segments = new Set(nodes.flatMap(([, fields]) => devicesOf(fields).map(([, text]) => first(text))));
  const macs = { next: 0x020000000001 };
  const network = buildNetwork({
    seed: 1,
    segments: [...segments].map((name) => ({ name, kind: "switch", mtu: 1500 })),
    nodes: nodes.map(([name, fields]) => ({
      ...{ name, kind: "host", preset: "kernel" },
      devices: devicesOf(fields).map(([device, text]) => ({
        ...{ name: device, segment: first(text), mtu: 1500, cable: plainCablePlan },
        mac: macs.next++ as MacAddress,
      })),
    })),
  });
  const node = (name: string): NetNode => {
    const found = network.nodes.get(name);
    if (found === undefined) throw new Error(`no node ${name}`);
    return found;
  };
  for (const [name, fields] of nodes) configure(node(name).stack, fields);
  const { simulation } = network;
  const wait = (time: number): void => simulation.runUntil((simulation.now + seconds(time)) as never);
  // Switches notice a moment later that their ports are in use.
  wait(0.01);
  return { network, node, stack: (name) => node(name).stack, wait };
}

const others: readonly string[] = ["lo", "gateway", "set"];
const devicesOf = (fields: NodeLayout): [string, string][] =>
  Object.entries(fields).filter(([name]) => !others.includes(name));
const first = (text: string): string => text.split(" ")[0] ?? "";

function configure(stack: Stack, fields: NodeLayout): void {
  bringLoopbackUp(stack);
  for (const [name, text] of devicesOf(fields)) {
    const iface = on(stack, name);
    setUp(stack, iface);
    for (const address of text.split(" ").slice(1)) addAddress(stack, iface, cidr(address));
  }
  for (const address of (fields.lo ?? "").split(" ").filter(Boolean))
    addAddress(stack, stack.loopback, cidr(address));
  if (fields.gateway !== undefined) addRoute(stack, { ...cidr("default"), gateway: ip(fields.gateway) });
  for (const setting of (fields.set ?? "").split(" ").filter(Boolean)) {
    const [name = "", value = ""] = setting.split("=");
    set(stack, { [name]: Number(value) });
  }
}

/** Events of these kinds from now on, oldest first. */
export function watch<Kind extends NetworkEvent["kind"]>(
  { network }: Built,
  ...kinds: readonly Kind[]
): Extract<NetworkEvent, { readonly kind: Kind }>[] {
  const seen: Extract<NetworkEvent, { readonly kind: Kind }>[] = [];
  network.simulation.observe(({ event }: TraceEvent) => {
    if (kinds.includes(event.kind as Kind))
      seen.push(event as Extract<NetworkEvent, { readonly kind: Kind }>);
  });
  return seen;
}
