/**
 * `systemctl list-units` and `list-unit-files`: the services of a machine, in the order of their names.
 */

import type { Process } from "#shell/command";
import type { Machine, Service } from "#shell/machine";

/** Each service once, though some have several names. */
const servicesOf = ({ services }: Machine): Service[] =>
  [...new Set(services.values())].sort((left, right) => (left.name < right.name ? -1 : 1));

const legend = `
LOAD   = Reflects whether the unit definition was properly loaded.
ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
SUB    = The low-level unit activation state, values depend on unit type.
`;

/** The services that run; all of them with `all`. */
export function listUnits({ machine, stdout }: Process, all: boolean): number {
  const shown = servicesOf(machine).filter(({ isRunning }) => all || isRunning);
  const width = Math.max(...shown.map(({ name }) => name.length)) + ".service".length;
  const rows = shown.map((service) => {
    const sub = service.isRunning ? (service.isOneShot ? "exited" : "running") : "dead";
    const active = service.isRunning ? "active" : "inactive";
    const unit = `${service.name}.service`.padEnd(width);
    return `  ${unit} loaded ${active.padEnd(all ? 8 : 6)} ${sub.padEnd(7)} ${service.description}\n`;
  });
  const head = `  ${"UNIT".padEnd(width)} LOAD   ${"ACTIVE".padEnd(all ? 8 : 6)} SUB     DESCRIPTION\n`;
  const more = all ? "" : " Pass --all to see loaded but inactive units, too.";
  const count = `${shown.length} loaded units listed.${more}\n`;
  stdout.write(`${head}${rows.join("")}${legend}${count}`);
  stdout.write("To show all installed unit files use 'systemctl list-unit-files'.\n");
  return 0;
}

/** Which services start at boot. */
export function listUnitFiles({ machine, stdout }: Process): number {
  const shown = servicesOf(machine);
  const width = Math.max(...shown.map(({ name }) => name.length)) + ".service".length;
  const rows = shown.map(({ name, isEnabled }) => {
    const state = isEnabled ? "enabled " : "disabled";
    return `${`${name}.service`.padEnd(width)} ${state} enabled\n`;
  });
  stdout.write(
    `${"UNIT FILE".padEnd(width)} STATE    PRESET\n${rows.join("")}\n${shown.length} unit files listed.\n`,
  );
  return 0;
}
