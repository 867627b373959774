/** The values that each finding rests on, by its name. Addresses, routes and rules are text. */

/** A switch of `conf/all` and of one device, how they combined, and which of the two lost. */
export interface SettingFact {
  /** `arp_ignore` */
  readonly field: string;
  readonly all: number;
  readonly device: string;
  readonly own: number;
  /** What counts. */
  readonly value: number;
  /** The sysctl whose value counts, by its full name, and the other one. */
  readonly from: string;
  readonly loses: string;
}

/** Who asks whom. */
export interface Service {
  /** As `ipvsadm` names it: `TCP 10.0.0.10:80`. */
  readonly service: string;
}

export interface Server extends Service {
  /** `10.0.0.201:80` */
  readonly destination: string;
}

export interface Dropped {
  readonly src: string;
  readonly device: string;
  readonly setting: SettingFact;
  /** The device that the route back to the source leads out of; empty: there is no such route. */
  readonly back: string;
}

export interface FindingFacts {
  "arp-answers-vip": {
    readonly vip: string;
    /** Where the address is, and where the question comes in. */
    readonly holder: string;
    readonly device: string;
    readonly asker: string;
    readonly director: string;
    readonly setting: SettingFact;
    /** The value on lo, which does not count. */
    readonly onLoopback: number;
  };
  "arp-announce-leak": {
    readonly vip: string;
    readonly device: string;
    readonly asked: string;
    readonly believer: string;
    readonly setting: SettingFact;
  };
  "director-keeps-silent": {
    readonly vip: string;
    readonly holder: string;
    readonly device: string;
    readonly setting: SettingFact;
    readonly asker: string;
  };
  "arp-rule-eats": { readonly address: string; readonly rule: string; readonly asker: string };
  "vip-on-lo-wide": {
    readonly vip: string;
    readonly prefix: string;
    readonly device: string;
    /** Machines whose addresses this one takes for its own. */
    readonly swallowed: readonly { readonly node: string; readonly address: string }[];
  };
  "vip-missing": Server & { readonly vip: string; readonly method: "direct" | "tunnel" };
  "vip-not-on-director": Service & { readonly vip: string };
  "device-down": { readonly address: string; readonly device: string; readonly asker: string };
  "server-is-vip": Server & { readonly vip: string };
  "server-missing": Server & { readonly address: string };
  "duplicate-address": {
    readonly address: string;
    readonly device: string;
    readonly other: string;
    readonly otherDevice: string;
  };
  "wrong-netmask": {
    readonly prefix: string;
    readonly device: string;
    /** Taken to be on the link, and is not. */
    readonly target: string;
    readonly owner: string;
    readonly length: number;
  };
  "next-hop-silent": { readonly address: string; readonly device: string; readonly target: string };
  "client-without-route": { readonly vip: string };
  "server-without-route": { readonly client: string; readonly target: string };
  "director-without-route": { readonly client: string; readonly target: string };
  "router-without-route": { readonly src: string; readonly target: string };
  "nat-wrong-way-back": Server & {
    readonly gateway: string;
    readonly director: string;
    readonly client: string;
  };
  "nat-client-next-door": Server & {
    readonly client: string;
    readonly address: string;
    readonly device: string;
  };
  "ip-forward-off": {
    readonly device: string;
    readonly forward: number;
    readonly own: number;
    readonly src: string;
    readonly dst: string;
    readonly role: "director" | "router";
  };
  "rp-filter-tunnel": Dropped;
  "rp-filter-strict": Dropped;
  "director-as-gateway": {
    readonly vip: string;
    readonly device: string;
    readonly server: string;
    readonly gateway: string;
    readonly setting: SettingFact;
  };
  "not-on-link": Server & { readonly gateway: string; readonly router: string; readonly vip: string };
  "two-box-loop": Service & { readonly director: string; readonly backupOnly: number };
  "tunnel-mtu": Server & {
    readonly overhead: number;
    readonly mtu: number;
    /** What is left for the client's packet, and how long that may be. */
    readonly room: number;
    readonly length: number;
    readonly client: string;
    readonly rule: string;
  };
  "tunnel-not-taken": Server & {
    readonly type: string;
    readonly device: string;
    readonly why: "module" | "port" | "down" | "checksum" | "none";
    readonly port: number;
  };
  "port-not-mapped": Server & {
    readonly port: number;
    readonly listening: readonly number[];
    readonly method: "direct" | "tunnel";
  };
  "nobody-listens": Server & {
    readonly address: string;
    readonly port: number;
    readonly listening: readonly number[];
  };
  "no-servers": Service;
  "all-weights-zero": Service & { readonly destinations: readonly string[] };
  "thresholds-too-low": Service & {
    readonly capacity: number;
    readonly needed: number;
    readonly clients: number;
    readonly thresholds: readonly { readonly destination: string; readonly upper: number }[];
  };
  "persistence-behind-nat": Service & {
    readonly timeout: number;
    readonly address: string;
    readonly translator: string;
    readonly clients: readonly string[];
  };
  "mark-never-set": { readonly mark: number };
  "fullnat-no-local-address": Service;
  "fullnat-few-ports": Service & {
    readonly ports: number;
    readonly first: number;
    readonly last: number;
    readonly addresses: readonly string[];
    readonly needed: number;
  };
  "fullnat-without-toa": Server & { readonly local: string };
  "one-packet-nat": Server;
  "firewall-eats": {
    readonly table: string;
    readonly chain: string;
    readonly rule: string;
    readonly src: string;
    readonly dst: string;
  };
  "short-timeout": { readonly seconds: number; readonly usual: number };
  "sync-id-differs": { readonly own: number; readonly master: string; readonly theirs: number };
}
