/** What a node has learnt of paths, as `ip route show cache` lists it: path MTUs and redirects. */

import { outputRoute } from "#sim/stack/route-lookup";
import { formatIpv4 } from "#sim/wire/address";
import type { Call } from "./call.ts";

const nanosPerSecond = 1e9;

/** Two lines for each path that is still believed. */
export function cachedRoutes({ stack }: Call): string[][] {
  const { now } = stack.simulation;
  const entries: string[][] = [];
  for (const [dst, path] of stack.paths.byDestination) {
    const hasGateway = path.gateway !== undefined && path.gatewayExpires > now;
    const hasMtu = path.mtu !== undefined && path.mtuExpires > now;
    const way = outputRoute(stack, { dst });
    if ((!hasGateway && !hasMtu) || !way.ok) continue;
    const { gateway, output } = way.route;
    const via = gateway === undefined ? "" : `via ${formatIpv4(gateway)} `;
    const expires = hasMtu ? path.mtuExpires : path.gatewayExpires;
    const words = [
      hasGateway ? "<redirected> " : "",
      `expires ${Math.floor((expires - now) / nanosPerSecond)}sec `,
      hasMtu ? `mtu ${path.isMtuLocked ? "lock " : ""}${path.mtu} ` : "",
    ];
    entries.push([`${formatIpv4(dst)} ${via}dev ${output.device.name} `, `    cache ${words.join("")}`]);
  }
  return entries;
}
