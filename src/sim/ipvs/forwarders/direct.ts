/**
 * Direct routing (`ipvsadm -g`): the packet stays as it is but for one hop less to live; only the frame
 * goes to the destination, which must hold the virtual address itself. Replies do not pass the director.
 */

import { accept } from "#sim/stack/verdict";
import type { Forwarder } from "../forwarder.ts";
import { announceForwarded, inject, mark, prepare, type WayRules } from "../way.ts";

const rules: WayRules = {
  mayBeLocal: true,
  mayBeRemote: true,
  mayTurnLocal: false,
  overhead: 0,
  limitsSize: true,
};

export const direct: Forwarder = {
  name: "direct",
  option: { short: "g", long: "gatewaying" },
  listed: "Route",
  number: 3,
  rewritesDestination: false,
  forward(ipvs, connection, context) {
    const before = context.packet;
    const way = prepare(ipvs, connection, context, rules);
    if (typeof way === "object") return way;
    mark(connection, context);
    announceForwarded(ipvs, connection, context, before);
    return way === "local" ? accept : inject(ipvs.stack, context);
  },
};
