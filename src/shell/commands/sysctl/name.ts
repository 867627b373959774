/**
 * Names of switches: dots or slashes between the parts. Whichever comes first separates; the other one is
 * part of a name, as in net.ipv4.conf.eth0/10.rp_filter.
 */

import { swapSeparators } from "#sim/stack/sysctl-table";

/** The path below /proc/sys. */
export function pathOf(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  return first === "." ? swapSeparators(name) : name;
}

/** The name that is printed for a path. */
export const nameOf = (path: string): string => swapSeparators(path);
