/**
 * Every command of the lab's machines: its names, what `help` says of it, and where it is. A command is
 * loaded when it is first started. The shell's own builtins are in builtins/index.ts.
 */

import type { CommandEntry } from "../command.ts";
import { serviceCommands } from "./services/index.ts";
import { systemCommands } from "./system/index.ts";
import { textCommands } from "./text/index.ts";

export const commands: readonly CommandEntry[] = [
  ...serviceCommands,
  ...systemCommands,
  ...textCommands,
  {
    name: "ab",
    summary: "send many requests to a web server and measure them",
    load: async () => (await import("./ab/ab.ts")).ab,
  },
  {
    name: "arp",
    summary: "show and change which MAC address answers for which IP address",
    load: async () => (await import("./arp.ts")).arp,
  },
  {
    name: "arping",
    summary: "ask by ARP who has an address",
    load: async () => (await import("./arping/arping.ts")).arping,
  },
  {
    name: "arptables",
    aliases: ["arptables-nft"],
    summary: "show and change the rules about ARP",
    load: async () => (await import("./arptables/arptables.ts")).arptables,
  },
  {
    name: "arptables-legacy",
    summary: "the same, in the tables of the older kernel interface",
    load: async () => (await import("./arptables/arptables.ts")).arptablesLegacy,
  },
  {
    name: "arptables-save",
    aliases: ["arptables-nft-save"],
    summary: "print the rules about ARP",
    load: async () => (await import("./arptables/arptables.ts")).arptablesSave,
  },
  {
    name: "brctl",
    summary: "make and show bridges",
    load: async () => (await import("./bridge/brctl.ts")).brctl,
  },
  {
    name: "bridge",
    summary: "show the ports, addresses and VLANs of bridges",
    load: async () => (await import("./bridge/bridge.ts")).bridge,
  },
  {
    name: "conntrack",
    summary: "list and delete the flows that netfilter keeps track of",
    load: async () => (await import("./conntrack.ts")).conntrack,
  },
  { name: "curl", summary: "ask a web server", load: async () => (await import("./curl/curl.ts")).curl },
  {
    name: "ethtool",
    summary: "show what a network card says of itself",
    load: async () => (await import("./ethtool.ts")).ethtool,
  },
  {
    name: "ifconfig",
    summary: "show and set the addresses of interfaces",
    load: async () => (await import("./ifconfig/ifconfig.ts")).ifconfig,
  },
  {
    name: "ifdown",
    summary: "take a device or alias down again",
    load: async () => (await import("./network-scripts/ifup.ts")).ifdown,
  },
  {
    name: "ifup",
    summary: "bring a device or alias up as its ifcfg file says",
    load: async () => (await import("./network-scripts/ifup.ts")).ifup,
  },
  {
    name: "ip",
    summary: "show and change addresses, devices, routes, rules, neighbours and tunnels",
    load: async () => (await import("./ip/ip.ts")).ip,
  },
  {
    name: "iptables",
    aliases: ["iptables-nft"],
    summary: "show and change the rules of the packet filter",
    load: async () => (await import("./iptables/iptables.ts")).iptables,
  },
  {
    name: "iptables-legacy",
    summary: "the same, in the tables of the older kernel interface",
    load: async () => (await import("./iptables/iptables.ts")).iptablesLegacy,
  },
  {
    name: "iptables-legacy-save",
    summary: "the same for the tables of the older kernel interface",
    load: async () => (await import("./iptables/iptables-save.ts")).iptablesLegacySave,
  },
  {
    name: "iptables-restore",
    aliases: ["iptables-nft-restore"],
    summary: "set the rules of the packet filter from text",
    load: async () => (await import("./iptables/iptables-restore.ts")).iptablesRestore,
  },
  {
    name: "iptables-save",
    aliases: ["iptables-nft-save"],
    summary: "print the rules of the packet filter as iptables-restore reads them",
    load: async () => (await import("./iptables/iptables-save.ts")).iptablesSave,
  },
  {
    name: "ipvsadm",
    summary: "change and list the tables of the load balancer",
    load: async () => (await import("./ipvsadm/ipvsadm.ts")).ipvsadm,
  },
  {
    name: "ipvsadm-restore",
    summary: "clear the tables of the load balancer and read them from standard input",
    load: async () => (await import("./ipvsadm/save-and-restore.ts")).ipvsadmRestore,
  },
  {
    name: "ipvsadm-save",
    summary: "print the tables of the load balancer as commands (-n: in numbers)",
    load: async () => (await import("./ipvsadm/save-and-restore.ts")).ipvsadmSave,
  },
  {
    name: "mtr",
    summary: "loss and round trips of every hop",
    load: async () => (await import("./traceroute/mtr.ts")).mtr,
  },
  {
    name: "nc",
    aliases: ["netcat", "ncat"],
    summary: "connect to a port, or listen on one",
    load: async () => (await import("./nc/nc.ts")).nc,
  },
  {
    name: "netstat",
    summary: "show sockets, routes, interfaces and counters",
    load: async () => (await import("./netstat/netstat.ts")).netstat,
  },
  {
    name: "nmcli",
    summary: "show and change the connections of NetworkManager",
    load: async () => (await import("./nmcli/nmcli.ts")).nmcli,
  },
  {
    name: "nstat",
    summary: "show the network counters of the kernel",
    load: async () => (await import("./nstat/nstat.ts")).nstat,
  },
  {
    name: "ping",
    aliases: ["ping4"],
    summary: "ask a host whether it answers",
    load: async () => (await import("./ping/ping.ts")).ping,
  },
  {
    name: "route",
    summary: "show and change the main routing table",
    load: async () => (await import("./route/route.ts")).route,
  },
  { name: "ss", summary: "show sockets", load: async () => (await import("./ss/ss.ts")).ss },
  {
    name: "sysctl",
    summary: "print and set the switches of the kernel",
    load: async () => (await import("./sysctl/sysctl.ts")).sysctl,
  },
  {
    name: "tcpdump",
    summary: "show the packets of a device",
    load: async () => (await import("./tcpdump/tcpdump.ts")).tcpdump,
  },
  { name: "telnet", summary: "talk to a TCP port", load: async () => (await import("./telnet.ts")).telnet },
  {
    name: "tracepath",
    summary: "show the routers on the way and the path MTU",
    load: async () => (await import("./traceroute/tracepath.ts")).tracepath,
  },
  {
    name: "traceroute",
    summary: "show the routers on the way to a host",
    load: async () => (await import("./traceroute/traceroute.ts")).traceroute,
  },
  { name: "wget", summary: "fetch a page into a file", load: async () => (await import("./wget.ts")).wget },
];
