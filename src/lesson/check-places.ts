/**
 * Machines and devices that a lesson names, wherever it names them, must be there.
 *
 * A device that no scenario plugs in may be made by a command: it is believed where a setup or a line of the
 * lesson has its name.
 */

import type { Report } from "#scenario/diagnostic";
import { entriesOf, itemsOf, type Located, quoted, textOf, valueAt } from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import type { LabPlaces } from "./lab-places.ts";

/** Values below these keys are compared with what happens; they name nothing. */
const notNames = ["row", "with", "each"];

/** Looks at every value below one. */
export function checkPlaces(root: Located, places: LabPlaces, report: Report): void {
  const typed = linesIn(root).join("\n");
  visit(root, (value) => {
    for (const { key, value: content } of entriesOf(value)) {
      if (key === "node") mustBeNode(content, [...places.machines, ...places.segments], report);
      if (key === "on") mustBeNode(content, places.machines, report);
      if (key === "nodes") for (const item of itemsOf(content)) mustBeNode(item, places.machines, report);
    }
    checkDevice(value, { places, typed }, report);
  });
}

function visit(value: Located, look: (value: Located) => void): void {
  look(value);
  for (const item of itemsOf(value)) visit(item, look);
  for (const { key, value: content } of entriesOf(value)) if (!notNames.includes(key)) visit(content, look);
}

function linesIn(root: Located): string[] {
  const lines: string[] = [];
  visit(root, (value) => lines.push(textOf(valueAt(value, "run")) ?? ""));
  return lines;
}

function mustBeNode(value: Located, known: readonly string[], report: Report): void {
  const name = textOf(value);
  if (name === undefined || known.includes(name)) return;
  report.error(value.at, {
    message: `the scenario has no node ${quoted(name)}`,
    remedy: suggestion(name, known),
  });
}

interface Known {
  readonly places: LabPlaces;
  readonly typed: string;
}

function checkDevice(value: Located, { places, typed }: Known, report: Report): void {
  const device = valueAt(value, "device");
  const name = textOf(device);
  const devices = places.devices.get(textOf(valueAt(value, "node")) ?? "");
  if (device === undefined || name === undefined || devices === undefined) return;
  if (devices.includes(name) || places.setups.includes(name) || typed.includes(name)) return;
  report.error(device.at, {
    message: `${quoted(textOf(valueAt(value, "node")) ?? "")} has no device ${quoted(name)}`,
    remedy: suggestion(name, devices),
  });
}
