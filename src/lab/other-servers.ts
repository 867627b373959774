/** Programs of a scenario that are no web servers: one that holds connections, one that answers datagrams. */

import type { Program } from "#scenario/scenario";
import type { Machine } from "#shell/machine";
import { startHoldServer } from "#sim/app/hold-server";
import { bytesOf } from "#sim/app/text";
import { startUdpServer } from "#sim/app/udp-server";
import { parseIpv4 } from "#sim/wire/address";

/** Starts a server; answers why it cannot. */
export function startServer(
  machine: Machine,
  program: Exclude<Program, { readonly kind: "http-server" }>,
): string | undefined {
  const { stack } = machine;
  const address = program.address === undefined ? undefined : parseIpv4(program.address);
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
