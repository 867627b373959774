/**
 * A random lab as the text of a scenario file: valid, small, and different for every seed.
 *
 * It goes the way of every scenario, through the parser and the shell, so a lab that fails can be kept as a
 * file and looked at with all the tools. Networks in random-topology.ts, services in random-balance.ts and
 * random-fullnat.ts, what happens in random-acts.ts; here are the switches, the faults of cables, the rules
 * of filters, and the file.
 */

import { type Random, randomOf } from "#sim/engine/random";
import { randomActs } from "./random-acts.ts";
import { holdPort, type RandomBalance, randomBalance, udpPort, webPort } from "./random-balance.ts";
import { type RandomFullnat, randomFullnat } from "./random-fullnat.ts";
import { happens, pick, type RandomNode, randomTopology } from "./random-topology.ts";

/** When everything of a random lab that is still of interest has happened, in seconds. */
export const randomLabLength = 2.5;

/** The scenario of a seed. */
export function randomScenario(seed: number): string {
  const random = randomOf(seed, "random scenario");
  const topology = randomTopology(random);
  const balance = randomBalance(topology, random);
  const acts = randomActs(topology, balance, random);
  const fullnat = randomFullnat(topology, balance, randomOf(seed, "random fullnat"));
  const lines = [
    `title: { en: Random lab ${seed}, zh: 随机实验 ${seed} }`,
    `seed: ${seed}`,
    `sysctl-preset: ${pick(["kernel", "kernel", "systemd", "rhel"], random)}`,
    "segments:",
  ];
  for (let segment = 0; segment < topology.segments; segment++) lines.push(segmentLine(segment, random));
  lines.push("nodes:");
  for (const node of topology.nodes) {
    lines.push(...nodeLines(node, setupOf(node, balance, fullnat), random));
    if (fullnat !== undefined) lines.push("    kernel: fullnat");
  }
  const script = [...acts, ...(fullnat?.acts ?? [])].sort((a, b) => a.atMillis - b.atMillis);
  lines.push(
    "script:",
    ...script.map(
      ({ atMillis, on, run }) => `  - { at: ${atMillis}ms, on: ${on}, run: ${JSON.stringify(run)} }`,
    ),
  );
  return `${lines.join("\n")}\n`;
}

/** What a node sets up for the services. */
function setupOf(
  { name, kind }: RandomNode,
  balance: RandomBalance,
  fullnat: RandomFullnat | undefined,
): readonly string[] {
  if (kind === "director") return fullnat?.director ?? balance.director;
  const own = balance.servers.get(name) ?? [];
  return kind === "real-server" && fullnat !== undefined ? [...own, ...fullnat.server()] : own;
}

function segmentLine(segment: number, random: Random): string {
  const fields = [
    `kind: ${pick(["switch", "switch", "switch", "hub"], random)}`,
    `delay: ${pick(["10us", "100us", "1ms", "5ms"], random)}`,
  ];
  if (happens(25, random)) fields.push(`rate: ${pick(["1mbit", "10mbit", "100mbit", "1gbit"], random)}`);
  if (happens(20, random)) fields.push(`loss: ${1 + random.below(10)}%`);
  if (happens(15, random)) fields.push(`duplicate: ${1 + random.below(10)}%`);
  if (happens(15, random)) fields.push(`reorder: ${1 + random.below(10)}%`);
  if (happens(15, random)) fields.push(`mtu: ${pick([576, 1000, 1400, 9000], random)}`);
  return `  s${segment}: { ${fields.join(", ")} }`;
}

function nodeLines(node: RandomNode, more: readonly string[], random: Random): string[] {
  const { name, kind, devices, routes } = node;
  const plugged = devices.map((device) => `${device.name}: ${deviceText(device.segment, random)}`);
  const setup = [
    ...devices.map((device) => `ip addr add ${device.address}/24 dev ${device.name}`),
    ...routes.map((route) => `ip route add ${route}`),
    ...(kind === "router" || kind === "director" ? ["sysctl -w net.ipv4.ip_forward=1"] : []),
    ...more,
    ...switches(random),
    ...filters(node, random),
  ];
  return [
    `  ${name}:`,
    `    kind: ${kind}`,
    `    devices: { ${plugged.join(", ")} }`,
    ...(kind === "real-server" ? serverLines(random) : []),
    "    setup: |",
    ...setup.map((line) => `      ${line}`),
  ];
}

const deviceText = (segment: number, random: Random): string =>
  happens(10, random)
    ? `{ segment: s${segment}, txqueuelen: ${pick([0, 1, 5, 50], random)} }`
    : `s${segment}`;

function serverLines(random: Random): string[] {
  const size = happens(20, random) ? `, size: ${pick([10, 3000, 20000], random)}` : "";
  const programs = [`http-server: { port: ${webPort}${size} }`];
  if (happens(90, random)) programs.push(`hold-server: ${holdPort}`);
  if (happens(90, random)) programs.push(`udp-server: ${udpPort}`);
  return [`    programs: [${programs.map((program) => `{ ${program} }`).join(", ")}]`];
}

const switchValues: readonly (readonly [string, number])[] = [
  ["net.ipv4.conf.all.rp_filter", 3],
  ["net.ipv4.conf.eth0.rp_filter", 3],
  ["net.ipv4.conf.all.arp_ignore", 4],
  ["net.ipv4.conf.all.arp_announce", 3],
  ["net.ipv4.conf.all.arp_filter", 2],
  ["net.ipv4.conf.all.send_redirects", 2],
  ["net.ipv4.conf.all.accept_redirects", 2],
  ["net.ipv4.conf.all.accept_local", 2],
  ["net.ipv4.conf.all.proxy_arp", 2],
  ["net.ipv4.conf.eth0.arp_notify", 2],
  ["net.ipv4.ip_default_ttl", 65],
  ["net.ipv4.icmp_echo_ignore_all", 2],
];

function switches(random: Random): string[] {
  const lines: string[] = [];
  while (happens(40, random)) {
    const [name, values] = pick(switchValues, random);
    lines.push(`sysctl -w ${name}=${Math.max(name.endsWith("ttl") ? 1 : 0, random.below(values))}`);
  }
  return lines;
}

function filters({ kind, devices }: RandomNode, random: Random): string[] {
  if (!happens(20, random)) return [];
  const chain = kind === "router" ? "FORWARD" : pick(["INPUT", "OUTPUT"], random);
  const target = pick(["ACCEPT", "DROP", "REJECT", "REJECT --reject-with tcp-reset"], random);
  const rules: string[] = [
    `iptables -A ${chain} -p tcp --dport ${pick([webPort, holdPort], random)} -j ${target}`,
    `iptables -A ${chain} -p icmp -j ${pick(["ACCEPT", "DROP"], random)}`,
    `iptables -t mangle -A PREROUTING -p tcp --dport ${webPort} -j MARK --set-mark 1`,
  ];
  // A director that also translates would be right to send a reply with another address than the virtual one.
  const last = devices.at(-1);
  if (kind === "router" && last !== undefined) {
    rules.push(`iptables -t nat -A POSTROUTING -o ${last.name} -j MASQUERADE`);
  }
  return [pick(rules, random)];
}
