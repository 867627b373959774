/**
 * What should have left and did not, because no route leads there: nothing on the wire would tell.
 */

import type { Ipv4Address } from "../wire/address.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { RouteErrno } from "./fib.ts";
import type { Stack } from "./stack.ts";
import type { MissingFrame } from "./stack-events.ts";
import type { DropReason } from "./verdict.ts";

const reasons: { readonly [errno in RouteErrno]: DropReason } = {
  ENETUNREACH: "no-route",
  EHOSTUNREACH: "unreachable-route",
  EACCES: "prohibited-route",
  EINVAL: "blackhole-route",
  ENODEV: "no-route",
};

/** Says that nothing left for `to`, and which packet waits for it in vain, if it was an answer. */
export function tellMissing(
  { simulation, name: node }: Stack,
  missing: MissingFrame,
  { to, errno }: { readonly to: Ipv4Address; readonly errno: RouteErrno },
  answering?: Ipv4Packet,
): void {
  if (!simulation.traced) return;
  const event = { kind: "no-frame-left", node, missing, to, reason: reasons[errno] } as const;
  simulation.emit(answering === undefined ? event : { ...event, answering });
}
