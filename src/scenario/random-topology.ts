/**
 * Random networks for the swarm: one to four segments in a row, a router or the director between each two,
 * clients at one end and real servers at the other.
 *
 * Every node knows a way to every segment, so that packets travel; what goes wrong is added by the callers.
 */

import type { Random } from "#sim/engine/random";

/** A device of a random node: `eth0` on segment 2 with the address 10.2.0.11. */
export interface RandomDevice {
  readonly name: string;
  readonly segment: number;
  readonly address: string;
}

export interface RandomNode {
  readonly name: string;
  readonly kind: "client" | "router" | "director" | "real-server";
  readonly devices: readonly RandomDevice[];
  /** Commands that lead to the other segments: `10.1.0.0/24 via 10.0.0.1`. */
  readonly routes: readonly string[];
}

export interface RandomTopology {
  readonly segments: number;
  readonly nodes: readonly RandomNode[];
  /** The director stands between two segments, so real servers may answer through it. */
  readonly isGateway: boolean;
}

export const pick = <T>(from: readonly T[], random: Random): T => {
  const picked = from[random.below(from.length)];
  if (picked === undefined) throw new Error("broken invariant: picked from nothing");
  return picked;
};

/** Whether something happens that happens `percent` times of a hundred. */
export const happens = (percent: number, random: Random): boolean => random.below(100) < percent;

const network = (segment: number): string => `10.${segment}.0.0/24`;
const host = (segment: number, number: number): string => `10.${segment}.0.${number}`;

const leftEnd = 254;
const rightEnd = 1;
const directorEnd = 200;

/** A network with everybody in place. */
export function randomTopology(random: Random): RandomTopology {
  const segments = 1 + random.below(4);
  const joints = segments - 1;
  const isGateway = joints > 0 && happens(60, random);
  const directorAt = isGateway ? joints - 1 : segments - 1;
  const nodes: RandomNode[] = [];
  const clients = 1 + random.below(2);
  for (let number = 1; number <= clients; number++) nodes.push(leaf("client", number, 0, segments));
  for (let at = 0; at < joints; at++) nodes.push(joint(at, segments, isGateway && at === directorAt));
  if (!isGateway) nodes.push(leaf("director", directorEnd, directorAt, segments));
  const servers = 1 + random.below(4);
  for (let number = 1; number <= servers; number++) {
    const isFar = happens(15, random);
    nodes.push(leaf("real-server", number, isFar ? random.below(segments) : segments - 1, segments));
  }
  return { segments, nodes, isGateway };
}

/** What joins segment `at` with the next one: its left device has .254 there, its right device .1. */
function joint(at: number, segments: number, isDirector: boolean): RandomNode {
  return {
    name: isDirector ? "director" : `router${at + 1}`,
    kind: isDirector ? "director" : "router",
    devices: [
      { name: "eth0", segment: at, address: host(at, leftEnd) },
      { name: "eth1", segment: at + 1, address: host(at + 1, rightEnd) },
    ],
    routes: routesFrom(at, at + 1, segments),
  };
}

const names = { client: "client", "real-server": "rs", director: "director" } as const;
const firstNumbers = { client: 10, "real-server": 20, director: 0 } as const;

function leaf(kind: keyof typeof names, number: number, segment: number, segments: number): RandomNode {
  const address = host(segment, firstNumbers[kind] + number);
  return {
    name: kind === "director" ? "director" : `${names[kind]}${number}`,
    kind,
    devices: [{ name: "eth0", segment, address }],
    routes: routesFrom(segment, segment, segments),
  };
}

/**
 * Routes of a node on segments `left` to `right`: lower ones by the joint on the left, higher by the right
 * one.
 */
function routesFrom(left: number, right: number, segments: number): string[] {
  const routes: string[] = [];
  for (let segment = 0; segment < segments; segment++) {
    if (segment < left) routes.push(`${network(segment)} via ${host(left, rightEnd)}`);
    if (segment > right) routes.push(`${network(segment)} via ${host(right, leftEnd)}`);
  }
  return routes;
}
