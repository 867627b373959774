/**
 * A lab where nothing is wrong until a line that is typed breaks it, and which event is asked for its
 * remedies.
 */

import type { Meant } from "./cured-lab.ts";
import { type Cure, type Line, page, pages } from "./cures.ts";

/** NAT with two servers, where nothing is wrong, made wrong by a line typed. */
const broken = (breaks: readonly Line[], event: Meant, more: Partial<Cure> = {}): Cure => ({
  lab: "nat-basic",
  until: 9,
  breaks,
  attempt: pages,
  event,
  ...more,
});

export const ofBreaks: Readonly<Record<string, Cure>> = {
  "a firewall drops replies": broken(
    [["director", "iptables -A FORWARD -p tcp --sport 80 -j DROP"]],
    ["packet-dropped", "firewall", "director"],
  ),
  "a firewall drops by policy": broken(
    [["director", "iptables -P FORWARD DROP"]],
    ["packet-dropped", "firewall", "director"],
  ),
  "a firewall rejects": broken(
    [["rs1", "iptables -A INPUT -p tcp --dport 80 -j REJECT"]],
    ["packet-dropped", "rejected", "rs1"],
  ),
  "a real server has no way back": broken(
    [
      ["rs1", "ip route del default"],
      ["rs2", "ip route del default"],
    ],
    ["no-frame-left", "no-route"],
    { each: 2 },
  ),
  "one device does not forward": broken(
    [["director", "sysctl -w net.ipv4.conf.eth1.forwarding=0"]],
    ["packet-dropped", "not-a-router", "director"],
  ),
  "a route says unreachable": broken(
    [["director", "ip route add unreachable 192.168.10.6/32"]],
    ["packet-dropped", "unreachable-route", "director"],
  ),
  "a rule says prohibit": broken(
    [["director", "ip rule add to 192.168.10.6 prohibit"]],
    ["packet-dropped", "prohibited-route", "director"],
  ),
  "new connections are dropped in defence": broken(
    [["director", "sysctl -w net.ipv4.vs.am_droprate=1 net.ipv4.vs.drop_packet=3"]],
    ["packet-dropped", "ipvs-drop-packet", "director"],
  ),
  "echo requests are ignored": broken(
    [["director", "sysctl -w net.ipv4.icmp_echo_ignore_all=1"]],
    ["packet-dropped", "echo-ignored", "director"],
    { attempt: ["client", "ping -c 1 -W 1 192.168.10.200"] },
  ),
  "ARP is silent": broken(
    [
      ["director", "sysctl -w net.ipv4.conf.all.arp_ignore=8"],
      ["client", "ip neigh flush all"],
    ],
    ["arp-not-answered", "arp-ignored", "director"],
  ),
  "ARP is filtered": broken(
    [
      ["director", "arptables -A INPUT -j DROP"],
      ["client", "ip neigh flush all"],
    ],
    ["arp-not-answered", "arp-filtered", "director"],
  ),
  "packets begin with too short a life": broken(
    [["client", "sysctl -w net.ipv4.ip_default_ttl=1"]],
    ["packet-dropped", "ttl-expired", "director"],
  ),
  "a server's device is down": broken(
    [
      ["rs1", "ip link set eth0 down"],
      ["director", "ip neigh flush all"],
    ],
    ["neighbour-unanswered", undefined, "director"],
    { attempt: ["director", "ping -c 1 -W 4 10.0.0.201"] },
  ),
  "a client gets nobody else": broken(
    [["director", "ipvsadm -E -t 192.168.10.200:80 -s wrr -p 60"], page],
    ["connection-created", undefined, "director"],
    {
      attempt: ["client", "curl -s 192.168.10.200; curl -s 192.168.10.200"],
      says: "RS1\n10.0.0.202",
      recurs: true,
    },
  ),
  "a setting was changed": broken(
    [["director", "sysctl -w net.ipv4.ip_forward=0"]],
    ["setting-changed", undefined, "director"],
    { recurs: true },
  ),
  "a scheduler's pick is not wanted": broken([], ["destination-scheduled", undefined, "director"], {
    attempt: ["client", "curl -s 192.168.10.200; curl -s 192.168.10.200"],
    says: "RS2\n10.0.0.202",
    take: [0],
    recurs: true,
  }),
};
