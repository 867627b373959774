/**
 * The programs that a scenario starts on its nodes: servers that answer. Its web servers are the service
 * httpd of their machine, which can be stopped and started like any other.
 */

import type { Program } from "#scenario/scenario";
import type { Machine } from "#shell/machine";
import { serveSites } from "#shell/packages/install";
import type { Site } from "#shell/services/web-server";
import { startHoldServer } from "#sim/app/hold-server";
import { bytesOf } from "#sim/app/text";
import { startUdpServer } from "#sim/app/udp-server";
import { parseIpv4 } from "#sim/wire/address";

/** A program that cannot start: its port is taken, or its address is not there. */
export interface Refusal {
  readonly program: Program["kind"];
  readonly port: number;
  readonly errno: string;
}

/** Starts the programs of a node; answers those that cannot start. */
export function startPrograms(machine: Machine, programs: readonly Program[]): Refusal[] {
  const sites: Site[] = [];
  const refusals: Refusal[] = [];
  for (const program of programs) {
    if (program.kind === "http-server") {
      sites.push(siteOf(program));
      continue;
    }
    const errno = startServer(machine, program);
    if (errno !== undefined) refusals.push({ program: program.kind, port: program.port, errno });
  }
  const [first] = sites;
  if (first === undefined) return refusals;
  const errno = serveSites(machine, sites);
  if (errno !== undefined) refusals.push({ program: "http-server", port: first.port, errno });
  return refusals;
}

const addressOf = ({ address }: Program) => (address === undefined ? undefined : parseIpv4(address));

type HttpProgram = Extract<Program, { readonly kind: "http-server" }>;

function siteOf(program: HttpProgram): Site {
  const { kind: _kind, address: _text, ...site } = program;
  const address = addressOf(program);
  return address === undefined ? site : { ...site, address };
}

function startServer(machine: Machine, program: Exclude<Program, HttpProgram>): string | undefined {
  const { stack } = machine;
  const address = addressOf(program);
  const where = { port: program.port, reuseAddress: true, ...(address === undefined ? {} : { address }) };
  const name = program.name ?? machine.name;
  switch (program.kind) {
    case "hold-server": {
      const started = startHoldServer(stack, { ...where, banner: bytesOf(`${name}\n`) });
      return started.ok ? undefined : started.errno;
    }
    case "udp-server": {
      const started = startUdpServer(stack, { ...where, greeting: bytesOf(`${name} `) });
      return started.ok ? undefined : started.errno;
    }
  }
}
