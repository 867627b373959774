/**
 * The programs that a scenario starts on its nodes: servers that answer. Its web servers are the service
 * httpd of their machine, which can be stopped and started like any other.
 */

import type { Program } from "#scenario/scenario";
import type { Machine } from "#shell/machine";
import { needed } from "#shell/needed";
import { serveSites } from "#shell/packages/install";
import type { Site } from "#shell/services/web-server";
import { parseIpv4 } from "#sim/wire/address";

/** A program that cannot start: its port is taken, or its address is not there. */
export interface Refusal {
  readonly program: Program["kind"];
  readonly port: number;
  readonly errno: string;
}

const otherServers = () => import("./other-servers.ts");

/** Starts the programs of a node; answers those that cannot start. */
export async function startPrograms(machine: Machine, programs: readonly Program[]): Promise<Refusal[]> {
  const sites: Site[] = [];
  const refusals: Refusal[] = [];
  for (const program of programs) {
    if (program.kind === "http-server") {
      sites.push(siteOf(program));
      continue;
    }
    const { startServer } = await needed(machine, otherServers);
    const errno = startServer(machine, program);
    if (errno !== undefined) refusals.push({ program: program.kind, port: program.port, errno });
  }
  const [first] = sites;
  if (first === undefined) return refusals;
  const errno = serveSites(machine, sites);
  if (errno !== undefined) refusals.push({ program: "http-server", port: first.port, errno });
  return refusals;
}

type HttpProgram = Extract<Program, { readonly kind: "http-server" }>;

function siteOf(program: HttpProgram): Site {
  const { kind: _kind, address: text, ...site } = program;
  const address = text === undefined ? undefined : parseIpv4(text);
  return address === undefined ? site : { ...site, address };
}
