/**
 * Starting and stopping the services of a machine, as systemctl and the scripts behind `service` do.
 *
 * A service that runs is not started again, and one that does not run is not stopped again. SysV scripts do
 * not ask: their `stop` does its work every time.
 */

import type { Process } from "../command.ts";
import { baseName } from "../files/tree.ts";
import type { Machine, Service } from "../machine.ts";

/** The service that a name means, with or without `.service`. */
export const serviceNamed = ({ services }: Machine, name: string): Service | undefined =>
  services.get(name.replace(/\.service$/, ""));

/** Starts a service; answers what to say where it fails. */
export async function startService(process: Process, service: Service): Promise<string | undefined> {
  if (service.isRunning) return undefined;
  const complaint = await service.start(process);
  if (complaint !== undefined) return complaint;
  mark(process, service, true);
  return undefined;
}

/** Whether a SysV script does the work, and not systemd. */
export const isSysV = ({ name }: Process): boolean => baseName(name) === "service";

/** Stops a service. */
export async function stopService(process: Process, service: Service): Promise<void> {
  if (!service.isRunning && !isSysV(process)) return;
  await service.stop(process);
  if (service.isRunning) mark(process, service, false);
}

/** Stops and starts a service; answers what to say where it does not start again. */
export async function restartService(process: Process, service: Service): Promise<string | undefined> {
  await stopService(process, service);
  return startService(process, service);
}

function mark({ machine }: Process, service: Service, isRunning: boolean): void {
  service.isRunning = isRunning;
  service.since = machine.simulation.now;
}
