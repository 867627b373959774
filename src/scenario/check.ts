/**
 * Mistakes that only the whole file shows: names that must exist, names that must not be used, times out of
 * order, addresses that two machines share.
 *
 * Works on the located values, not on the scenario, so that these are found in a file that has other mistakes
 * too. What the commands of a setup do is for the shell to say; here only what can be told from their text.
 */

import { checkAddresses } from "./check-addresses.ts";
import { checkSysctls } from "./check-sysctls.ts";
import type { CheckedFile } from "./checked-file.ts";
import { devicesOf, nodesOf, segmentOf } from "./checked-file.ts";
import type { Report } from "./diagnostic.ts";
import type { Located, LocatedEntry } from "./located.ts";
import { entriesOf, entryOf, itemsOf, quoted, textOf, valueAt } from "./located.ts";
import { suggestion } from "./nearest.ts";
import { reservedDevices } from "./scenario-shape.ts";
import { secondsOf } from "./written-time.ts";

/** Looks for every mistake that spans more than one value. */
export function check(file: CheckedFile, report: Report): void {
  checkSegments(file.root, report);
  for (const node of nodesOf(file.root)) {
    checkDevices(file.root, node, report);
    checkPrograms(node, report);
  }
  if (valueAt(file.root, "nodes")?.kind === "map" && nodesOf(file.root).length === 0) {
    report.error(file.root.at, { message: "there is no node", remedy: "add one under `nodes:`" });
  }
  checkScript(file.root, report);
  checkAddresses(file, report);
  checkSysctls(file, report);
}

function checkSegments(root: Located, report: Report): void {
  const used = nodesOf(root).flatMap((node) => devicesOf(node).map((device) => textOf(segmentOf(device))));
  for (const segment of entriesOf(valueAt(root, "segments"))) {
    const count = used.filter((name) => name === segment.key).length;
    const kind = textOf(valueAt(segment.value, "kind")) ?? "switch";
    if (count === 0) {
      report.warning(segment.keyAt, {
        message: `nothing is plugged into segment ${quoted(segment.key)}`,
        remedy: "name it under the `devices:` of a node, or remove it",
      });
    }
    if (kind === "cable" && count !== 0 && count !== 2) {
      report.error(segment.keyAt, {
        message: `the cable ${quoted(segment.key)} has ${count} ${count === 1 ? "end" : "ends"}`,
        remedy: "plug in two devices, or make it a `kind: switch`",
      });
    }
    const ageing = entryOf(segment.value, "ageing");
    if (ageing !== undefined && kind !== "switch") {
      report.error(ageing.keyAt, { message: `a ${kind} remembers no addresses`, remedy: "remove `ageing:`" });
    }
  }
}

function checkDevices(root: Located, node: LocatedEntry, report: Report): void {
  const segments = entriesOf(valueAt(root, "segments"));
  for (const device of devicesOf(node)) {
    if (reservedDevices.includes(device.key)) {
      report.error(device.keyAt, {
        message: `a device cannot be called ${quoted(device.key)}`,
        remedy: "every node has lo and tunl0 by itself: call this one eth0, eth1, …",
      });
    }
    const segmentValue = segmentOf(device);
    const name = textOf(segmentValue);
    if (segmentValue === undefined || name === undefined || name === "") continue;
    const segment = segments.find(({ key }) => key === name);
    if (segment === undefined) {
      report.error(segmentValue.at, {
        message: `there is no segment ${quoted(name)}`,
        remedy: suggestion(
          name,
          segments.map(({ key }) => key),
        ),
      });
      continue;
    }
    checkVlan(device, segment, report);
    checkCableEnd(device, segment, report);
  }
}

/** A direct cable has two ends and one delay: it belongs to the segment. */
function checkCableEnd(device: LocatedEntry, segment: LocatedEntry, report: Report): void {
  if (textOf(valueAt(segment.value, "kind")) !== "cable") return;
  for (const { key, keyAt } of entriesOf(device.value)) {
    if (!["delay", "rate", "loss", "duplicate", "reorder"].includes(key)) continue;
    report.error(keyAt, {
      message: `${quoted(key)} of a direct cable cannot differ by end`,
      remedy: `move it to segment ${quoted(segment.key)}`,
    });
  }
}

function checkVlan(device: LocatedEntry, segment: LocatedEntry, report: Report): void {
  const kind = textOf(valueAt(segment.value, "kind")) ?? "switch";
  const vlan = entryOf(device.value, "vlan") ?? entryOf(device.value, "trunk");
  if (vlan === undefined || kind === "switch") return;
  report.error(vlan.keyAt, {
    message: `segment ${quoted(segment.key)} is a ${kind}, which knows no VLANs`,
    remedy: `remove \`${vlan.key}:\`, or make the segment a switch`,
  });
}

/** Two programs on one port: the second would not start. UDP has ports of its own. */
function checkPrograms(node: LocatedEntry, report: Report): void {
  const seen = new Map<string, number>();
  for (const item of itemsOf(valueAt(node.value, "programs"))) {
    const [entry] = entriesOf(item);
    if (entry === undefined) continue;
    const port = entry.value.kind === "map" ? valueAt(entry.value, "port") : entry.value;
    if (port?.kind !== "scalar" || typeof port.value !== "number") continue;
    const address = textOf(valueAt(entry.value, "address")) ?? "every address";
    const key = `${entry.key === "udp-server" ? "UDP" : "TCP"} port ${port.value} of ${address}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entry.keyAt.line);
    if (first === undefined) continue;
    report.error(port.at, {
      message: `${key} is taken by the program in line ${first}`,
      remedy: "choose another port",
    });
  }
}

function checkScript(root: Located, report: Report): void {
  const names = nodesOf(root).map(({ key }) => key);
  let latest = { seconds: 0, text: "0s" };
  for (const step of itemsOf(valueAt(root, "script"))) {
    const on = valueAt(step, "on");
    const name = textOf(on);
    if (on !== undefined && name !== undefined && !names.includes(name)) {
      report.error(on.at, { message: `there is no node ${quoted(name)}`, remedy: suggestion(name, names) });
    }
    const at = valueAt(step, "at");
    const written = textOf(at) ?? "";
    const seconds = secondsOf(written);
    if (at === undefined || seconds === undefined) continue;
    if (seconds < latest.seconds) {
      report.warning(at.at, {
        message: `${written} comes after ${latest.text} in the script`,
        remedy: "write the steps in the order of their times",
      });
      continue;
    }
    latest = { seconds, text: written };
  }
}
