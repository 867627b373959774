/**
 * Protocols by their IP number, for every packet that passes.
 */

import type { Protocol } from "./protocol.ts";
import { balanced } from "./protocols/index.ts";

const byNumber: readonly (Protocol | undefined)[] = Array.from({ length: 256 }, (_, number) =>
  balanced.find((protocol) => protocol.number === number),
);

/** The protocol with this number, if services can have it. */
export const protocolOf = (number: number): Protocol | undefined => byNumber[number];
