/**
 * What is wrong in the scenarios that are there to show it, how it shows, and which event is asked for its
 * remedies.
 */

import type { Meant } from "./cured-lab.ts";

export type Line = readonly [node: string, line: string];

export interface Cure {
  readonly lab: string;
  /** Played so far, in seconds: before the script's own cure. */
  readonly until: number;
  readonly edit?: (text: string) => string;
  /** What makes it sick, where the script does not. */
  readonly breaks?: readonly Line[];
  readonly attempt: Line;
  /** What the attempt says once it succeeds; else its exit code tells. */
  readonly says?: string;
  readonly event: Meant;
  /** Which of the remedies, by number; all, if not said. */
  readonly take?: readonly number[];
  /** So many events of this sort, each on its own, are cured, and the attempt is made so often: once. */
  readonly each?: number;
  /** The event may happen again all the same: an older connection goes on, or nothing about it is wrong. */
  readonly recurs?: boolean;
}

export const page: Line = ["client", "curl -m 1 192.168.10.200"];
export const pages: Line = ["client", "curl -m 1 192.168.10.200 && curl -m 1 192.168.10.200"];
const direct: Line = ["client", "curl -m 1 10.0.0.10; curl -m 1 10.0.0.10"];
const upload: Line = ["client", "curl -m 4 --data-binary @upload 10.0.0.10"];
const withoutVip = (text: string): string => {
  const at = text.lastIndexOf("      ip addr add 10.0.0.10/32 dev lo\n");
  return `${text.slice(0, at)}${text.slice(at).replace(/.*\n/, "")}`.replaceAll(
    "via 10.0.0.200",
    "via 10.0.0.101",
  );
};

