/**
 * The kernel modules that a lab machine knows: what they need, how big they are (Debian's 6.1), and what
 * loading them does to the node. Those without `load` are there to be loaded: what they bring is always at
 * hand here.
 */

import { entriesOf } from "#sim/ipvs/connection-table";
import type { KernelPart } from "#sim/ipvs/kernel-build";
import type { Scheduler } from "#sim/ipvs/scheduler";
import { schedulers } from "#sim/ipvs/schedulers/index";
import {
  loadGreModule,
  loadIpGreModule,
  loadIpipModule,
  loadIpvsModule,
  loadToaModule,
  unloadFouModule,
  unloadGreModule,
  unloadIpGreModule,
  unloadIpipModule,
  unloadIpvsModule,
  unloadToaModule,
} from "#sim/nodes/modules";
import type { Machine } from "../machine.ts";

export interface KernelModule extends KernelPart {
  readonly name: string;
  /** Bytes, as lsmod shows them. */
  readonly size: number;
  /** Below the folder of the kernel's modules. */
  readonly folder: string;
  readonly needs: readonly string[];
  /** What the kernel logs. */
  readonly says?: readonly string[];
  readonly saysFarewell?: readonly string[];
  readonly load?: (machine: Machine) => void;
  readonly unload?: (machine: Machine) => "ok" | "EBUSY";
  /** Whether the node has what it brings although nobody loaded it here. */
  readonly isThere?: (machine: Machine) => boolean;
  /** Who uses it besides other modules. */
  readonly uses?: (machine: Machine) => number;
  /** What it would do on a real machine and does not here. */
  readonly missing?: string;
}

const ipvsFolder = "net/netfilter/ipvs";

const schedulerModule = ({ name, kernels }: Scheduler): KernelModule => ({
  name: `ip_vs_${name}`,
  size: 16_384,
  ...(kernels === undefined ? {} : { kernels }),
  folder: ipvsFolder,
  needs: ["ip_vs"],
  says: [`IPVS: [${name}] scheduler registered.`],
  saysFarewell: [`IPVS: [${name}] scheduler unregistered.`],
  uses: (machine) => usersOfScheduler(machine, name),
});

const usersOfScheduler = ({ node }: Machine, name: string): number =>
  node.ipvs?.services.all.filter(({ scheduler }) => scheduler.name === name).length ?? 0;

/** Services, and the templates that an engine made. */
function usersOfEngine({ node: { ipvs } }: Machine, name: string): number {
  if (ipvs === undefined) return 0;
  const services = ipvs.services.all.filter(({ engine }) => engine?.name === name).length;
  return services + [...entriesOf(ipvs.connections)].filter(({ extra }) => extra?.engineName === name).length;
}

/** A scheduler, engine or application that registers itself counts once more than as a module. */
function usersOfIpvs({ node, modules }: Machine): number {
  if (node.ipvs === undefined) return 0;
  const registered = [...modules.keys()].filter((name) => name.startsWith("ip_vs_")).length;
  return node.ipvs.services.all.length + node.ipvs.syncDaemons.size + registered;
}

const plain = (name: string, size: number, folder: string, needs: readonly string[] = []): KernelModule => ({
  name,
  size,
  folder,
  needs,
});

const hasDevice = (kind: string) => (machine: Machine) =>
  [...(machine.stack.interfaces?.values() ?? [])].some(({ device }) => device.kind === kind);

const balancing: readonly KernelModule[] = [
  {
    name: "ip_vs",
    size: 188_416,
    folder: ipvsFolder,
    needs: ["nf_conntrack", "nf_defrag_ipv6", "libcrc32c"],
    says: [
      "IPVS: Registered protocols (TCP, UDP, SCTP, AH, ESP)",
      "IPVS: Connection hash table configured (size=4096, memory=32Kbytes)",
      "IPVS: ipvs loaded.",
    ],
    saysFarewell: ["IPVS: ipvs unloaded."],
    load: ({ node }) => loadIpvsModule(node),
    unload: ({ node }) => unloadIpvsModule(node),
    isThere: ({ node }) => node.ipvs !== undefined,
    uses: usersOfIpvs,
  },
  ...schedulers.map(schedulerModule),
  {
    ...plain("ip_vs_pe_sip", 16_384, ipvsFolder, ["ip_vs", "nf_conntrack_sip"]),
    says: ["IPVS: [sip] pe registered."],
    saysFarewell: ["IPVS: [sip] pe unregistered."],
    uses: (machine) => usersOfEngine(machine, "sip"),
  },
  {
    ...plain("ip_vs_ftp", 16_384, ipvsFolder, ["ip_vs", "nf_nat"]),
    missing: "ip_vs_ftp: data connections of FTP are not followed",
  },
  {
    // Comes from outside the kernel, built by those who have FULLNAT for all their machines.
    ...plain("toa", 16_384, "net/toa"),
    kernels: ["fullnat"],
    says: ["TOA: client addresses by TCP option 254"],
    load: ({ node }) => loadToaModule(node),
    unload: ({ node }) => {
      unloadToaModule(node);
      return "ok";
    },
  },
];

