/**
 * Why a frame or a packet ended, in English. A missing reason does not compile.
 */

import type { DecidingSetting, LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";

const linkReasons: Readonly<Record<LinkDropReason, string>> = {
  "device-down": "the device is down",
  "port-not-forwarding": "the bridge has not noticed yet that the other end of this port is up",
  "no-carrier": "nothing is up at the other end of the cable",
  "queue-full": "the queue of the device is full",
  "frame-too-long": "longer than the MTU of the port",
  "frame-lost": "lost on the cable",
  "vlan-not-allowed": "the port does not take part in this VLAN",
  "same-port": "it would leave where it came in",
  "reserved-group": "a group address that switches keep for themselves",
  "bad-source": "no device has such a source address",
  "no-vlan-device": "no device here is of this VLAN",
};

const reasons: Readonly<Record<DropReason, string>> = {
  "other-host": "the frame is for another host",
  "bad-ip-header": "the IP header is wrong",
  "bad-checksum": "the checksum is wrong",
  "group-not-joined": "nobody here has joined the group",
  "martian-source": "the source cannot be that of a packet from outside",
  "martian-destination": "the destination cannot be that of a packet from outside",
  "reverse-path": "the way back to the source leads elsewhere",
  "not-a-router": "it is for somebody else, and this node does not forward",
  "no-route": "no route leads there",
  "unreachable-route": "the route says unreachable",
  "prohibited-route": "the route says prohibit",
  "blackhole-route": "the route says blackhole",
  "ttl-expired": "its time to live has run out",
  "needs-fragmentation": "too long for the way, and it must not be fragmented",
  "unicast-in-broadcast-frame": "a packet for one host came in a frame for all",
  "reassembly-timeout": "fragments are missing for too long",
  "bad-fragment": "the fragments do not fit together",
  "no-protocol": "nobody here takes this protocol",
  "no-socket": "no socket takes it",
  "neighbour-failed": "the next hop does not answer ARP",
  "neighbour-queue-full": "too many packets wait for the next hop's MAC address",
  firewall: "a rule of iptables says DROP",
  rejected: "a rule of iptables says REJECT",
  "arp-filtered": "a rule of arptables says DROP",
  "arp-ignored": "this node does not answer for the address here",
  "arp-filter": "the answer would leave by another device",
  "no-tunnel-device": "no tunnel device takes it",
  "tunnel-checksum": "the tunnel device wants a GRE checksum and there is none, or the other way round",
  "bad-encapsulation": "what the datagram carries cannot be read",
  "tunnel-loop": "the way to the tunnel's other end leads into the tunnel",
  "tcp-invalid": "no connection takes such a segment",
  "echo-ignored": "this node does not answer such echo requests",
  "device-down": "the device is down",
  "ipvs-no-destination": "the virtual service has no destination for it",
  "ipvs-no-local-port": "no local address of the service has a free port towards the server",
  "ipvs-destination-gone": "its destination has been deleted",
  "ipvs-crossing-local": "it would cross between this host's own addresses and others",
  "ipvs-drop-packet": "the load balancer defends itself against a flood",
  "ipvs-rescheduled": "its connection is ended, and a new one will be scheduled",
};

export const linkReason = (reason: LinkDropReason): string => linkReasons[reason];
export const reasonOf = (reason: DropReason): string => reasons[reason];

/** `: arp_ignore is 1 (net.ipv4.conf.all.arp_ignore)`; nothing where no setting decided. */
export function settingWords(setting: DecidingSetting | undefined): string {
  if (setting === undefined) return "";
  const { name, value, from } = setting;
  return `: ${name} is ${value}${from === "" ? "" : ` (${from})`}`;
}
