/**
 * The switches that decided, as they were recorded at that moment: which values there were, by which rule
 * they combine, and which of them counted.
 *
 * The rules are those of the stack (ip-sysctl.rst); a test holds them to what events of real runs say.
 */

import type { DecidingSetting } from "#sim/link/link-events";
import type { SettingFacts, SettingRule, SettingValue } from "#words/why-facts";
import type { Past } from "./past.ts";

/** How `conf/all` and a device's value combine. A router's accept_redirects needs both, a host's only one. */
const rules: Readonly<Record<string, SettingRule>> = {
  accept_local: "either",
  arp_accept: "max",
  arp_announce: "max",
  arp_filter: "either",
  arp_ignore: "max",
  arp_notify: "max",
  bc_forwarding: "both",
  drop_gratuitous_arp: "either",
  drop_unicast_in_l2_multicast: "either",
  proxy_arp: "either",
  route_localnet: "either",
  rp_filter: "max",
  secure_redirects: "either",
  send_redirects: "either",
  shared_media: "either",
  src_valid_mark: "either",
};

const confPattern = /^net\.ipv4\.conf\.(.+)\.(\w+)$/;
const neighPattern = /^net\.ipv4\.neigh\.(.+)\.\w+$/;

/** A device's name as a part of a sysctl's name. */
export const sysctlDevice = (device: string): string => device.replaceAll(".", "/");

export const confName = (scope: string, field: string): string =>
  `net.ipv4.conf.${scope === "all" ? scope : sysctlDevice(scope)}.${field}`;

/** Where and when a switch decided. */
export interface Deciding {
  readonly node: string;
  readonly event: number;
  readonly setting: DecidingSetting;
  /** The device that the rule combined with `all`. */
  readonly device: string | undefined;
}

/** A switch with all its values. */
export function switchOf(past: Past, { node, event, setting, device }: Deciding): SettingFacts {
  const { name: field, value, from } = setting;
  const [, scope] = confPattern.exec(from) ?? [];
  if (scope === undefined) return alone(setting);
  const own = scope === "all" ? device : scope.replaceAll("/", ".");
  const rule = ruleOf(field, () =>
    recordedValue(past, { node, event }, confName(own ?? "all", "forwarding")),
  );
  const effective = String(value);
  const base = { field, rule, device: own, effective, from };
  if (own === undefined || rule === "alone") {
    return { ...base, values: [{ scope: own ?? "all", name: from, value: effective, counts: true }] };
  }
  const values = ["all", own].flatMap((each) => {
    const name = confName(each, field);
    const found = name === from ? effective : recordedValue(past, { node, event }, name);
    return found === undefined ? [] : [{ scope: each, name, value: found }];
  });
  return { ...base, values: counted(rule, values) };
}

function alone({ name, value, from }: DecidingSetting): SettingFacts {
  const effective = String(value);
  const [, device] = neighPattern.exec(from) ?? [];
  const isSysctl = from.startsWith("net.");
  const scope = device === undefined ? name : device.replaceAll("/", ".");
  const values = isSysctl ? [{ scope, name: from, value: effective, counts: true }] : [];
  return { field: name, rule: "alone", device, effective, from, values };
}

function ruleOf(field: string, forwarding: () => string | undefined): SettingRule {
  if (field !== "accept_redirects") return rules[field] ?? "alone";
  return forwarding() === "0" ? "either" : "both";
}

/** The value of a sysctl as it was recorded. */
export function recordedValue(
  past: Past,
  { node, event }: Pick<Deciding, "node" | "event">,
  name: string,
): string | undefined {
  return past.rows(node, "sysctls", event).find((row) => row.name === name)?.value;
}

type Uncounted = Omit<SettingValue, "counts">;

/** Which values the rule took: of equals both. */
function counted(rule: Exclude<SettingRule, "alone">, values: readonly Uncounted[]): SettingValue[] {
  const numbers = values.map(({ value }) => Number(value));
  const isAnySet = numbers.some((number) => number !== 0);
  const isAllSet = numbers.every((number) => number !== 0);
  const counts: Readonly<Record<typeof rule, (number: number) => boolean>> = {
    max: (number) => number === Math.max(...numbers),
    either: (number) => !isAnySet || number !== 0,
    both: (number) => isAllSet || number === 0,
  };
  return values.map((each, index) => ({ ...each, counts: counts[rule](numbers[index] ?? 0) }));
}
