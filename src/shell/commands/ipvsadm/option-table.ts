/**
 * The commands and options of ipvsadm 1.31, and which option may stand with which command. What the build
 * for FULLNAT has beyond them is in fullnat-options.ts.
 */

import { forwarders } from "#sim/ipvs/forwarders/index";
import { isPartOf, type KernelBuild } from "#sim/ipvs/kernel-build";
import type { FullnatCommand, FullnatOption } from "./fullnat-options.ts";
import type { PoptOption } from "./popt.ts";

/** Commands by their long names as messages give them. */
export const commandNames = [
  "add-service",
  "edit-service",
  "delete-service",
  "flush",
  "list",
  "add-server",
  "delete-server",
  "edit-server",
  "set",
  "start-daemon",
  "stop-daemon",
  "restore",
  "save",
  "zero",
] as const;

export type CommandName = (typeof commandNames)[number] | FullnatCommand;

/** Options as messages name them, in the order in which they are checked. */
export const optionNames = [
  "numeric",
  "connection",
  "service-address",
  "scheduler",
  "persistent",
  "netmask",
  "real-server",
  "forwarding-method",
  "weight",
  "u-threshold",
  "l-threshold",
  "mcast-interface",
  "timeout",
  "daemon",
  "stats",
  "rate",
  "thresholds",
  "persistent-conn",
  "nosort",
  "syncid",
  "exact",
  "ops",
  "pe",
  "sched-flags",
  "mcast-group",
  "mcast-port",
  "mcast-ttl",
  "sync-maxlen",
  "tun-info",
  "tun-type",
  "tun-port",
  "tun-nocsum",
  "tun-csum",
  "tun-remcsum",
] as const;

export type OptionName = (typeof optionNames)[number] | FullnatOption;

/**
 * What a command makes of an option: it needs it, allows it, or allows one of its kind. All others are
 * refused.
 */
export type Rule = "needed" | "allowed" | "exclusive";

export type Rules = { readonly [option in OptionName]?: Rule };

const service: Rules = { "service-address": "needed" };

const describedService: Rules = {
  ...service,
  scheduler: "allowed",
  persistent: "allowed",
  netmask: "allowed",
  ops: "allowed",
  pe: "allowed",
  "sched-flags": "allowed",
};

const server: Rules = { ...service, "real-server": "needed" };

const describedServer: Rules = {
  ...server,
  "forwarding-method": "allowed",
  weight: "allowed",
  "u-threshold": "allowed",
  "l-threshold": "allowed",
  "tun-type": "allowed",
  "tun-port": "allowed",
  "tun-nocsum": "allowed",
  "tun-csum": "allowed",
  "tun-remcsum": "allowed",
};

export const rules: { readonly [command in (typeof commandNames)[number]]: Rules } = {
  "add-service": describedService,
  "edit-service": describedService,
  "delete-service": service,
  flush: {},
  list: {
    numeric: "allowed",
    connection: "exclusive",
    "service-address": "exclusive",
    timeout: "exclusive",
    daemon: "exclusive",
    stats: "allowed",
    rate: "allowed",
    thresholds: "allowed",
    "persistent-conn": "allowed",
    nosort: "allowed",
    // Without any effect.
    syncid: "allowed",
    exact: "allowed",
    "tun-info": "allowed",
  },
  "add-server": describedServer,
  "delete-server": server,
  "edit-server": describedServer,
  set: {},
  "start-daemon": {
    "mcast-interface": "allowed",
    syncid: "allowed",
    "mcast-group": "allowed",
    "mcast-port": "allowed",
    "mcast-ttl": "allowed",
    "sync-maxlen": "allowed",
  },
  "stop-daemon": { syncid: "allowed" },
  restore: {},
  save: { numeric: "allowed" },
  zero: { "service-address": "allowed" },
};

/** The options that are commands, by the name that the reading answers. */
export const commandOf: { readonly [option in string]?: CommandName } = {
  A: "add-service",
  E: "edit-service",
  D: "delete-service",
  C: "flush",
  L: "list",
  Z: "zero",
  a: "add-server",
  e: "edit-server",
  d: "delete-server",
  set: "set",
  R: "restore",
  S: "save",
  "start-daemon": "start-daemon",
  "stop-daemon": "stop-daemon",
};

