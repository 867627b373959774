/**
 * The packages that the lab has something for, under the names and versions of RHEL 9 and Debian 12.
 */

import type { NodeKindName } from "#sim/nodes/node";
import { webServerKinds } from "../services/initial.ts";

export interface Package {
  /** Its name on RHEL, which the machine's list of packages has. */
  readonly name: string;
  readonly version: string;
  /** Its name on Debian. */
  readonly debian: string;
  readonly debianVersion: string;
  readonly summary: string;
  /** Machines that have it from the start: all of them if absent. */
  readonly kinds?: readonly NodeKindName[];
  /** Its service, which comes and goes with it. */
  readonly service?: "httpd" | "nginx";
}

type Row = readonly [name: string, version: string, debian: string, debianVersion: string, summary: string];

const everywhere: readonly Row[] = [
  ["NetworkManager", "1.46.0-1.el9", "network-manager", "1.42.4-1", "network management framework"],
  ["arptables", "0.0.5-3.el9", "arptables", "0.0.5-3", "ARP table administration"],
  ["bash", "5.2.15-1.el9", "bash", "5.2.15-2+b7", "GNU Bourne Again SHell"],
  [
    "bridge-utils",
    "1.7.1-1.el9",
    "bridge-utils",
    "1.7.1-1",
    "Utilities for configuring the Linux Ethernet bridge",
  ],
  ["chrony", "4.3-1.el9", "chrony", "4.3-2+deb12u1", "Versatile implementation of the Network Time Protocol"],
  [
    "curl",
    "7.88.1-1.el9",
    "curl",
    "7.88.1-10+deb12u12",
    "command line tool for transferring data with URL syntax",
  ],
  ["firewalld", "1.3.4-1.el9", "firewalld", "1.3.3-1", "dynamically managed firewall"],
  ["iproute", "6.1.0-1.el9", "iproute2", "6.1.0-3", "networking and traffic control tools"],
  [
    "iptables-services",
    "1.8.9-2.el9",
    "iptables",
    "1.8.9-2",
    "administration tools for packet filtering and NAT",
  ],
  [
    "iputils",
    "20221126-1.el9",
    "iputils-ping",
    "3:20221126-1+deb12u1",
    "Tools to test the reachability of hosts",
  ],
  ["ipvsadm", "1.31-6.el9", "ipvsadm", "1:1.31-1+b1", "Linux Virtual Server support programs"],
  ["net-tools", "2.10-1.el9", "net-tools", "2.10-0.1+deb12u2", "NET-3 networking toolkit"],
  ["nmap-ncat", "7.93-1.el9", "netcat-openbsd", "1.219-1", "TCP/IP swiss army knife"],
  ["openssh-server", "9.2p1-2.el9", "openssh-server", "1:9.2p1-2+deb12u5", "secure shell (SSH) server"],
  ["procps-ng", "4.0.2-3.el9", "procps", "2:4.0.2-3", "/proc file system utilities"],
  ["tcpdump", "4.99.3-1.el9", "tcpdump", "4.99.3-1", "command-line network traffic analyzer"],
  [
    "traceroute",
    "2.1.2-1.el9",
    "traceroute",
    "1:2.1.2-1",
    "Traces the route taken by packets over an IPv4 network",
  ],
];

const packageOf = ([name, version, debian, debianVersion, summary]: Row): Package => ({
  name,
  version,
  debian,
  debianVersion,
  summary,
});

const apache: Package = {
  ...packageOf(["httpd", "2.4.62-1.el9", "apache2", "2.4.62-1~deb12u2", "Apache HTTP Server"]),
  kinds: webServerKinds,
  service: "httpd",
};

const nginx: Package = {
  ...packageOf([
    "nginx",
    "1.22.1-3.el9",
    "nginx",
    "1.22.1-9+deb12u2",
    "small, powerful, scalable web/proxy server",
  ]),
  kinds: [],
  service: "nginx",
};

/** In the order of their names. */
export const catalogue: readonly Package[] = [...everywhere.map(packageOf), apache, nginx].sort(
  (left, right) => (left.name < right.name ? -1 : 1),
);

/** Other names that tutorials install the same things by. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["apache2-utils", "httpd"],
  ["arptables-nft", "arptables"],
  ["arptables_jf", "arptables"],
  ["iproute2", "iproute"],
  ["iptables", "iptables-services"],
  ["nc", "nmap-ncat"],
  ["ncat", "nmap-ncat"],
  ["netcat", "nmap-ncat"],
  ["procps", "procps-ng"],
]);

/** The package of a name, of either distribution, with or without version and architecture. */
export function packageNamed(name: string): Package | undefined {
  const plain = name.replace(/\.(?:x86_64|noarch|amd64|rpm)$/, "");
  const other = otherNames.get(plain);
  return catalogue.find((entry) => [plain, other].includes(entry.name) || entry.debian === plain);
}

/** Name, version and architecture, as rpm writes them in one word. */
export const rpmName = ({ name, version }: Package): string => `${name}-${version}.x86_64`;