const filtering: readonly KernelModule[] = [
  plain("libcrc32c", 16_384, "lib"),
  plain("nf_defrag_ipv4", 16_384, "net/ipv4/netfilter"),
  plain("nf_defrag_ipv6", 24_576, "net/ipv6/netfilter"),
  plain("nf_conntrack", 188_416, "net/netfilter", ["libcrc32c", "nf_defrag_ipv4", "nf_defrag_ipv6"]),
  plain("nf_conntrack_sip", 45_056, "net/netfilter", ["nf_conntrack"]),
  plain("nf_conntrack_netlink", 57_344, "net/netfilter", ["nf_conntrack", "nfnetlink"]),
  plain("nf_nat", 57_344, "net/netfilter", ["nf_conntrack", "libcrc32c"]),
  plain("nfnetlink", 20_480, "net/netfilter"),
  plain("nf_tables", 307_200, "net/netfilter", ["nfnetlink", "libcrc32c"]),
  plain("nft_chain_nat", 16_384, "net/netfilter", ["nf_tables", "nf_nat"]),
  plain("nft_compat", 20_480, "net/netfilter", ["nf_tables", "x_tables", "nfnetlink"]),
  plain("x_tables", 61_440, "net/netfilter"),
  plain("ip_tables", 36_864, "net/ipv4/netfilter", ["x_tables"]),
  plain("iptable_filter", 16_384, "net/ipv4/netfilter", ["ip_tables", "x_tables"]),
  plain("iptable_mangle", 16_384, "net/ipv4/netfilter", ["ip_tables", "x_tables"]),
  plain("iptable_nat", 16_384, "net/ipv4/netfilter", ["ip_tables", "nf_nat", "x_tables"]),
  plain("arp_tables", 24_576, "net/ipv4/netfilter", ["x_tables"]),
  plain("arptable_filter", 16_384, "net/ipv4/netfilter", ["arp_tables", "x_tables"]),
  plain("arpt_mangle", 16_384, "net/ipv4/netfilter", ["x_tables"]),
  plain("nf_reject_ipv4", 16_384, "net/ipv4/netfilter"),
  plain("ipt_REJECT", 16_384, "net/ipv4/netfilter", ["nf_reject_ipv4", "x_tables"]),
  plain("xt_mark", 16_384, "net/netfilter", ["x_tables"]),
  plain("xt_multiport", 20_480, "net/netfilter", ["x_tables"]),
  plain("xt_conntrack", 16_384, "net/netfilter", ["x_tables", "nf_conntrack"]),
  plain("xt_ipvs", 20_480, "net/netfilter", ["ip_vs", "x_tables"]),
  plain("xt_MASQUERADE", 20_480, "net/netfilter", ["x_tables", "nf_nat", "nf_conntrack"]),
  plain("xt_REDIRECT", 20_480, "net/netfilter", ["x_tables", "nf_nat", "nf_conntrack"]),
  plain("xt_TCPMSS", 16_384, "net/netfilter", ["x_tables"]),
  plain("xt_tcpudp", 20_480, "net/netfilter", ["x_tables"]),
  plain("nf_log_syslog", 28_672, "net/netfilter"),
  plain("xt_LOG", 20_480, "net/netfilter", ["x_tables"]),
];

const links: readonly KernelModule[] = [
  plain("tunnel4", 16_384, "net/ipv4"),
  plain("ip_tunnel", 36_864, "net/ipv4"),
  {
    ...plain("ipip", 16_384, "net/ipv4", ["ip_tunnel", "tunnel4"]),
    says: ["ipip: IPv4 and MPLS over IPv4 tunneling driver"],
    load: ({ node }) => loadIpipModule(node),
    unload: ({ node }) => {
      unloadIpipModule(node);
      return "ok";
    },
    isThere: hasDevice("ipip"),
  },
  {
    ...plain("gre", 16_384, "net/ipv4"),
    says: ["gre: GRE over IPv4 demultiplexor driver"],
    load: ({ node }) => loadGreModule(node),
    unload: ({ node }) => {
      unloadGreModule(node);
      return "ok";
    },
  },
  {
    ...plain("ip_gre", 32_768, "net/ipv4", ["ip_tunnel", "gre"]),
    says: ["ip_gre: GRE over IPv4 tunneling driver"],
    load: ({ node }) => loadIpGreModule(node),
    unload: ({ node }) => {
      unloadIpGreModule(node);
      return "ok";
    },
    isThere: hasDevice("gre"),
  },
  plain("udp_tunnel", 28_672, "net/ipv4"),
  plain("ip6_udp_tunnel", 20_480, "net/ipv6"),
  {
    ...plain("fou", 28_672, "net/ipv4", ["ip_tunnel", "udp_tunnel", "ip6_udp_tunnel"]),
    unload: ({ node }) => {
      unloadFouModule(node);
      return "ok";
    },
  },
  { ...plain("dummy", 16_384, "drivers/net"), isThere: hasDevice("dummy"), unload: inUse("dummy") },
  plain("mrp", 20_480, "net/802"),
  plain("garp", 16_384, "net/802", ["stp", "llc"]),
  {
    ...plain("8021q", 40_960, "net/8021q", ["mrp", "garp"]),
    says: ["8021q: 802.1Q VLAN Support v1.8"],
    isThere: hasDevice("vlan"),
    unload: inUse("vlan"),
  },
  plain("llc", 16_384, "net/llc"),
  plain("stp", 16_384, "net/802", ["llc"]),
  {
    ...plain("bridge", 319_488, "net/bridge", ["stp", "llc"]),
    isThere: hasDevice("bridge"),
    unload: inUse("bridge"),
  },
  {
    ...plain("br_netfilter", 36_864, "net/bridge", ["bridge"]),
    says: ["Bridge firewalling registered"],
    missing: "br_netfilter: frames that a bridge passes on never see iptables",
  },
  plain("veth", 36_864, "drivers/net"),
  plain("macvlan", 28_672, "drivers/net"),
];

function inUse(kind: string): (machine: Machine) => "ok" | "EBUSY" {
  return (machine) => (hasDevice(kind)(machine) ? "EBUSY" : "ok");
}

export const kernelModules: readonly KernelModule[] = [...balancing, ...filtering, ...links];
