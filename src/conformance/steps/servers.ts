/**
 * The servers of a case: started before it or by a step, and ended by one.
 */

import { startHoldServer, stopHoldServer } from "#sim/app/hold-server";
import { namePage, startHttpServer, stopHttpServer } from "#sim/app/http-server";
import { bytesOf } from "#sim/app/text";
import { startUdpServer, stopUdpServer } from "#sim/app/udp-server";
import { assert } from "#sim/engine/assert";
import type { Stack } from "#sim/stack/stack";
import { parseIpv4 } from "#sim/wire/address";
import type { CaseServer, ServerKind } from "../case.ts";
import { type CaseServerRunning, type Player, stackOf } from "../player.ts";

/** Starts a server on a node. */
export function startServer(player: Player, node: string, server: CaseServer): void {
  player.servers.set(keyOf(node, server), makeServer(stackOf(player, node), node, server));
}

const keyOf = (node: string, { kind, port }: { readonly kind: ServerKind; readonly port: number }): string =>
  `${node} ${kind} ${port}`;

function makeServer(stack: Stack, node: string, spec: CaseServer): CaseServerRunning {
  const { kind, port, size } = spec;
  const name = spec.name ?? node;
  const address = spec.addr === undefined ? undefined : parseIpv4(spec.addr);
  const where = { port, reuseAddress: true, ...(address === undefined ? {} : { address }) };
  switch (kind) {
    case "http": {
      const page = namePage(name, size);
      return { kind, server: started(startHttpServer(stack, { ...where, body: () => page }), spec).server };
    }
    case "hold": {
      const banner = bytesOf(`${name}\n`);
      return { kind, server: started(startHoldServer(stack, { ...where, banner }), spec).server };
    }
    case "udp": {
      const greeting = bytesOf(`${name} `);
      return {
        kind,
        server: started(startUdpServer(stack, { ...where, greeting, endsOnError: true }), spec).socket,
      };
    }
  }
}

type Started = { readonly ok: boolean };

function started<S extends Started>(
  result: S,
  { kind, port }: CaseServer,
): Extract<S, { readonly ok: true }> {
  assert(result.ok, `a ${kind} server can listen on port ${port}`);
  return result as Extract<S, { readonly ok: true }>;
}

/** Ends a server; `abort` resets its connections. */
export function endServer(
  player: Player,
  node: string,
  server: { readonly kind: ServerKind; readonly port: number; readonly abort?: boolean },
): void {
  const key = keyOf(node, server);
  const running = player.servers.get(key);
  if (running === undefined) return;
  player.servers.delete(key);
  if (running.kind === "http") stopHttpServer(running.server, server.abort ?? false);
  if (running.kind === "hold") stopHoldServer(running.server, server.abort ?? false);
  if (running.kind === "udp") stopUdpServer(running.server);
}
