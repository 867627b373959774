/**
 * Bypass: a marked packet for whom no destination is left goes to where it was addressed (`cache_bypass`).
 *
 * Nobody chooses it: it has no place in the list of methods.
 */

import { stolen } from "#sim/stack/verdict";
import type { Forwarder } from "../forwarder.ts";
import { announceForwarded, inject, mark, prepare, type WayRules } from "../way.ts";

const rules: WayRules = {
  mayBeLocal: false,
  mayBeRemote: true,
  mayTurnLocal: false,
  overhead: 0,
  limitsSize: true,
};

export const bypass: Forwarder = {
  name: "bypass",
  listed: "Bypass",
  number: 4,
  rewritesDestination: false,
  forward(ipvs, connection, context) {
    const before = context.packet;
    const way = prepare(ipvs, connection, context, rules);
    if (typeof way === "object") return way;
    mark(connection, context);
    announceForwarded(ipvs, connection, context, before);
    return way === "local" ? stolen : inject(ipvs.stack, context);
  },
};
