/**
 * What a scheduler is: who of a service's destinations gets a new connection.
 *
 * One object a scheduler, one file each in `schedulers/`; `schedulers/index.ts` lists them. What a
 * scheduler keeps for a service is plain data that it makes itself and is handed back with every call.
 */

import { logLimited } from "../stack/kernel-log.ts";
import { formatIpv4 } from "../wire/address.ts";
import { protocols } from "../wire/ipv4.ts";
import type { Flow } from "./connection-table.ts";
import type { Destination } from "./destination.ts";
import type { KernelPart } from "./kernel-build.ts";
import type { Explanation } from "./reckoning.ts";
import type { Service } from "./service.ts";

/** A flag of `ipvsadm -b`, by its bit: 1, 2 or 4. */
export interface SchedulerFlag {
  readonly name: string;
  readonly bit: number;
}

export interface Scheduler<State = unknown> extends KernelPart {
  /** As `ipvsadm -s` takes it. */
  readonly name: string;
  readonly flags?: readonly SchedulerFlag[];
  /** It goes round its destinations, each in its turn. */
  readonly isRoundRobin?: boolean;
  /** What it keeps for a service, made when the service is, or when it changes its scheduler. */
  start(service: Service): State;
  /** The service is gone or has another scheduler: timers stop. */
  stop?(state: State, service: Service): void;
  /** The destination of a new connection, or `undefined` when nobody may have it. */
  schedule(state: State, service: Service, flow: Flow): Destination | undefined;
  /** A destination was added at the head of `service.destinations`. */
  added?(state: State, service: Service, destination: Destination): void;
  /** A destination was taken out of `service.destinations`, where it stood at `index`. */
  removed?(state: State, service: Service, destination: Destination, index: number): void;
  /** A destination was described anew: weight, thresholds, method. */
  edited?(state: State, service: Service, destination: Destination): void;
  /**
   * Tells how a pick comes about; called only when somebody looks. It is called before the pick, when the
   * state is what decides, and its answer after it, when the choice is known.
   */
  explain?(state: State, service: Service, flow: Flow): (chosen: Destination | undefined) => Explanation;
}

/** The rule that all share: neither quiesced nor overloaded. */
export const mayBeChosen = ({ weight, isOverloaded }: Destination): boolean => weight > 0 && !isOverloaded;

/** An active connection counts as much as 256 inactive ones. */
export const overhead = ({ activeConnections, inactiveConnections }: Destination): number =>
  activeConnections * 256 + inactiveConnections;

/** The line the kernel logs when a scheduler finds nobody. */
export function logNoDestination(service: Service, why = "no destination available"): void {
  const { ipvs, scheduler } = service;
  logLimited(ipvs.stack, `IPVS: ${scheduler.name}: ${loggedName(service)} - ${why}`);
}

function loggedName({ fwmark, protocol, address, port }: Service): string {
  if (fwmark !== 0) return `FWM ${fwmark} 0x${fwmark.toString(16).toUpperCase().padStart(8, "0")}`;
  return `${protocol === protocols.udp ? "UDP" : "TCP"} ${formatIpv4(address)}:${port}`;
}
