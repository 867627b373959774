/**
 * The switches of a node that matter in a lab as rows: those that decide about forwarding, ARP and the load
 * balancer, and any that is not what it was when the machine started.
 */

import { defaultSysctls, registerSysctls } from "../ipvs/sysctls.ts";
import type { SysctlRow } from "../rows.ts";
import type { Stack } from "../stack/stack.ts";
import { addDevice } from "../stack/sysctl-devices.ts";
import { makeSysctls } from "../stack/sysctl-table.ts";

/** By full name. */
export function sysctlRows({ sysctl }: Stack, initials: ReadonlyMap<string, string>): Map<string, SysctlRow> {
  const rows = new Map<string, SysctlRow>();
  for (const [name, { read }] of sysctl.byName) {
    const value = read();
    const initial = initials.get(name) ?? value;
    if (value !== initial || isOfInterest(name)) rows.set(name, { name, value, initial });
  }
  return rows;
}

const confFields = `accept_local accept_redirects arp_accept arp_announce arp_filter arp_ignore arp_notify
  forwarding proxy_arp route_localnet rp_filter secure_redirects send_redirects shared_media src_valid_mark`;

const globals = `icmp_echo_ignore_all icmp_echo_ignore_broadcasts ip_forward ip_default_ttl ip_no_pmtu_disc
  ip_local_port_range ip_nonlocal_bind tcp_fin_timeout tcp_keepalive_time tcp_retries2 tcp_syn_retries
  tcp_synack_retries tcp_timestamps tcp_tw_reuse`;

const ofDevices = new Set(confFields.split(/\s+/));
const ofAll = new Set(globals.split(/\s+/).map((name) => `net.ipv4.${name}`));

function isOfInterest(name: string): boolean {
  if (name.startsWith("net.ipv4.vs.")) return true;
  if (!name.startsWith("net.ipv4.conf.")) return ofAll.has(name);
  return ofDevices.has(name.slice(name.lastIndexOf(".") + 1));
}

/** What a machine with the devices of this one starts with, by name. */
export function initialSysctls({ sysctl, interfaces }: Stack): ReadonlyMap<string, string> {
  const table = makeSysctls(sysctl.preset);
  for (const [name, { device }] of interfaces) addDevice(table, name, device.kind === "loopback");
  const nothing = { onSwitch: () => {}, onNumber: () => {} };
  registerSysctls(table, defaultSysctls(), { packet: 3, period: 50 }, nothing);
  return new Map([...table.byName].map(([name, { read }]) => [name, read()]));
}
