/** One neighbour entry as `ip neigh` prints it, without the newline. */

import { toSeconds } from "#sim/engine/time";
import type { Neighbour } from "#sim/stack/neighbour";
import { isTimed } from "#sim/stack/neighbour-states";
import { formatIpv4, formatMac } from "#sim/wire/address";
import type { Call } from "./call.ts";

/** The states in which the MAC address means something. */
const hasMac = ({ state }: Neighbour): boolean => !["NONE", "INCOMPLETE", "FAILED"].includes(state);

/** The entry; without the device where all entries listed are of one. */
export function neighbourText(call: Call, entry: Neighbour, hidesDevice: boolean): string {
  const { options } = call;
  const address = formatIpv4(entry.address);
  const device = entry.interface.device.name;
  const mac = hasMac(entry) ? formatMac(entry.mac) : "";
  if (options.brief) return `${address.padEnd(39)} ${device.padEnd(16)} ${mac === "" ? "" : `${mac} `}`;
  const words = [
    `${address} `,
    hidesDevice ? "" : `dev ${device} `,
    mac === "" ? "" : `lladdr ${mac} `,
    options.statistics > 0 ? statistics(call, entry) : "",
    entry.state === "NONE" ? "" : `${entry.state} `,
  ];
  return words.join("");
}

/**
 * Who holds the entry beside the table, seconds since it was used, confirmed and changed, and requests sent.
 */
function statistics({ stack }: Call, { state, used, confirmed, updated, probes }: Neighbour): string {
  const { now } = stack.simulation;
  const ages = [used, confirmed, updated].map((moment) => Math.floor(toSeconds(now) - toSeconds(moment)));
  return `${isTimed(state) ? " ref 1" : ""} used ${ages.join("/")}probes ${probes} `;
}

/** An address that the node answers for in place of another. */
export const proxyText = (address: number, device: string, hidesDevice: boolean): string =>
  `${formatIpv4(address as Neighbour["address"])} ${hidesDevice ? "" : `dev ${device} `}proxy `;
