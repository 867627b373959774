/**
 * What can be observed in the load balancer. The values that decided travel with the event.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";

/** Why a scheduler did not consider a destination. */
export type PassedOver = "quiesced" | "overloaded" | "unavailable";

/** One line of a scheduler's reckoning. */
export interface Candidate {
  readonly destination: string;
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
  /** The number that the scheduler compares by, where it has one. */
  readonly cost: number | undefined;
  readonly passedOver: PassedOver | undefined;
}

/** An entry by its three endpoints. */
export interface ConnectionName {
  readonly protocol: string;
  readonly client: string;
  readonly virtual: string;
  readonly destination: string;
}

export type IpvsEvent =
  | {
      /** A scheduler was asked; `chosen` is `undefined` where it found nobody. */
      readonly kind: "destination-scheduled";
      readonly node: string;
      readonly service: string;
      readonly scheduler: string;
      readonly candidates: readonly Candidate[];
      readonly chosen: string | undefined;
      /** The scheduler's own state that decided, such as the current weight of wrr. */
      readonly state: readonly { readonly name: string; readonly value: number | string }[];
    }
  | {
      readonly kind: "connection-created";
      readonly node: string;
      readonly service: string;
      readonly connection: ConnectionName;
      readonly method: string;
      /** Who chose: the scheduler, a template of persistence, nobody (bypass), another director (sync). */
      readonly because: "scheduler" | "template" | "template-made" | "bypass" | "sync";
      readonly timeout: number;
    }
  | {
      readonly kind: "connection-expired";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly state: string;
    }
  | {
      /** A template outlives its time because connections of it are alive. */
      readonly kind: "template-prolonged";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly controlled: number;
    }
  | {
      readonly kind: "template-invalidated";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly because: "destination-gone" | "destination-quiesced";
      readonly setting?: DecidingSetting;
    }
  | {
      readonly kind: "connection-state-changed";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly direction: "input" | "output";
      readonly before: string;
      readonly state: string;
      /** In seconds. */
      readonly timeout: number;
    }
  | {
      readonly kind: "connection-given-up";
      readonly node: string;
      readonly connection: ConnectionName;
      /** The setting because of which a known client is scheduled anew, or its entry ended. */
      readonly setting: DecidingSetting;
    }
  | {
      readonly kind: "no-destination";
      readonly node: string;
      readonly service: string;
      readonly packet: Ipv4Packet;
    }
  | {
      /** A packet goes to a destination, changed as its method has it. */
      readonly kind: "request-forwarded";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly method: string;
      readonly before: Ipv4Packet;
      readonly after: Ipv4Packet;
      readonly device: string | undefined;
    }
  | {
      readonly kind: "reply-rewritten";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly before: Ipv4Packet;
      readonly after: Ipv4Packet;
    }
  | {
      /** An ICMP error was made to fit the other side of a connection. */
      readonly kind: "error-translated";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly towards: "client" | "destination";
      readonly before: Ipv4Packet;
      readonly after: Ipv4Packet;
    }
  | {
      readonly kind: "ipvs-table-changed";
      readonly node: string;
      readonly row: string;
      readonly change: "added" | "edited" | "removed";
    };
