/** Options of ipvsadm that messages and rules know by the name of their kind. */

import { forwarders } from "#sim/ipvs/forwarders/index";

const kinds: ReadonlyMap<string, string> = new Map([
  ["tcp-service", "service-address"],
  ["udp-service", "service-address"],
  ["sctp-service", "service-address"],
  ["fwmark-service", "service-address"],
  ...forwarders.flatMap(({ option }) =>
    option === undefined ? [] : [[option.long, "forwarding-method"] as const],
  ),
]);

/** The name of an option's kind; its own, where it is the only one of it. */
export const kindOf = (name: string): string => kinds.get(name) ?? name;