/** What goes wrong in the scenarios that are there to show it. */
export const ofScenarios: Readonly<Record<string, Cure>> = {
  "a real server answers for the VIP": {
    lab: "arp-nothing-set",
    until: 2.4,
    attempt: ["client", "curl -m 1 10.0.0.10; curl -m 1 10.0.0.10"],
    says: "RS2",
    event: ["arp-reply-sent", undefined, "rs1"],
  },
  "a router believes a real server": {
    lab: "arp-nothing-set",
    until: 2.4,
    attempt: direct,
    says: "RS2",
    event: ["neighbour-update-refused", undefined, "router"],
    recurs: true,
  },
  "a director by NAT does not forward": {
    lab: "nat-no-forward",
    until: 2.4,
    attempt: page,
    event: ["packet-dropped", "not-a-router"],
  },
  "a request fails because a director by NAT does not forward": {
    lab: "nat-no-forward",
    until: 2.4,
    attempt: page,
    event: ["request-failed", undefined, "client"],
  },
  "a real server answers past its director": {
    lab: "nat-wrong-gateway",
    until: 4.2,
    attempt: pages,
    event: ["packet-dropped", "no-socket", "client"],
  },
  "a client is on the servers' own link": {
    lab: "nat-same-network-client",
    until: 2.6,
    attempt: ["inside", "curl -m 1 192.168.10.200; curl -m 1 192.168.10.200"],
    says: "RS",
    event: ["packet-dropped", "no-socket", "inside"],
    each: 2,
  },
  "strict filters of sources at tunnels, made loose": {
    lab: "tunnel-basic",
    until: 6,
    attempt: direct,
    says: "RS",
    event: ["packet-dropped", "reverse-path"],
    take: [0],
    each: 2,
  },
  "strict filters of sources at tunnels, taken away": {
    lab: "tunnel-basic",
    until: 6,
    attempt: direct,
    says: "RS",
    event: ["packet-dropped", "reverse-path"],
    take: [1],
    each: 2,
  },
  "an upload hangs: the rule that keeps ICMP goes": {
    lab: "tunnel-mtu-trap",
    until: 6.6,
    attempt: upload,
    event: ["tcp-retransmitted", undefined, "client"],
    recurs: true,
  },
  "an upload hangs: ICMP may pass": {
    lab: "tunnel-mtu-trap",
    until: 6.6,
    attempt: upload,
    event: ["packet-dropped", "needs-fragmentation"],
    take: [0],
    recurs: true,
  },
  "an upload hangs: servers ask for shorter segments": {
    lab: "tunnel-mtu-trap",
    until: 6.6,
    attempt: upload,
    event: ["packet-dropped", "needs-fragmentation"],
    take: [1, 2],
    recurs: true,
  },
  "a service has no server": { lab: "no-server-left", until: 2.9, attempt: page, event: ["no-destination"] },
  "a program is refused because a service has no server": {
    lab: "no-server-left",
    until: 2.9,
    attempt: page,
    event: ["socket-error"],
  },
  "a service has servers of weight 0 only": {
    lab: "no-server-left",
    until: 3.9,
    attempt: page,
    event: ["packet-dropped", "ipvs-no-destination"],
  },
  "nobody listens": {
    lab: "no-server-left",
    until: 6,
    attempt: ["client", "nc -z -w 1 192.168.10.200 80"],
    event: ["packet-dropped", "no-socket", "director"],
  },
  "FULLNAT has no port left": {
    lab: "fullnat-port-exhaustion",
    until: 8.4,
    attempt: page,
    event: ["packet-dropped", "ipvs-no-local-port"],
  },
  "GRE without the module": {
    lab: "tunnel-gue-gre",
    until: 3.9,
    attempt: ["rs2", "sleep 0.1; ip link show up dev gre0"],
    says: "gre0",
    event: ["packet-dropped", "no-protocol", "rs2"],
  },
  "GUE without a port": {
    lab: "tunnel-gue-gre",
    until: 5.9,
    attempt: ["rs1", "sleep 0.1; ip fou show"],
    says: "port 6080 gue",
    event: ["packet-dropped", "no-socket", "rs1"],
  },
  "GRE with a checksum that is not wanted": {
    lab: "tunnel-gue-gre",
    until: 11.6,
    attempt: ["client", "curl -m 1 10.0.0.10; curl -m 1 10.0.0.10"],
    says: "RS2",
    event: ["packet-dropped", "tunnel-checksum", "rs2"],
  },
  "a whole subnet on loopback": {
    lab: "arp-lo-24",
    until: 3,
    attempt: ["neighbour", "curl -m 1 10.0.0.10; curl -m 1 10.0.0.10"],
    says: "RS2",
    event: ["packet-dropped", "no-socket", "rs2"],
  },
  "replies through a director that has their source: past it": {
    lab: "dr-director-as-gateway",
    until: 3.3,
    attempt: direct,
    says: "RS2",
    event: ["packet-dropped", "martian-source", "director"],
    take: [0],
    recurs: true,
  },
  "replies through a director that has their source: believed": {
    lab: "dr-director-as-gateway",
    until: 3.3,
    attempt: direct,
    says: "RS2",
    event: ["packet-dropped", "martian-source", "director"],
    take: [1],
  },
  "a real server without the VIP": {
    lab: "dr-director-as-gateway",
    until: 3.3,
    edit: withoutVip,
    attempt: direct,
    says: "RS2",
    event: ["packet-dropped", "not-a-router", "rs2"],
  },
  "a director sends packets on as they are, and its servers expect NAT": {
    lab: "nat-basic",
    until: 3.2,
    breaks: [
      ["director", "ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.201:80 -g"],
      ["director", "ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.202:80 -g"],
    ],
    attempt: page,
    event: ["packet-dropped", "not-a-router"],
    take: [0],
    each: 2,
  },
  "a server was deleted and its entry waits": {
    lab: "deleted-server",
    until: 4.3,
    attempt: ["director", "sleep 1.5; ! ipvsadm -Lnc | grep ESTABLISHED"],
    event: ["packet-dropped", "ipvs-destination-gone"],
  },
};
