/**
 * Sysctls that do not exist: a name the kernel has not got, or a device the node has not got.
 */

import type { CheckedFile } from "./checked-file.ts";
import { devicesOf, nodesOf } from "./checked-file.ts";
import type { Report } from "./diagnostic.ts";
import type { Located, LocatedEntry } from "./located.ts";
import { entriesOf, quoted, valueAt } from "./located.ts";
import { suggestion } from "./nearest.ts";

/** Sysctls with a device in their name: its directory, the device, the switch. */
const ofDevice = /^(net\.ipv4\.(?:conf|neigh))\.([^.]+)\.(.+)$/;

/** Reports sysctls that no node has; without a list of names, only those of devices that are not there. */
export function checkSysctls({ root, sysctls }: CheckedFile, report: Report): void {
  checkSettings({ settings: valueAt(root, "sysctl"), devices: undefined, sysctls }, report);
  for (const node of nodesOf(root)) {
    const devices = devicesOf(node).map(({ key }) => key);
    checkSettings({ settings: valueAt(node.value, "sysctl"), devices, sysctls }, report);
  }
}

interface Settings {
  readonly settings: Located | undefined;
  /** Of the node; `undefined` for settings of every node. */
  readonly devices: readonly string[] | undefined;
  readonly sysctls: readonly string[] | undefined;
}

function checkSettings({ settings, devices, sysctls }: Settings, report: Report): void {
  for (const entry of entriesOf(settings)) {
    const name = entry.key.replaceAll("/", ".");
    const match = ofDevice.exec(name);
    if (match !== null && devices !== undefined)
      checkDevice(entry, { device: match[2] ?? "", devices }, report);
    if (sysctls === undefined) continue;
    const general = match === null ? name : `${match[1]}.eth0.${match[3]}`;
    if (sysctls.includes(name) || sysctls.includes(general)) continue;
    report.error(entry.keyAt, {
      message: `there is no sysctl ${quoted(name)}`,
      remedy: suggestion(name, sysctls),
    });
  }
}

function checkDevice(
  entry: LocatedEntry,
  { device, devices }: { device: string; devices: readonly string[] },
  report: Report,
): void {
  const known = [...devices, "lo", "tunl0", "all", "default"];
  if (known.includes(device)) return;
  report.error(entry.keyAt, {
    message: `there is no device ${quoted(device)} to set ${entry.key} for`,
    remedy: suggestion(device, known),
  });
}