const flag = (name: string, short: string | undefined, long: string): PoptOption =>
  short === undefined ? { name, long } : { name, short, long };

const valued = (name: string, short: string | undefined, long: string): PoptOption => ({
  ...flag(name, short, long),
  takes: "value",
});

/**
 * What the ipvsadm of a kernel understands. Options of forwarding methods come first: where one has a letter
 * that stands for something else elsewhere, the letter is the method's.
 */
export const optionsFor = (kernel: KernelBuild): PoptOption[] => [...methodOptions(kernel), ...optionTable];

const methodOptions = (kernel: KernelBuild): PoptOption[] =>
  forwarders.flatMap((forwarder) => {
    const { option } = forwarder;
    if (option === undefined || !isPartOf(forwarder, kernel)) return [];
    return [flag(option.long, option.short, option.long)];
  });

const optionTable: readonly PoptOption[] = [
  flag("A", "A", "add-service"),
  flag("E", "E", "edit-service"),
  flag("D", "D", "delete-service"),
  flag("C", "C", "clear"),
  flag("L", "L", "list"),
  { name: "L", short: "l" },
  flag("Z", "Z", "zero"),
  flag("a", "a", "add-server"),
  flag("e", "e", "edit-server"),
  flag("d", "d", "delete-server"),
  flag("set", undefined, "set"),
  flag("help", "h", "help"),
  flag("version", "v", "version"),
  flag("R", "R", "restore"),
  flag("S", "S", "save"),
  valued("start-daemon", undefined, "start-daemon"),
  valued("stop-daemon", undefined, "stop-daemon"),
  valued("tcp-service", "t", "tcp-service"),
  valued("udp-service", "u", "udp-service"),
  valued("sctp-service", undefined, "sctp-service"),
  valued("fwmark-service", "f", "fwmark-service"),
  valued("scheduler", "s", "scheduler"),
  { name: "persistent", short: "p", long: "persistent", takes: "optional" },
  valued("netmask", "M", "netmask"),
  valued("real-server", "r", "real-server"),
  valued("weight", "w", "weight"),
  valued("u-threshold", "x", "u-threshold"),
  valued("l-threshold", "y", "l-threshold"),
  flag("numeric", "n", "numeric"),
  flag("connection", "c", "connection"),
  valued("mcast-interface", undefined, "mcast-interface"),
  valued("syncid", undefined, "syncid"),
  flag("timeout", undefined, "timeout"),
  flag("daemon", undefined, "daemon"),
  flag("stats", undefined, "stats"),
  flag("rate", undefined, "rate"),
  flag("thresholds", undefined, "thresholds"),
  flag("persistent-conn", undefined, "persistent-conn"),
  flag("nosort", undefined, "nosort"),
  flag("sort", undefined, "sort"),
  flag("exact", "X", "exact"),
  flag("ipv6", "6", "ipv6"),
  flag("ops", "o", "ops"),
  valued("pe", undefined, "pe"),
  valued("sched-flags", "b", "sched-flags"),
  valued("sync-maxlen", undefined, "sync-maxlen"),
  valued("mcast-group", undefined, "mcast-group"),
  valued("mcast-port", undefined, "mcast-port"),
  valued("mcast-ttl", undefined, "mcast-ttl"),
  flag("tun-info", undefined, "tun-info"),
  valued("tun-type", undefined, "tun-type"),
  valued("tun-port", undefined, "tun-port"),
  flag("tun-nocsum", undefined, "tun-nocsum"),
  flag("tun-csum", undefined, "tun-csum"),
  flag("tun-remcsum", undefined, "tun-remcsum"),
];

/** All that one build of ipvsadm understands. */
export interface Grammar {
  readonly options: readonly PoptOption[];
  readonly commandOf: { readonly [option in string]?: CommandName };
  /** In the order in which they are checked. */
  readonly optionNames: readonly OptionName[];
  readonly rules: { readonly [command in CommandName]?: Rules };
}
