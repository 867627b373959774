/**
 * Having a service start at boot or not: systemd's links. There is no boot in the lab, so nothing else
 * follows.
 */

import type { Process } from "#shell/command";
import type { Service } from "#shell/machine";

const unitFolder = "/lib/systemd/system";
const wants = "/etc/systemd/system/multi-user.target.wants";

/** Where the file of a service's unit is. */
export const unitFile = ({ name }: Service): string => `${unitFolder}/${name}.service`;

export function enableService({ stderr }: Process, service: Service): void {
  if (service.isEnabled) return;
  service.isEnabled = true;
  stderr.write(`Created symlink ${wants}/${service.name}.service → ${unitFile(service)}.\n`);
}

export function disableService({ stderr }: Process, service: Service): void {
  if (!service.isEnabled) return;
  service.isEnabled = false;
  stderr.write(`Removed "${wants}/${service.name}.service".\n`);
}
