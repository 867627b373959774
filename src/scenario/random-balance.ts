/**
 * What a random director balances: a virtual address, services, destinations with their methods; and what the
 * real servers set for it.
 */

import type { Random } from "#sim/engine/random";
import { isPartOf } from "#sim/ipvs/kernel-build";
import { schedulers } from "#sim/ipvs/schedulers/index";
import { happens, pick, type RandomNode, type RandomTopology } from "./random-topology.ts";

export interface RandomService {
  /** `-t 10.1.0.100:80` */
  readonly flag: "-t" | "-u";
  readonly port: number;
}

export interface RandomBalance {
  readonly virtual: string;
  readonly services: readonly RandomService[];
  readonly director: readonly string[];
  /** What each real server sets up beyond addresses and routes. */
  readonly servers: ReadonlyMap<string, readonly string[]>;
}

/** The schedulers of the kernel that random machines run. */
export const schedulerNames: readonly string[] = schedulers
  .filter((scheduler) => isPartOf(scheduler, "debian"))
  .map(({ name }) => name);

type Method = "-m" | "-g" | "-i";

/** The ports of the services: web pages, conversations that are held, datagrams. */
export const webPort = 80;
export const holdPort = 7;
export const udpPort = 5353;

/** Draws services and destinations for a network. */
export function randomBalance({ nodes, isGateway }: RandomTopology, random: Random): RandomBalance {
  const director = nodes.find(({ kind }) => kind === "director");
  const servers = nodes.filter(({ kind }) => kind === "real-server");
  const front = director?.devices[0];
  const virtual = `10.${front?.segment ?? 0}.0.100`;
  const usual: Method = pick(isGateway ? ["-m", "-m", "-g", "-i"] : ["-g", "-g", "-i", "-m"], random);
  const services = servicesOf(random);
  const methods = servers.map((): Method => (happens(85, random) ? usual : pick(["-m", "-g", "-i"], random)));
  const commands = [`ip addr add ${virtual}/${pick([24, 32], random)} dev ${pick(["eth0", "lo"], random)}`];
  for (const service of services) {
    const name = `${service.flag} ${virtual}:${service.port}`;
    commands.push(`ipvsadm -A ${name} -s ${pick(schedulerNames, random)}`);
    for (const [at, server] of servers.entries()) {
      commands.push(`ipvsadm -a ${name} ${destinationOf(server, service, methods[at] ?? usual, random)}`);
    }
  }
  const own = servers.map((node, at): [string, string[]] => [
    node.name,
    serverSetup({ node, virtual, method: methods[at] ?? usual, isGateway }, random),
  ]);
  return { virtual, services, director: commands, servers: new Map(own) };
}

function servicesOf(random: Random): RandomService[] {
  const services: RandomService[] = [{ flag: "-t", port: webPort }];
  if (happens(50, random)) services.push({ flag: "-t", port: holdPort });
  if (happens(50, random)) services.push({ flag: "-u", port: udpPort });
  return services;
}

function destinationOf(server: RandomNode, { port }: RandomService, method: Method, random: Random): string {
  const limits = happens(10, random) ? ` -x ${1 + random.below(4)} -y ${random.below(2)}` : "";
  return `-r ${server.devices[0]?.address}:${port} ${method} -w ${random.below(4)}${limits}`;
}

interface Serving {
  readonly node: RandomNode;
  readonly virtual: string;
  readonly method: Method;
  readonly isGateway: boolean;
}

function serverSetup({ node, virtual, method, isGateway }: Serving, random: Random): string[] {
  const segment = node.devices[0]?.segment ?? 0;
  if (method === "-m") {
    // The way back leads through the director where that stands between; elsewhere the replies go astray.
    return isGateway && segment > 0 ? [`ip route replace default via 10.${segment}.0.1`] : [];
  }
  const quiet = [
    `sysctl -w net.ipv4.conf.all.arp_ignore=${pick([0, 1, 1, 1, 2, 3, 8], random)}`,
    `sysctl -w net.ipv4.conf.all.arp_announce=${pick([0, 1, 2, 2, 2], random)}`,
  ];
  const device = method === "-i" ? "tunl0" : "lo";
  const address = `ip addr add ${virtual}/32 dev ${device}`;
  if (method === "-g") return [...(happens(80, random) ? quiet : []), address];
  return ["modprobe ipip", "ip link set tunl0 up", address, ...(happens(80, random) ? quiet : [])];
}
