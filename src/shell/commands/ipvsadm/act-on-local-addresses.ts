/** Gives a service local addresses of FULLNAT and takes them away, as a line of ipvsadm says. */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { addLocalAddress, deleteLocalAddress } from "#sim/ipvs/local-address-admin";
import type { ServiceName } from "#sim/ipvs/service";
import type { Complaint } from "./act.ts";
import type { Entry } from "./entry.ts";

/** `-P` and `-Q`. */
export function changeLocalAddresses(
  ipvs: Ipvs,
  name: ServiceName,
  { command, local }: Pick<Entry, "command" | "local">,
): Complaint {
  const isAdding = command === "add-laddr";
  const result = isAdding
    ? addLocalAddress(ipvs, name, local)
    : deleteLocalAddress(ipvs, name, local.address);
  return result.ok ? undefined : { asked: "local-address", errno: result.errno };
}
