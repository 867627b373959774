/**
 * The settings of a neighbour table as evidence: `net.ipv4.neigh.<device>.*` (ip-sysctl.rst).
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { Interface } from "./interface.ts";
import type { NeighbourSysctls } from "./sysctl.ts";
import { sysctlDevice } from "./sysctl-rules.ts";

/** The value of a setting of one interface, and its full name. */
export const neighbourSetting = (iface: Interface, name: keyof NeighbourSysctls): DecidingSetting => ({
  name,
  value: iface.neighbourConf[name],
  from: `net.ipv4.neigh.${sysctlDevice(iface.device.name)}.${name}`,
});
