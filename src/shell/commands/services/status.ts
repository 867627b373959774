/**
 * `systemctl status`: the first lines of systemd's picture of a service. Processes, memory and the journal
 * are left out.
 */

import type { Process } from "#shell/command";
import type { Service } from "#shell/machine";
import { serviceNamed } from "#shell/services/control";
import { isUnmodelled, unmodelledLine } from "#shell/services/unmodelled";
import type { Nanos } from "#sim/engine/time";
import { formatMoment, momentOf } from "../system/clock.ts";
import { unitFile } from "./enabling.ts";

const notRunning = 3;
const notFound = 4;

/** Shows each service; the exit code is that of the last that does not run. */
export function showStatus(process: Process, names: readonly string[]): number {
  if (names.length === 0) {
    process.stdout.write(`● ${process.machine.hostname}\n    State: running\n`);
    return 0;
  }
  let code = 0;
  for (const [at, name] of names.entries()) {
    if (at > 0) process.stdout.write("\n");
    code = showOne(process, name) || code;
  }
  return code;
}

function showOne(process: Process, name: string): number {
  const service = serviceNamed(process.machine, name);
  if (service === undefined) {
    const unit = name.includes(".") ? name : `${name}.service`;
    process.stderr.write(isUnmodelled(name) ? unmodelledLine(name) : `Unit ${unit} could not be found.\n`);
    return notFound;
  }
  const enabled = service.isEnabled ? "enabled" : "disabled";
  process.stdout.write(
    [
      `${service.isRunning ? "●" : "○"} ${service.name}.service - ${service.description}`,
      `     Loaded: loaded (${unitFile(service)}; ${enabled}; preset: enabled)`,
      `     Active: ${stateOf(service)}${sinceText(service, process.machine.simulation.now)}`,
      "",
    ].join("\n"),
  );
  return service.isRunning ? 0 : notRunning;
}

/** The state of a service as systemd writes it. */
export function stateOf({ isRunning, isOneShot }: Service): string {
  if (!isRunning) return "inactive (dead)";
  return isOneShot ? "active (exited)" : "active (running)";
}

function sinceText({ since, isRunning }: Service, now: Nanos): string {
  if (since === undefined && !isRunning) return "";
  const moment = since ?? (0 as Nanos);
  return ` since ${formatMoment(momentOf(moment), "%a %Y-%m-%d %H:%M:%S %Z")}; ${agoText(now - moment)}`;
}

function agoText(nanos: number): string {
  const seconds = Math.floor(nanos / 1e9);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}s ago`;
  return minutes < 60
    ? `${minutes}min ${seconds % 60}s ago`
    : `${Math.floor(minutes / 60)}h ${minutes % 60}min ago`;
}
