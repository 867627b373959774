/**
 * What to type where a switch decided: every value that counted gets one by which the outcome is another.
 */

import type { RemedyFact } from "#words/remedy-facts";
import type { SettingFacts } from "#words/why-facts";
import { gatewayFor, type Place } from "../surroundings.ts";
import { confName } from "../switches.ts";

/** Sets every value that counted; a rule by which one suffices needs only one to be set on. */
export function setCounted(node: string, decided: SettingFacts | undefined, value: string): RemedyFact[] {
  if (decided === undefined) return [];
  const counted = decided.values.filter(({ counts }) => counts);
  const isOneEnough = value !== "0" && decided.rule !== "both";
  const wanted = isOneEnough ? counted.slice(0, 1) : counted.filter((each) => each.value !== value);
  if (wanted.length === 0) return [];
  const command = `sysctl -w ${wanted.map(({ name }) => `${name}=${value}`).join(" ")}`;
  return [{ kind: "set", node, command, name: wanted.map(({ name }) => name).join(", "), value }];
}

/** Ten times the limit that was reached. */
export function raise(node: string, decided: SettingFacts | undefined, factor = 10): RemedyFact[] {
  const value = Number(decided?.effective);
  if (!Number.isFinite(value)) return [];
  return setCounted(node, decided, String(Math.max(1, value * factor)));
}

/** Less strict where a way back exists; else a way back, or no check at all. */
export function againstFilter(
  place: Place,
  decided: SettingFacts | undefined,
  hasWayBack: boolean,
): RemedyFact[] {
  const { node } = place;
  const device = decided?.device;
  if (decided === undefined || device === undefined) return [];
  const off = `sysctl -w ${confName("all", "rp_filter")}=0 ${confName(device, "rp_filter")}=0`;
  const filterOff: RemedyFact = { kind: "filter-off", node, command: off, device };
  if (hasWayBack && decided.effective === "1") {
    const loose = `sysctl -w ${confName(device, "rp_filter")}=2`;
    return [{ kind: "loose-filter", node, command: loose, device }, filterOff];
  }
  return hasWayBack ? [filterOff] : [...defaultRoute(place), filterOff];
}

/** A default route through a machine that passes packets on, where one is on a link. */
export function defaultRoute(place: Place): RemedyFact[] {
  const gateway = gatewayFor(place);
  if (gateway === undefined) return [];
  const { node, address } = gateway;
  const command = `ip route add default via ${address}`;
  return [{ kind: "default-route", node: place.node, command, gateway: address, router: node }];
}
