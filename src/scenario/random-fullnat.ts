/**
 * Random directors that forward by FULLNAT: some of the random labs get a kernel that has it, local
 * addresses, now and then few ports, and changes to both while the lab runs.
 *
 * All throws are of a stream of their own, so that labs without it are what they would be anyway.
 */

import type { Random } from "#sim/engine/random";
import type { RandomAct } from "./random-acts.ts";
import type { RandomBalance } from "./random-balance.ts";
import { happens, pick, type RandomTopology } from "./random-topology.ts";

/** What FULLNAT adds to a random lab. */
export interface RandomFullnat {
  readonly director: readonly string[];
  readonly acts: readonly RandomAct[];
  /** What each real server sets up besides. */
  readonly server: () => readonly string[];
}

/** Percent of the labs. */
const share = 20;
const firstLocal = 150;

/** Draws whether a lab has FULLNAT, and with what; `undefined`: it has not. */
export function randomFullnat(
  { nodes }: RandomTopology,
  balance: RandomBalance,
  random: Random,
): RandomFullnat | undefined {
  const device = nodes.find(({ kind }) => kind === "director")?.devices.at(-1);
  if (device === undefined || !happens(share, random)) return undefined;
  const locals = [0, 1].map((more) => `10.${device.segment}.0.${firstLocal + more}`);
  const services = balance.services.map(({ flag, port }) => `${flag} ${balance.virtual}:${port}`);
  const changes = [
    ...services.flatMap((service) =>
      locals.flatMap((local) => [`ipvsadm -P ${service} -z ${local}`, `ipvsadm -Q ${service} -z ${local}`]),
    ),
    "ipvsadm -G -n; ipvsadm -Sn",
    `sysctl -w net.ipv4.vs.fullnat_lport_max=${1025 + random.below(3)}`,
    `sysctl -w net.ipv4.vs.fullnat_xmit_ttl=${random.below(2)}`,
  ];
  return {
    director: [
      ...locals.map((local) => `ip addr add ${local}/24 dev ${device.name}`),
      ...balance.director.map((command) => converted(command, random)),
      ...services.map((service) => `ipvsadm -P ${service} -z ${locals[0]}`),
      ...(happens(30, random) ? [`sysctl -w net.ipv4.vs.fullnat_lport_max=${1025 + random.below(3)}`] : []),
    ],
    acts: Array.from({ length: random.below(4) }, () => ({
      atMillis: 100 + random.below(1500),
      on: "director",
      run: pick(changes, random),
    })),
    server: () => (happens(50, random) ? ["modprobe toa"] : []),
  };
}

/** Most destinations become those of FULLNAT. */
const converted = (command: string, random: Random): string =>
  command.startsWith("ipvsadm -a ") && happens(75, random) ? command.replace(/ -[mgi] /, " -b ") : command;
