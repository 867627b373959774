/**
 * Addresses that do not go together: a MAC or IP address that two machines of one segment have, an address on
 * a device that is not there, a gateway in no network of its node.
 *
 * All but malformed ones are warnings: a lab may be about just this mistake.
 */

import type { MacAddress } from "#sim/wire/address";
import { contains, formatIpv4, formatMac, parseIpv4, parseMac } from "#sim/wire/address";
import type { CheckedFile } from "./checked-file.ts";
import { devicesOf, nodesOf, segmentOf } from "./checked-file.ts";
import type { Place, Report } from "./diagnostic.ts";
import type { LocatedEntry } from "./located.ts";
import { quoted, textOf, valueAt } from "./located.ts";
import { suggestion } from "./nearest.ts";
import { defaultMac } from "./scenario.ts";
import { ownDevices } from "./scenario-shape.ts";
import type { SetupFacts } from "./setup-facts.ts";
import { factsOf } from "./setup-facts.ts";

/** Devices whose addresses are meant to be those of others: nobody on the wire sees them. */
const isHidden = (device: string): boolean => device === "lo" || /^(tunl|dummy)\d+$/.test(device);

/** An address seen in a file, by what makes it one with another: address and segment. */
type Seen = Map<string, { readonly node: string; readonly line: number }>;

/** Reports addresses that do not go together. */
export function checkAddresses(file: CheckedFile, report: Report): void {
  checkMacs(nodesOf(file.root), report);
  const seen: Seen = new Map();
  for (const node of nodesOf(file.root)) {
    const facts = factsOf(valueAt(node.value, "setup"), file.lines);
    checkSetupDevices(node, facts, report);
    checkShared(node, facts, { seen, report });
    checkGateways(node, facts, report);
  }
}

function checkMacs(nodes: readonly LocatedEntry[], report: Report): void {
  const seen: Seen = new Map();
  for (const [nodeIndex, node] of nodes.entries()) {
    for (const [deviceIndex, device] of devicesOf(node).entries()) {
      const written = valueAt(device.value, "mac");
      const mac =
        written === undefined ? defaultMac(nodeIndex, deviceIndex) : parseMac(textOf(written) ?? "");
      if (mac === undefined) continue;
      noteMac(mac, { node, device, at: written?.at ?? device.keyAt }, { seen, report });
    }
  }
}

interface Plugged {
  readonly node: LocatedEntry;
  readonly device: LocatedEntry;
  readonly at: Place;
}

function noteMac(
  mac: MacAddress,
  { node, device, at }: Plugged,
  { seen, report }: { seen: Seen; report: Report },
): void {
  const key = `${formatMac(mac)} ${textOf(segmentOf(device))}`;
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, { node: node.key, line: at.line });
    return;
  }
  report.warning(at, {
    message: `${formatMac(mac)} is also the MAC address of ${first.node} in this segment`,
    remedy: `change it, or the one in line ${first.line}`,
  });
}

function checkSetupDevices(node: LocatedEntry, facts: SetupFacts, report: Report): void {
  const known = [...devicesOf(node).map(({ key }) => key), ...ownDevices, ...facts.madeDevices];
  for (const { device, text, prefix, at } of facts.addresses) {
    if (prefix === undefined) {
      report.warning(at, {
        message: `${quoted(text)} is not an address`,
        remedy: "write it like 10.0.0.1/24",
      });
    }
    if (known.includes(device)) continue;
    report.warning(at, {
      message: `${node.key} has no device ${quoted(device)}`,
      remedy: suggestion(device, known),
    });
  }
}

function checkShared(
  node: LocatedEntry,
  facts: SetupFacts,
  { seen, report }: { seen: Seen; report: Report },
): void {
  for (const { device, prefix, at } of facts.addresses) {
    const plugged = devicesOf(node).find(({ key }) => key === device);
    if (prefix === undefined || plugged === undefined || isHidden(device)) continue;
    const key = `${formatIpv4(prefix.address)} ${textOf(segmentOf(plugged))}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, { node: node.key, line: at.line });
    if (first === undefined || first.node === node.key) continue;
    report.warning(at, {
      message: `${formatIpv4(prefix.address)} is also an address of ${first.node} in this segment`,
      remedy: `change it or the one in line ${first.line}, or put a shared address on lo`,
    });
  }
}

function checkGateways(node: LocatedEntry, facts: SetupFacts, report: Report): void {
  const prefixes = facts.addresses.flatMap(({ prefix }) => prefix ?? []);
  if (prefixes.length === 0) return;
  for (const { text, at } of facts.gateways) {
    const gateway = parseIpv4(text);
    if (gateway === undefined) {
      report.warning(at, { message: `${quoted(text)} is not an address`, remedy: "write it like 10.0.0.1" });
      continue;
    }
    if (prefixes.some(({ address, length }) => contains(address, length, gateway))) continue;
    report.warning(at, {
      message: `the gateway ${text} is in no network of ${node.key}`,
      remedy: "give the node an address in the gateway's network, or add `onlink`",
    });
  }
}
