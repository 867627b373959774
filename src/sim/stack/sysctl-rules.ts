/**
 * How the values of `conf/all` and of one interface combine: each switch has its own rule (inetdevice.h,
 * ip-sysctl.rst).
 *
 * Every rule can also say which of the two sysctls decided, for events and explanations.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { Interface } from "./interface.ts";
import type { Stack } from "./stack.ts";
import type { DeviceSysctls } from "./sysctl.ts";

type Field = keyof DeviceSysctls;

/** The larger of the two counts: rp_filter, arp_ignore, arp_announce, arp_notify, arp_accept. */
export function maxSetting({ sysctl }: Stack, { conf }: Interface, field: Field): number {
  const [shared, own] = [sysctl.all[field], conf[field]];
  return shared > own ? shared : own;
}

/** One of the two suffices: accept_local, log_martians, send_redirects, proxy_arp, arp_filter and others. */
export const eitherSetting = ({ sysctl }: Stack, { conf }: Interface, field: Field): boolean =>
  sysctl.all[field] !== 0 || conf[field] !== 0;

/** Both are needed: accept_source_route, accept_redirects of a router. */
export const bothSetting = ({ sysctl }: Stack, { conf }: Interface, field: Field): boolean =>
  sysctl.all[field] !== 0 && conf[field] !== 0;

/** A device's name as a part of a sysctl's name: a dot within it is written as a slash. */
export const sysctlDevice = (device: string): string => device.replaceAll(".", "/");

/** `net.ipv4.conf.<device>.<field>` */
export const confName = (device: string, field: Field): string =>
  `net.ipv4.conf.${sysctlDevice(device)}.${field}`;

/** The setting that decided by the rule of the larger value: `from` is the sysctl whose value counted. */
export function decidingMax(stack: Stack, iface: Interface, field: Field): DecidingSetting {
  const [shared, own] = [stack.sysctl.all[field], iface.conf[field]];
  const device = own >= shared ? iface.device.name : "all";
  return { name: field, value: Math.max(shared, own), from: confName(device, field) };
}

/**
 * The setting that decided by the rule that one suffices. Where both are 0 the interface's is named: setting
 * it would change the outcome.
 */
export function decidingEither(stack: Stack, iface: Interface, field: Field): DecidingSetting {
  const [shared, own] = [stack.sysctl.all[field], iface.conf[field]];
  if (own !== 0 || shared === 0) {
    return { name: field, value: own, from: confName(iface.device.name, field) };
  }
  return { name: field, value: shared, from: confName("all", field) };
}

/**
 * The setting that decided by the rule that both are needed: one that is 0, the interface's where both
 * are.
 */
export function decidingBoth(stack: Stack, iface: Interface, field: Field): DecidingSetting {
  const [shared, own] = [stack.sysctl.all[field], iface.conf[field]];
  if (own === 0 || shared !== 0) {
    return { name: field, value: own, from: confName(iface.device.name, field) };
  }
  return { name: field, value: shared, from: confName("all", field) };
}

/** The setting of the interface alone, such as forwarding. */
export const decidingOwn = (iface: Interface, field: Field): DecidingSetting => ({
  name: field,
  value: iface.conf[field],
  from: confName(iface.device.name, field),
});
