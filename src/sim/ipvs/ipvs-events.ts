/**
 * What can be observed in the load balancer. The values that decided travel with the event.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";

/** Why a scheduler passed a destination over. */
export type PassedOver =
  /** Its weight is 0. */
  | "quiesced"
  | "overloaded"
  /** It has more active connections than its weight (ovf). */
  | "full"
  /** Its weight does not reach the threshold of this round (wrr). */
  | "below-current-weight"
  /** Somebody else holds the bucket or slot of the hash. */
  | "not-in-bucket"
  /** It is not remembered for the address that was asked for (lblc, lblcr). */
  | "not-remembered"
  /** Chance did not draw it (twos). */
  | "not-drawn"
  /** It has active connections while another one has none (nq). */
  | "not-idle"
  /** The walk ended before it, or it has had its turn. */
  | "not-reached"
  | "more-loaded"
  | "less-weight"
  /** As good as the chosen one, which was compared first. */
  | "tie"
  /** The service has none (none). */
  | "no-scheduler"
  /** The scheduler does not say. */
  | "unexplained";

export type Outcome = "chosen" | PassedOver;

/** A number as it is compared: by products, so never rounded. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** A value of a scheduler's state that decided; a list where there are several. */
export interface SchedulerNote {
  readonly name: string;
  readonly value: number | string | readonly (number | string)[];
}

/** One line of a scheduler's reckoning. */
export interface Candidate {
  readonly destination: string;
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
  readonly isOverloaded: boolean;
  /** What it was compared by, where the scheduler takes the least of something. */
  readonly cost: Fraction | undefined;
  readonly outcome: Outcome;
}

/** An entry by its endpoints. */
export interface ConnectionName {
  readonly protocol: string;
  readonly client: string;
  readonly virtual: string;
  /** Where the destination sees it come from, if not from the client (FULLNAT). */
  readonly local?: string;
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
      readonly state: readonly SchedulerNote[];
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
      /** FULLNAT: no local address of the service has a free port towards the server. */
      readonly kind: "no-local-port";
      readonly node: string;
      readonly service: string;
      readonly connection: ConnectionName;
      /** The addresses that were asked, and how many connections of the service each has. */
      readonly addresses: readonly { readonly address: string; readonly connections: number }[];
      readonly lowest: number;
      readonly highest: number;
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
      /** Another director is to be told of an entry: what it is waits in a message. */
      readonly kind: "connection-told";
      readonly node: string;
      readonly connection: ConnectionName;
      /** Its state has changed, enough packets have passed, or its end has moved. */
      readonly because: "state" | "packets" | "refresh";
    }
  | {
      readonly kind: "connection-updated-by-sync";
      readonly node: string;
      readonly connection: ConnectionName;
      readonly state: string;
      /** In seconds. */
      readonly timeout: number;
    }
  | {
      readonly kind: "sync-message-sent";
      readonly node: string;
      readonly connections: number;
      readonly bytes: number;
    }
  | {
      readonly kind: "sync-message-received";
      readonly node: string;
      readonly connections: number;
      readonly syncId: number;
      /** Whether the number is one that this director hears. */
      readonly isForUs: boolean;
    }
  | {
      readonly kind: "ipvs-table-changed";
      readonly node: string;
      readonly row: string;
      readonly change: "added" | "edited" | "removed";
    };
