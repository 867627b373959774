/**
 * /proc/net of a machine, and /proc/modules: files made up when they are read. What makes their text is
 * loaded when the first of its kind is read. Adding one is a line in the list.
 */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { registerDirectory, registerFile } from "../files/change.ts";
import type { DirectorySource, Entry } from "../files/tree.ts";
import type { Machine } from "../machine.ts";
import { isLoaded } from "../modules/loading.ts";
import { type Loader, needed } from "../needed.ts";

interface ProcFile {
  /** Below /proc/net. */
  readonly path: string;
  /** Some come and go with a kernel module. */
  readonly isThere: (machine: Machine) => boolean;
  readonly read: (machine: Machine) => Promise<string>;
}

const within =
  <File>(load: Loader<File>, pick: (file: File) => (machine: Machine) => string) =>
  async (machine: Machine): Promise<string> =>
    pick(await needed(machine, load))(machine);

const always = (path: string, read: ProcFile["read"]): ProcFile => ({ path, isThere: () => true, read });

const hasIpvs = ({ node }: Machine): boolean => node.ipvs !== undefined;

/** A file that is there while the load balancer is. */
const balancing = <File>(
  path: string,
  load: Loader<File>,
  pick: (file: File) => (ipvs: Ipvs) => string,
): ProcFile => ({
  path,
  isThere: hasIpvs,
  read: async (machine) => {
    const show = pick(await needed(machine, load));
    return machine.node.ipvs === undefined ? "" : show(machine.node.ipvs);
  },
});

const hasFlows = (machine: Machine): boolean =>
  machine.stack.netfilter.conntrack.isRunning || isLoaded(machine, "nf_conntrack");

const links = () => import("./links.ts");
const sockets = () => import("./sockets.ts");
const counters = () => import("./counters.ts");
const tables = () => import("./ip-vs.ts");
const stats = () => import("./ip-vs-stats.ts");
const flows = () => import("./flows.ts");
const modules = () => import("../modules/modules-text.ts");

const files: readonly ProcFile[] = [
  always(
    "arp",
    within(links, (file) => file.arp),
  ),
  always(
    "dev",
    within(links, (file) => file.devices),
  ),
  always(
    "igmp",
    within(links, (file) => file.groups),
  ),
  always(
    "route",
    within(links, (file) => file.routes),
  ),
  always(
    "stat/rt_cache",
    within(links, (file) => file.routeCounters),
  ),
  always(
    "tcp",
    within(sockets, (file) => file.tcp),
  ),
  always(
    "udp",
    within(sockets, (file) => file.udp),
  ),
  always(
    "snmp",
    within(counters, (file) => file.snmp),
  ),
  always(
    "netstat",
    within(counters, (file) => file.netstat),
  ),
  balancing("ip_vs", tables, (file) => file.tables),
  { path: "ip_vs_app", isThere: hasIpvs, read: within(tables, (file) => file.applications) },
  balancing("ip_vs_conn", tables, (file) => file.connections),
  balancing("ip_vs_conn_sync", tables, (file) => file.connectionOrigins),
  balancing("ip_vs_stats", stats, (file) => file.stats),
  balancing("ip_vs_stats_percpu", stats, (file) => file.statsOfProcessors),
  { path: "nf_conntrack", isThere: hasFlows, read: within(flows, (file) => file.flows) },
];

const modulesText = within(modules, (file) => file.modulesText);

/** Makes /proc/net and /proc/modules of a machine. */
export function registerProcNet(machine: Machine): void {
  registerDirectory(machine.files, "/proc/net", directory(machine, ""));
  registerFile(machine.files, "/proc/modules", { read: () => modulesText(machine) });
}

function directory(machine: Machine, prefix: string): DirectorySource {
  const present = (): ProcFile[] =>
    files.filter(({ path, isThere }) => path.startsWith(prefix) && isThere(machine));
  return {
    names: () => [...new Set(present().map(({ path }) => path.slice(prefix.length).split("/", 1)[0] ?? ""))],
    find: (name) => find(machine, present(), prefix + name),
  };
}

function find(machine: Machine, present: readonly ProcFile[], path: string): Entry | undefined {
  const file = present.find((known) => known.path === path);
  if (file !== undefined) return { kind: "source", source: { read: () => file.read(machine) } };
  const isFolder = present.some((known) => known.path.startsWith(`${path}/`));
  return isFolder ? { kind: "source-directory", source: directory(machine, `${path}/`) } : undefined;
}
