/**
 * Who gets new connections: services with servers 10.0.0.11 onwards, and clients that connect and stay.
 */

import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { arrive, client, type Director, directorOf, ipvsadm, vip } from "./director-of.ts";

/** R1 is 10.0.0.11 with the first weight, and so on; added in this order. */
export function withServers(
  scheduler: string,
  weights: readonly number[],
  kernel: KernelBuild = "debian",
): Director {
  const director = directorOf(kernel);
  ipvsadm(director, `-A -t ${vip}:80 -s ${scheduler}`);
  weights.forEach((weight, index) => {
    ipvsadm(director, `-a -t ${vip}:80 -r ${server(index + 1)}:80 -m -w ${weight}`);
  });
  return director;
}

/** The address of R1, R2, ... */
export const server = (number: number): string => `10.0.0.${10 + number}`;

/** `-e` and the like for a server by number: `change(director, "-e", 2, "-m -w 0")`. */
export function change(director: Director, what: "-a" | "-d" | "-e", number: number, fields = ""): void {
  ipvsadm(director, `${what} -t ${vip}:80 -r ${server(number)}:80 ${fields}`);
}

/** Opens connections that stay open; answers who got them, as `R3 R2 -`. */
export function picks(director: Director, count: number, from = 40000): string {
  const names = Array.from({ length: count }, (_, index) => pickOf(director, `${client}:${from + index}`));
  return names.join(" ");
}

/** Who gets a connection from `from` to port 80 of `to`. */
export function pickOf(director: Director, from: string, to = vip, mark = 0): string {
  const [packet] = arrive(director, "eth0", ["S", from, `${to}:80`], { mark });
  return packet?.payload.kind === "tcp" ? `R${(packet.dst & 0xff) - 10}` : "-";
}
