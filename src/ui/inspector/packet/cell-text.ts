/**
 * How a value of a header field is written in the hop table: MAC addresses by their last bytes, IPv4
 * addresses as numbers or roles; and what is said of it besides.
 */

import { broadcastMac, formatIpv4, formatMac } from "#sim/wire/address";
import type { Naming } from "#ui/packet-label";
import type { Names } from "#ui/topology/names";
import type { DecidingRule } from "#words/hop-facts";
import type { HopValue } from "./hop-fields.ts";

/** A value as it stands in a cell. */
export function cellText(value: HopValue | undefined, naming: Naming): string {
  if (value === undefined) return "";
  switch (value.kind) {
    case "mac":
      return `…:${formatMac(value.mac).slice(-5)}`;
    case "ipv4":
      return naming.address(value.address);
    case "number":
      return `${value.number}`;
    case "text":
      return value.text;
  }
}

/** The whole of a value that is shortened or named, `02:00:00:00:03:00, director`; of plain ones nothing. */
export function wholeText(value: HopValue | undefined, naming: Naming): string | undefined {
  if (value?.kind === "mac") {
    const owner = value.mac === broadcastMac ? "broadcast" : naming.owner(value.mac);
    return owner === undefined ? formatMac(value.mac) : `${formatMac(value.mac)}, ${owner}`;
  }
  if (value?.kind === "number") return value.name;
  if (value?.kind !== "ipv4") return undefined;
  const number = formatIpv4(value.address);
  return naming.address(value.address) === number ? undefined : number;
}

/** An endpoint such as `10.0.0.202:80`, its address as it is to be shown. */
export function endpointText(endpoint: string, { text }: Pick<Names, "text">): string {
  const colon = endpoint.lastIndexOf(":");
  return colon < 0 ? text(endpoint) : `${text(endpoint.slice(0, colon))}${endpoint.slice(colon)}`;
}

/** A rule with its addresses as they are to be shown. */
export function namedRule(rule: DecidingRule, names: Names): DecidingRule {
  if (rule.kind === "ipvs-request" || rule.kind === "ipvs-reply") {
    return { ...rule, destination: endpointText(rule.destination, names) };
  }
  if (rule.kind !== "neighbour" || rule.nextHop === undefined) return rule;
  return { ...rule, nextHop: names.text(rule.nextHop) };
}
