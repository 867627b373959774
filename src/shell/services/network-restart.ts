/**
 * What the service `network` does: the devices of /etc/sysconfig/network-scripts are taken down and up,
 * aliases with them.
 *
 * A machine without such files was configured by commands alone: there is nothing to do, and what they did
 * stays.
 */

import type { Process } from "../command.ts";
import { list } from "../files/tree.ts";

const folder = "/etc/sysconfig/network-scripts";
const prefix = "ifcfg-";

/** The devices that have a file; aliases come up and go down with their device. */
function devicesOf({ machine }: Process): string[] {
  const listed = list(machine.files, folder);
  const names = listed.ok ? listed.names : [];
  const devices = names.filter((name) => name.startsWith(prefix) && !name.includes(":"));
  const own = devices.map((name) => name.slice(prefix.length));
  // Loopback comes up first and goes down last.
  return [...own.filter((name) => name === "lo"), ...own.filter((name) => name !== "lo")];
}

/** Brings every device that has a file up. */
export async function startNetwork(process: Process): Promise<undefined> {
  for (const device of devicesOf(process)) await process.execute(["ifup", device, "boot"]);
  return undefined;
}

/** Takes them down again, loopback last. */
export async function stopNetwork(process: Process): Promise<void> {
  for (const device of devicesOf(process).reverse()) await process.execute(["ifdown", device]);
}
