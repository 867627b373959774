/**
 * Asking a service's scheduler, and what a new connection is asked for with.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import type { Connection } from "./connection.ts";
import type { Flow } from "./connection-table.ts";
import { type Destination, nameOf } from "./destination.ts";
import { candidatesOf, unexplained } from "./reckoning.ts";
import { type Service, serviceText } from "./service.ts";

/**
 * A packet that may make a connection: on its own behalf, or an ICMP error on that of the packet it quotes.
 */
export interface Opening {
  readonly flow: Flow;
  readonly context: PacketContext;
  readonly isError: boolean;
}

/** What scheduling within one service came to; `left`: nobody may have it. */
export type Pick =
  | { readonly kind: "connection"; readonly connection: Connection }
  | { readonly kind: "ignored" | "left" | "no-room" };

/** Asks a service's scheduler. */
export function chooseDestination(service: Service, flow: Flow): Destination | undefined {
  const { ipvs, scheduler, schedulerState } = service;
  if (!ipvs.simulation.traced) return scheduler.schedule(schedulerState, service, flow);
  const explain = scheduler.explain?.(schedulerState, service, flow);
  const chosen = scheduler.schedule(schedulerState, service, flow);
  const explanation = explain?.(chosen) ?? unexplained;
  ipvs.simulation.emit({
    kind: "destination-scheduled",
    node: ipvs.stack.name,
    service: serviceText(service),
    scheduler: scheduler.name,
    candidates: candidatesOf(service, chosen, explanation),
    chosen: chosen === undefined ? undefined : nameOf(chosen),
    state: explanation.state,
  });
  return chosen;
}
