/**
 * The services of a machine at boot, by its kind.
 */

import type { NodeKindName } from "#sim/nodes/node";
import type { Machine } from "../machine.ts";
import { addService } from "../packages/install.ts";
import { namedServices } from "./named-services.ts";
import { networkService } from "./network.ts";
import { iptablesService, ipvsadmService } from "./rule-services.ts";
import { webServer } from "./web-server.ts";

/** Machines that come with httpd. */
export const webServerKinds: readonly NodeKindName[] = ["real-server", "host"];

/** Names of Debian for the same services. */
const otherNames: readonly (readonly [string, string])[] = [
  ["chrony", "chronyd"],
  ["network-manager", "NetworkManager"],
  ["networking", "network"],
  ["ntp", "ntpd"],
  ["ssh", "sshd"],
];

/** Puts in what a machine of its kind comes with. */
export function furnish(machine: Machine): void {
  const { services } = machine;
  for (const service of [...namedServices(), networkService(), ipvsadmService(), iptablesService()]) {
    services.set(service.name, service);
  }
  for (const [other, name] of otherNames) {
    const service = services.get(name);
    if (service !== undefined) services.set(other, service);
  }
  if (webServerKinds.includes(machine.node.kind)) addService(machine, "httpd", webServer(machine, "httpd"));
}
