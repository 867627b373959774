/**
 * What configuring the load balancer answers: done, or the kernel's name for why not.
 */

import type { Ipvs } from "./ipvs.ts";

export type IpvsErrno =
  | "EEXIST"
  | "ENOENT"
  | "ESRCH"
  | "EINVAL"
  | "ENODEV"
  | "ERANGE"
  | "EOPNOTSUPP"
  | "ENOPROTOOPT";

export type Configured = { readonly ok: true } | { readonly ok: false; readonly errno: IpvsErrno };

export const done: Configured = { ok: true };
export const failed = (errno: IpvsErrno): Configured => ({ ok: false, errno });

/** Tells who looks that a row of the tables changed. */
export function tableChanged(ipvs: Ipvs, row: string, change: "added" | "edited" | "removed"): void {
  if (!ipvs.simulation.traced) return;
  ipvs.simulation.emit({ kind: "ipvs-table-changed", node: ipvs.stack.name, row, change });
}
