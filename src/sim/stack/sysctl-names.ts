/**
 * The records of sysctls with the kernel's defaults (Linux 6.1), what distributions change at boot, and the
 * ranges that the kernel holds written values to.
 */

import type { DeviceSysctls, GlobalSysctls, NeighbourSysctls, SysctlPreset } from "./sysctl.ts";
import type { FieldRange } from "./sysctl-numbers.ts";

const kernelConf: Readonly<DeviceSysctls> = {
  accept_local: 0,
  accept_redirects: 1,
  accept_source_route: 1,
  arp_accept: 0,
  arp_announce: 0,
  arp_evict_nocarrier: 1,
  arp_filter: 0,
  arp_ignore: 0,
  arp_notify: 0,
  bc_forwarding: 0,
  bootp_relay: 0,
  disable_policy: 0,
  disable_xfrm: 0,
  drop_gratuitous_arp: 0,
  drop_unicast_in_l2_multicast: 0,
  force_igmp_version: 0,
  forwarding: 0,
  igmpv2_unsolicited_report_interval: 10000,
  igmpv3_unsolicited_report_interval: 1000,
  ignore_routes_with_linkdown: 0,
  log_martians: 0,
  mc_forwarding: 0,
  medium_id: 0,
  promote_secondaries: 0,
  proxy_arp: 0,
  proxy_arp_pvlan: 0,
  route_localnet: 0,
  rp_filter: 0,
  secure_redirects: 1,
  send_redirects: 1,
  shared_media: 1,
  src_valid_mark: 0,
  tag: 0,
};

const systemdConf = { rp_filter: 2, promote_secondaries: 1, accept_source_route: 0 };
const rhelConf = { rp_filter: 1, promote_secondaries: 1, accept_source_route: 0 };

/** `conf/all` at boot. Current systemd leaves it alone; older ones, hence RHEL 7 and 8, set it as well. */
export const allConf = (preset: SysctlPreset): DeviceSysctls => ({
  ...kernelConf,
  accept_source_route: 0,
  ...(preset === "rhel" ? rhelConf : {}),
});

/** `conf/default` at boot: what new devices get. */
export const defaultConf = (preset: SysctlPreset): DeviceSysctls => ({ ...kernelConf, ...changed[preset] });

/** What the conf of loopback differs in: it is there before anything is set, but systemd names it too. */
export const loopbackConf = (preset: SysctlPreset): DeviceSysctls => ({
  ...kernelConf,
  ...(preset === "systemd" ? systemdConf : {}),
  disable_policy: 1,
  disable_xfrm: 1,
});

const changed: { readonly [preset in SysctlPreset]: Partial<DeviceSysctls> } = {
  kernel: {},
  systemd: systemdConf,
  rhel: rhelConf,
};

export const neighbourDefaults = (): NeighbourSysctls => ({
  anycast_delay: 100,
  app_solicit: 0,
  base_reachable_time_ms: 30000,
  delay_first_probe_time: 5,
  gc_stale_time: 60,
  interval_probe_time_ms: 5000,
  locktime: 100,
  mcast_resolicit: 0,
  mcast_solicit: 3,
  proxy_delay: 80,
  proxy_qlen: 64,
  retrans_time_ms: 1000,
  ucast_solicit: 3,
  unres_qlen: 101,
  unres_qlen_bytes: 212992,
});

export const globalDefaults = (): GlobalSysctls => ({
  icmp_echo_ignore_all: 0,
  icmp_echo_ignore_broadcasts: 1,
  icmp_msgs_burst: 50,
  icmp_msgs_per_sec: 1000,
  icmp_ratelimit: 1000,
  icmp_ratemask: 6168,
  ip_default_ttl: 64,
  ip_forward: 0,
  ip_forward_use_pmtu: 0,
  ip_local_port_range_low: 32768,
  ip_local_port_range_high: 60999,
  ip_no_pmtu_disc: 0,
  ip_nonlocal_bind: 0,
  ip_unprivileged_port_start: 1024,
  ipfrag_time: 30,
  neigh_gc_thresh1: 128,
  neigh_gc_thresh2: 512,
  neigh_gc_thresh3: 1024,
  route_error_burst: 1250,
  route_error_cost: 250,
  route_min_pmtu: 552,
  route_mtu_expires: 600,
  route_redirect_load: 5,
  route_redirect_number: 9,
  route_redirect_silence: 5120,
  tcp_fin_timeout: 60,
  tcp_keepalive_intvl: 75,
  tcp_keepalive_probes: 9,
  tcp_keepalive_time: 7200,
  tcp_retries2: 15,
  tcp_sack: 1,
  tcp_syn_retries: 6,
  tcp_synack_retries: 5,
  tcp_timestamps: 1,
  tcp_tw_reuse: 2,
  tcp_window_scaling: 1,
  message_cost: 5,
});

const aByte: FieldRange = { min: 0, max: 255 };
const onOrOff: FieldRange = { min: 0, max: 1 };
const notNegative: FieldRange = { min: 0 };

/** Fields of the record whose files take no more than this; those not named take any number of 32 bits. */
export const globalRanges: { readonly [field in keyof GlobalSysctls]?: FieldRange } = {
  icmp_echo_ignore_all: onOrOff,
  icmp_echo_ignore_broadcasts: onOrOff,
  icmp_msgs_burst: notNegative,
  icmp_msgs_per_sec: notNegative,
  ip_default_ttl: { min: 1, max: 255 },
  ip_forward_use_pmtu: aByte,
  ip_no_pmtu_disc: aByte,
  ip_nonlocal_bind: aByte,
  ip_unprivileged_port_start: { min: 0, max: 65535 },
  neigh_gc_thresh1: notNegative,
  neigh_gc_thresh2: notNegative,
  neigh_gc_thresh3: notNegative,
  route_min_pmtu: { min: 68 },
  tcp_keepalive_probes: aByte,
  tcp_retries2: aByte,
  tcp_sack: aByte,
  tcp_syn_retries: { min: 1, max: 127 },
  tcp_synack_retries: aByte,
  tcp_timestamps: aByte,
  tcp_tw_reuse: { min: 0, max: 2 },
  tcp_window_scaling: aByte,
};

/** Names of fields that are not `net.ipv4.<field>`. */
export const globalNames: { readonly [field in keyof GlobalSysctls]?: string } = {
  message_cost: "net.core.message_cost",
  neigh_gc_thresh1: "net.ipv4.neigh.default.gc_thresh1",
  neigh_gc_thresh2: "net.ipv4.neigh.default.gc_thresh2",
  neigh_gc_thresh3: "net.ipv4.neigh.default.gc_thresh3",
  route_error_burst: "net.ipv4.route.error_burst",
  route_error_cost: "net.ipv4.route.error_cost",
  route_min_pmtu: "net.ipv4.route.min_pmtu",
  route_mtu_expires: "net.ipv4.route.mtu_expires",
  route_redirect_load: "net.ipv4.route.redirect_load",
  route_redirect_number: "net.ipv4.route.redirect_number",
  route_redirect_silence: "net.ipv4.route.redirect_silence",
};

/** Fields that make up one file together, or have no file of their own. */
export const globalsApart: readonly (keyof GlobalSysctls)[] = [
  "ip_forward",
  "ip_local_port_range_low",
  "ip_local_port_range_high",
];

export const neighbourRanges: { readonly [field in keyof NeighbourSysctls]?: FieldRange } = {
  app_solicit: notNegative,
  mcast_resolicit: notNegative,
  mcast_solicit: notNegative,
  proxy_qlen: notNegative,
  ucast_solicit: notNegative,
};
