/**
 * What happens in a random lab: clients ask, and somebody changes the network under their feet.
 */

import type { Random } from "#sim/engine/random";
import { holdPort, type RandomBalance, schedulerNames, udpPort, webPort } from "./random-balance.ts";
import { happens, pick, type RandomNode, type RandomTopology } from "./random-topology.ts";

export interface RandomAct {
  readonly atMillis: number;
  readonly on: string;
  readonly run: string;
}

/** When the last act happens, at the latest. */
const span = 1500;

/** The script of a random lab, in no order. */
export function randomActs(topology: RandomTopology, balance: RandomBalance, random: Random): RandomAct[] {
  const acts: RandomAct[] = [];
  const requests = 2 + random.below(10);
  const clients = topology.nodes.filter(({ kind }) => kind === "client");
  for (let number = 0; number < requests; number++) {
    const on = pick(happens(90, random) ? clients : topology.nodes, random).name;
    acts.push({ atMillis: random.below(span), on, run: requestOf(topology, balance, random) });
  }
  const changes = random.below(4);
  for (let number = 0; number < changes; number++) {
    const node = pick(topology.nodes, random);
    acts.push({ atMillis: random.below(span), ...changeOf(node, topology, balance, random) });
  }
  return acts;
}

function requestOf({ nodes }: RandomTopology, { virtual }: RandomBalance, random: Random): string {
  const anybody = pick(nodes, random).devices[0]?.address ?? virtual;
  const target = happens(85, random) ? virtual : anybody;
  const requests: readonly string[] = [
    `curl -s -m 1 ${target}:${webPort}/`,
    `curl -s -m 1 ${target}:${webPort}/`,
    `ping -c ${1 + random.below(3)} -i 0.2 -W 1 -s ${pick([56, 56, 1472, 3000], random)} ${target}`,
    `echo hello | nc -w 1 ${target} ${holdPort}`,
    `echo hello | nc -u -w 1 ${target} ${udpPort}`,
  ];
  return pick(requests, random);
}

function changeOf(
  node: RandomNode,
  topology: RandomTopology,
  balance: RandomBalance,
  random: Random,
): { readonly on: string; readonly run: string } {
  if (happens(60, random)) return { on: "director", run: directorChange(topology, balance, random) };
  const device = pick(node.devices, random);
  const changes: readonly string[] = [
    `ip link set ${device.name} down`,
    `ip link set ${device.name} down; sleep 0.2; ip link set ${device.name} up`,
    `ip addr del ${device.address}/24 dev ${device.name}`,
    `ip link set dev ${device.name} mtu ${pick([576, 1280, 1400], random)}`,
    "ip neigh flush all",
    `sysctl -w net.ipv4.ip_forward=${random.below(2)}`,
    `sysctl -w net.ipv4.conf.all.rp_filter=${random.below(3)}`,
    `iptables -A INPUT -p tcp --dport ${webPort} -j ${pick(["DROP", "REJECT", "ACCEPT"], random)}`,
    "iptables -F",
  ];
  return { on: node.name, run: pick(changes, random) };
}

function directorChange({ nodes }: RandomTopology, balance: RandomBalance, random: Random): string {
  const { flag, port } = pick(balance.services, random);
  const service = `${flag} ${balance.virtual}:${port}`;
  const servers = nodes.filter(({ kind }) => kind === "real-server");
  const server = `${pick(servers, random).devices[0]?.address}:${port}`;
  const changes: readonly string[] = [
    `ipvsadm -d ${service} -r ${server}`,
    `ipvsadm -d ${service} -r ${server}; ipvsadm -a ${service} -r ${server} -g`,
    `ipvsadm -e ${service} -r ${server} -g -w ${random.below(3)}`,
    `ipvsadm -e ${service} -r ${server} -m -w ${random.below(3)}`,
    `ipvsadm -E ${service} -s ${pick(schedulerNames, random)}`,
    `ipvsadm -D ${service}`,
    "ipvsadm -C",
    "ipvsadm --set 1 1 1",
    `sysctl -w net.ipv4.vs.expire_nodest_conn=${random.below(2)}`,
    `sysctl -w net.ipv4.vs.conntrack=${random.below(2)}`,
    "ipvsadm -Ln; ipvsadm -Lnc; ipvsadm -Ln --stats",
  ];
  return pick(changes, random);
}
