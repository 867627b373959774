/**
 * The programs that a scenario starts on its nodes: servers that answer.
 */

import { startHoldServer } from "#sim/app/hold-server";
import { namePage, startHttpServer } from "#sim/app/http-server";
import { bytesOf } from "#sim/app/text";
import { startUdpServer } from "#sim/app/udp-server";
import { parseIpv4 } from "#sim/wire/address";
import type { Program } from "#scenario/scenario";
import { read } from "#shell/files/change";
import type { Machine } from "#shell/machine";

/** Where a web server's page is. */
export const pagePath = "/var/www/html/index.html";

type HttpProgram = Extract<Program, { readonly kind: "http-server" }>;

/** Starts a program; answers the errno of a port that is taken or an address that is not there. */
export function startProgram(machine: Machine, program: Program): string | undefined {
  const { stack } = machine;
  const address = program.address === undefined ? undefined : parseIpv4(program.address);
  const where = { port: program.port, reuseAddress: true, ...(address === undefined ? {} : { address }) };
  const name = program.name ?? machine.name;
  switch (program.kind) {
    case "http-server": {
      const started = startHttpServer(stack, { ...where, body: () => pageOf(machine, program, name) });
      return started.ok ? undefined : started.errno;
    }
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

/** The page as it is now: what `echo … > /var/www/html/index.html` wrote a moment ago is answered already. */
function pageOf(machine: Machine, program: HttpProgram, name: string): Uint8Array {
  if (program.body !== undefined) return bytesOf(program.body);
  if (program.size !== undefined) return namePage(name, program.size);
  const page = read(machine.files, pagePath);
  return page.ok ? bytesOf(page.text) : namePage(name);
}
