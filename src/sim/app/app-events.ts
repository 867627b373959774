/**
 * What can be observed of programs.
 */

import type { Ipv4Address } from "../wire/address.ts";

export type AppEvent =
  | {
      /** A client has its answer. */
      readonly kind: "request-answered";
      readonly node: string;
      /** Of HTTP: GET, POST. */
      readonly method: string;
      readonly to: Ipv4Address;
      readonly port: number;
      readonly status: string;
      readonly bytes: number;
    }
  | {
      /** A client has given up: what its call said, TIMEOUT, or what came instead (EMPTY, CUT, NOT-HTTP). */
      readonly kind: "request-failed";
      readonly node: string;
      readonly to: Ipv4Address;
      readonly port: number;
      readonly error: string;
    };
