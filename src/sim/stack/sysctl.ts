/**
 * The switches of a node by their kernel names, and the typed records the stack reads on the way of a packet.
 *
 * A record is plain numbers; a table of names maps `net.ipv4.conf.eth0.arp_ignore` to a field of one. Parts
 * above the stack (IPVS, conntrack) register records of their own. Names, defaults and ranges: ip-sysctl.rst.
 */

/** `net.ipv4.conf.<device>.*`: one record a device, one for `all`, one for `default`. */
export interface DeviceSysctls {
  accept_local: number;
  accept_redirects: number;
  accept_source_route: number;
  arp_accept: number;
  arp_announce: number;
  arp_evict_nocarrier: number;
  arp_filter: number;
  arp_ignore: number;
  arp_notify: number;
  bc_forwarding: number;
  bootp_relay: number;
  disable_policy: number;
  disable_xfrm: number;
  drop_gratuitous_arp: number;
  drop_unicast_in_l2_multicast: number;
  force_igmp_version: number;
  forwarding: number;
  igmpv2_unsolicited_report_interval: number;
  igmpv3_unsolicited_report_interval: number;
  ignore_routes_with_linkdown: number;
  log_martians: number;
  mc_forwarding: number;
  medium_id: number;
  promote_secondaries: number;
  proxy_arp: number;
  proxy_arp_pvlan: number;
  route_localnet: number;
  rp_filter: number;
  secure_redirects: number;
  send_redirects: number;
  shared_media: number;
  src_valid_mark: number;
  tag: number;
}

/**
 * `net.ipv4.neigh.<device>.*`; times in the unit of the file: seconds, `_ms` milliseconds, locktime and
 * proxy_delay hundredths of a second. The files `base_reachable_time` (seconds) and `retrans_time`
 * (hundredths) are second views of the fields in milliseconds; `unres_qlen` is one of `unres_qlen_bytes`.
 */
export interface NeighbourSysctls {
  anycast_delay: number;
  app_solicit: number;
  base_reachable_time_ms: number;
  delay_first_probe_time: number;
  gc_stale_time: number;
  interval_probe_time_ms: number;
  locktime: number;
  mcast_resolicit: number;
  mcast_solicit: number;
  proxy_delay: number;
  proxy_qlen: number;
  retrans_time_ms: number;
  ucast_solicit: number;
  unres_qlen: number;
  unres_qlen_bytes: number;
}

/** `net.ipv4.*` and the few others without a device. */
export interface GlobalSysctls {
  icmp_echo_ignore_all: number;
  icmp_echo_ignore_broadcasts: number;
  icmp_msgs_burst: number;
  icmp_msgs_per_sec: number;
  icmp_ratelimit: number;
  icmp_ratemask: number;
  ip_default_ttl: number;
  ip_forward: number;
  ip_forward_use_pmtu: number;
  ip_local_port_range_low: number;
  ip_local_port_range_high: number;
  ip_no_pmtu_disc: number;
  ip_nonlocal_bind: number;
  ip_unprivileged_port_start: number;
  ipfrag_time: number;
  neigh_gc_thresh1: number;
  neigh_gc_thresh2: number;
  neigh_gc_thresh3: number;
  route_error_burst: number;
  route_error_cost: number;
  route_min_pmtu: number;
  route_mtu_expires: number;
  route_redirect_load: number;
  route_redirect_number: number;
  route_redirect_silence: number;
  tcp_fin_timeout: number;
  tcp_keepalive_intvl: number;
  tcp_keepalive_probes: number;
  tcp_keepalive_time: number;
  tcp_retries2: number;
  tcp_sack: number;
  tcp_syn_retries: number;
  tcp_synack_retries: number;
  tcp_timestamps: number;
  tcp_tw_reuse: number;
  tcp_window_scaling: number;
  message_cost: number;
}

/** One switch by its full name. Reading and writing go through it, so a write may have consequences. */
export interface Sysctl {
  readonly name: string;
  readonly read: () => string;
  /** Answers the errno name of a refused value: `EINVAL`, `EACCES`. `undefined`: not writable. */
  readonly write: ((text: string) => "ok" | "EINVAL" | "EACCES") | undefined;
}

/** A write that changed a value. */
export interface SysctlChange {
  readonly name: string;
  readonly before: string;
  readonly value: string;
}

/**
 * The records of one device, and which of their fields no longer follow `default`: those written by hand, and
 * all of them from the moment the device gets its first address.
 */
export interface DeviceRecords {
  readonly conf: DeviceSysctls;
  readonly neighbourConf: NeighbourSysctls;
  readonly pinned: Set<string>;
  isPinned: boolean;
}

export interface SysctlTable {
  readonly preset: SysctlPreset;
  readonly all: DeviceSysctls;
  readonly defaults: DeviceSysctls;
  readonly neighbourDefaults: NeighbourSysctls;
  readonly global: GlobalSysctls;
  /** Every switch by name, dots between the parts; a dot within a device's name is written `/`. */
  readonly byName: Map<string, Sysctl>;
  /** By device name. */
  readonly devices: Map<string, DeviceRecords>;
  /** Told after every write that changed something, consequences included. */
  readonly listeners: ((change: SysctlChange) => void)[];
}

/** The kernel's own defaults, and what two kinds of distribution set at boot. */
export type SysctlPreset = "kernel" | "systemd" | "rhel";
