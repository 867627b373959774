/**
 * The way that a packet would take through the network, from machine to machine, by their configuration
 * alone: rules, routes, ARP and the tests of sources, each asked of the stack that would decide.
 *
 * Nothing that was learnt counts (neighbours, path MTUs), but what an administrator wrote into a neighbour
 * table does. Leaves out devices that wrap packets on the way: such a walk ends as unknown.
 */

import type { NetNode } from "#sim/nodes/node";
import { announcedSource } from "#sim/stack/arp-source";
import type { Interface } from "#sim/stack/interface";
import type { Target } from "#sim/stack/netfilter/rule";
import { originated, type PacketContext, received } from "#sim/stack/packet-context";
import type { ResolvedRoute } from "#sim/stack/route";
import { decideInput, outputRoute } from "#sim/stack/route-lookup";
import type { Drop } from "#sim/stack/verdict";
import type { Ipv4Address } from "#sim/wire/address";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { ask, type Silence } from "./arp.ts";
import { hearersOf } from "./link.ts";
import { type EatingRule, type Sifted, sift } from "./rules.ts";
import { type Rewritten, rewrite, undo } from "./translation.ts";
import type { Place, World } from "./world.ts";

/** From one machine to the next. */
export interface Hop {
  readonly node: NetNode;
  readonly output: Interface;
  readonly nextHop: Ipv4Address;
  readonly gateway: Ipv4Address | undefined;
  /** Whose address the question for the next hop would name. */
  readonly asksAs: Ipv4Address;
  /** The next hop's MAC address was written into the table by hand: nobody is asked. */
  readonly isFixed: boolean;
  /** Who would take it: all who answer for the next hop. */
  readonly takers: readonly Place[];
  readonly silences: readonly Silence[];
  readonly packet: Ipv4Packet;
}

/** Where a walk ended, and why. */
export type End =
  /** The machine takes it for its own; `packet` as the machine reads it, `asked` as it came. */
  | {
      readonly kind: "arrived";
      readonly node: NetNode;
      readonly input: Interface | undefined;
      readonly asked: Ipv4Packet;
      readonly packet: Ipv4Packet;
      readonly mark: number;
    }
  | { readonly kind: "no-route"; readonly node: NetNode; readonly packet: Ipv4Packet }
  | { readonly kind: "nobody-answers"; readonly node: NetNode; readonly hop: Hop }
  | {
      readonly kind: "refused";
      readonly node: NetNode;
      readonly input: Interface;
      readonly packet: Ipv4Packet;
      readonly drop: Drop;
    }
  | { readonly kind: "eaten"; readonly node: NetNode; readonly rule: EatingRule; readonly packet: Ipv4Packet }
  | { readonly kind: "circles"; readonly node: NetNode }
  | { readonly kind: "unknown"; readonly node: NetNode };

export interface Walk {
  readonly hops: readonly Hop[];
  readonly end: End;
}

export interface Journey {
  readonly packet: Ipv4Packet;
  /** The packet goes to this address, whatever its own destination: as IPVS sends it. */
  readonly towards?: Ipv4Address;
  /** Of several machines that answer for an address, whom the packet shall go to. */
  readonly prefers?: (node: NetNode) => boolean;
  /** What a machine makes of a packet that passes through it, such as IPVS of a reply. */
  readonly passing?: (node: NetNode, packet: Ipv4Packet) => Ipv4Packet;
  /** What translations made of this conversation so far; those of this walk are added. */
  readonly rewritten?: Rewritten[];
  readonly isReply?: boolean;
}

/** What becomes of a packet that a device hands to IP; for packets that come out of a tunnel. */
export function receive(world: World, at: Place, journey: Journey): Walk {
  const walking: Walking = { world, journey, hops: [] };
  const taken = take(walking, at, journey.packet);
  const end = taken.kind === "passes-on" ? leave(walking, at.node, taken.context, taken.route) : taken;
  return { hops: walking.hops, end };
}

interface Walking {
  readonly world: World;
  readonly journey: Journey;
  readonly hops: Hop[];
}

const mostHops = 32;

/** Walks a packet of a machine's own to where it ends. */
export function walk(world: World, from: NetNode, journey: Journey): Walk {
  const walking: Walking = { world, journey, hops: [] };
  return { hops: walking.hops, end: begin(walking, from) };
}

function begin(walking: Walking, node: NetNode): End {
  const { packet, towards } = walking.journey;
  const context = originated(packet, 0);
  const { dst, src } = packet;
  const found = outputRoute(node.stack, towards === undefined ? { dst, src } : { dst: towards });
  if (!found.ok) return { kind: "no-route", node, packet };
  context.route = found.route;
  context.output = found.route.output;
  const sifted = sift(node, "local-out", context);
  if (sifted.kind === "eaten") return { kind: "eaten", node, rule: sifted.rule, packet };
  return leave(walking, node, context, found.route);
}

/** Sends what has its route, from machine to machine. */
function leave(walking: Walking, from: NetNode, first: PacketContext, firstRoute: ResolvedRoute): End {
  let [node, context, route] = [from, first, firstRoute];
  for (let count = 0; count < mostHops; count++) {
    if (route.type === "local") return arriveHere(node, context);
    context.output = route.output;
    const sifted = sift(node, "postrouting", context);
    if (sifted.kind === "eaten") return { kind: "eaten", node, rule: sifted.rule, packet: context.packet };
    const packet = translated(walking, { node, context, sifted, end: "source" });
    if (!isAnswering(route.output)) return { kind: "unknown", node };
    const hop = hopBy(walking.world, node, route, packet);
    walking.hops.push(hop);
    const taker = chosen(walking.journey, hop);
    if (taker === undefined) return { kind: "nobody-answers", node, hop };
    const taken = take(walking, taker, packet);
    if (taken.kind !== "passes-on") return taken;
    [node, context, route] = [taker.node, taken.context, taken.route];
  }
  return { kind: "circles", node };
}

/** Devices on which the next hop is asked for by ARP. */
const isAnswering = ({ device }: Interface): boolean =>
  ["ethernet", "vlan", "bridge"].includes(device.kind) && device.usesArp;

const chosen = ({ prefers }: Journey, { takers }: Hop): Place | undefined =>
  takers.find(({ node }) => prefers?.(node) === true) ?? takers[0];

function hopBy(world: World, node: NetNode, route: ResolvedRoute, packet: Ipv4Packet): Hop {
  const { output, nextHop, gateway } = route;
  const waiting = originated(packet, 0);
  const asksAs = announcedSource(node.stack, output, { target: nextHop, waiting });
  const own = { node, output, nextHop, gateway, asksAs, packet };
  const known = output.neighbours.get(nextHop);
  if (known?.state === "PERMANENT" || known?.state === "NOARP") {
    const takers = hearersOf(world, output.device).filter(({ iface }) => iface.device.mac === known.mac);
    return { ...own, isFixed: true, takers, silences: [] };
  }
  const { answers, silences } = ask(world, { node, iface: output }, nextHop, asksAs);
  return { ...own, isFixed: false, takers: answers, silences };
}

type Taken =
  | End
  | { readonly kind: "passes-on"; readonly context: PacketContext; readonly route: ResolvedRoute };

function take(walking: Walking, { node, iface }: Place, asked: Ipv4Packet): Taken {
  const context = received(asked, iface, undefined, "host");
  const sifted = sift(node, "prerouting", context);
  if (sifted.kind === "eaten") return { kind: "eaten", node, rule: sifted.rule, packet: asked };
  context.packet = translated(walking, { node, context, sifted, end: "destination" });
  const { packet, mark } = context;
  const { src, dst, tos } = packet;
  const decision = decideInput(node.stack, { src, dst, tos: tos & 0x1c, mark, iface });
  if (decision.kind === "refused")
    return { kind: "refused", node, input: iface, packet, drop: decision.drop };
  context.route = decision.route;
  if (decision.kind !== "forward") return arriveHere(node, context, asked);
  context.output = decision.route.output;
  const passed = sift(node, "forward", context);
  if (passed.kind === "eaten") return { kind: "eaten", node, rule: passed.rule, packet };
  context.packet = walking.journey.passing?.(node, packet) ?? packet;
  return { kind: "passes-on", context, route: decision.route };
}

function arriveHere(node: NetNode, context: PacketContext, came?: Ipv4Packet): End {
  const { packet, input, mark } = context;
  const sifted = sift(node, "local-in", context);
  if (sifted.kind === "eaten") return { kind: "eaten", node, rule: sifted.rule, packet };
  return { kind: "arrived", node, input, asked: came ?? packet, packet, mark };
}

interface Translating {
  readonly node: NetNode;
  readonly context: PacketContext;
  readonly sifted: Sifted;
  readonly end: "source" | "destination";
}

/** A reply gets back what a machine took from its request; a request is rewritten as the rules say. */
function translated({ journey }: Walking, { node, context, sifted, end }: Translating): Ipv4Packet {
  const { packet } = context;
  if (journey.rewritten === undefined) return packet;
  if (journey.isReply === true) return undo(journey.rewritten, node, packet);
  const target: Target | undefined = sifted.kind === "passes" ? sifted.translation : undefined;
  const changed = target === undefined ? undefined : rewrite(node, context, target, end);
  if (changed === undefined) return packet;
  journey.rewritten.push({ node: node.name, before: packet, after: changed });
  return changed;
}
