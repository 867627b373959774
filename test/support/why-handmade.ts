/**
 * An event of every reason and of every kind that seldom occurs, with values as they could be. A reason that
 * is missing does not compile.
 */

import type { DecidingSetting, LinkDropReason } from "#sim/link/link-events";
import type { IcmpSilence, RedirectRefusal, TcpChallenge } from "#sim/stack/stack-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent } from "#sim/trace";
import { type Ipv4Address, type MacAddress, parseIpv4 } from "#sim/wire/address";
import { arpMessage } from "#sim/wire/arp";
import { ethernet } from "#sim/wire/ethernet";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import type { HandmadeRows } from "./why-samples.ts";

const ip = (text: string): Ipv4Address => parseIpv4(text) ?? (0 as Ipv4Address);
const mac = (last: number): MacAddress => (0x020000000000 + last) as MacAddress;

export const packet = ipv4({
  origin: 1,
  src: ip("192.168.10.6"),
  dst: ip("10.0.0.10"),
  protocol: protocols.tcp,
  payload: tcpSegment({
    srcPort: 41000,
    dstPort: 80,
    seq: 1,
    ack: 0,
    flags: tcpFlags.syn,
    window: 64240,
    payload: new Uint8Array(0),
  }),
});

export const frame = ethernet(mac(0x400), mac(0x200), packet, { id: 5, priority: 0 });

const outer = ipv4({
  origin: 1,
  src: ip("10.0.0.200"),
  dst: ip("10.0.0.201"),
  protocol: protocols.ipip,
  payload: packet,
});

const arpFields = {
  senderMac: mac(0x200),
  senderIp: ip("10.0.0.101"),
  targetMac: mac(0),
  targetIp: ip("10.0.0.10"),
};
export const question = arpMessage({ operation: 1, ...arpFields });

/** One machine and its neighbour. */
export const handmadeRows: HandmadeRows = {
  node: {
    devices: [device("eth0", "02:00:00:00:04:00")],
    addresses: [address("eth0", "10.0.0.201", 24)],
    sysctls: ["all", "eth0"].flatMap((scope) =>
      ["rp_filter", "arp_ignore", "accept_redirects", "forwarding"].map((field) => ({
        name: `net.ipv4.conf.${scope}.${field}`,
        value: scope === "all" ? "1" : "0",
        initial: "0",
      })),
    ),
  },
  router: {
    devices: [device("eth0", "02:00:00:00:02:00")],
    addresses: [address("eth0", "10.0.0.101", 24)],
    sysctls: [{ name: "net.ipv4.ip_forward", value: "1", initial: "0" }],
  },
};

function device(name: string, macText: string) {
  const counters = { rxPackets: 0, rxBytes: 0, rxDropped: 0, txPackets: 0, txBytes: 0, txDropped: 0 };
  return {
    name,
    index: 2,
    kind: "ethernet",
    mac: macText,
    mtu: 1500,
    isUp: true,
    hasCarrier: true,
    ...counters,
  };
}

function address(name: string, text: string, prefixLength: number) {
  return { device: name, address: text, prefixLength, scope: "global", isSecondary: false, label: name };
}

const conf = (name: string, value: number): DecidingSetting => ({
  name,
  value,
  from: `net.ipv4.conf.eth0.${name}`,
});
const own = (name: string, value: number | string, from: string): DecidingSetting => ({ name, value, from });

const reasons: Readonly<Record<DropReason, DecidingSetting | undefined>> = {
  "other-host": undefined,
  "bad-ip-header": undefined,
  "bad-checksum": undefined,
  "group-not-joined": undefined,
  "martian-source": conf("accept_local", 0),
  "martian-destination": conf("route_localnet", 0),
  "reverse-path": own("rp_filter", 1, "net.ipv4.conf.all.rp_filter"),
  "not-a-router": conf("forwarding", 0),
  "no-route": undefined,
  "unreachable-route": own("route", "unreachable 10.0.0.0/16", "table main"),
  "prohibited-route": own("rule", "prohibit", "ip rule, priority 100"),
  "blackhole-route": own("route", "blackhole 10.0.0.8/29", "table 7"),
  "ttl-expired": undefined,
  "needs-fragmentation": own("mtu", 1480, "route to the destination less 20"),
  "unicast-in-broadcast-frame": conf("drop_unicast_in_l2_multicast", 1),
  "reassembly-timeout": own("ipfrag_time", 30, "net.ipv4.ipfrag_time"),
  "bad-fragment": undefined,
  "no-protocol": undefined,
  "no-socket": undefined,
  "neighbour-failed": undefined,
  "neighbour-queue-full": own("unres_qlen_bytes", 212_992, "net.ipv4.neigh.eth0.unres_qlen_bytes"),
  firewall: own("iptables filter FORWARD", "policy DROP", "policy"),
  rejected: own("iptables filter INPUT", "-p tcp --dport 80 -j REJECT", "rule 2"),
  "arp-filtered": own("arptables INPUT", "-j DROP -d 10.0.0.10", "rule 1"),
  "arp-ignored": own("arp_ignore", 1, "net.ipv4.conf.all.arp_ignore"),
  "arp-filter": conf("arp_filter", 1),
  "no-tunnel-device": undefined,
  "tunnel-loop": undefined,
  "tunnel-checksum": undefined,
  "bad-encapsulation": undefined,
  "tcp-invalid": undefined,
  "echo-ignored": own("icmp_echo_ignore_all", 1, "net.ipv4.icmp_echo_ignore_all"),
  "device-down": own("state", "down", "tun1"),
  "ipvs-no-destination": own("nat_icmp_send", 1, "net.ipv4.vs.nat_icmp_send"),
  "ipvs-no-local-port": undefined,
  "ipvs-destination-gone": own("expire_nodest_conn", 0, "net.ipv4.vs.expire_nodest_conn"),
  "ipvs-crossing-local": undefined,
  "ipvs-drop-packet": own("drop_packet", 3, "net.ipv4.vs.drop_packet"),
  "ipvs-rescheduled": own("conn_reuse_mode", 1, "net.ipv4.vs.conn_reuse_mode"),
};

const linkReasons: Readonly<Record<LinkDropReason, DecidingSetting | undefined>> = {
  "device-down": undefined,
  "no-carrier": own("peer", "down", "router eth0"),
  "port-not-forwarding": undefined,
  "queue-full": own("txqueuelen", 2, "eth0 txqueuelen"),
  "frame-too-long": own("mtu", 30, "node eth0 mtu"),
  "frame-lost": own("loss", "2.5%", "cable of node:eth0"),
  "vlan-not-allowed": undefined,
  "same-port": undefined,
  "reserved-group": undefined,
  "bad-source": undefined,
  "no-vlan-device": undefined,
};

const at = { node: "node", device: "eth0" } as const;
const arpReasons = new Set<DropReason>(["arp-filtered", "arp-ignored", "arp-filter", "reverse-path"]);

/** A packet, and where it can be an ARP message, that ended for each reason. */
export const ofReasons: readonly NetworkEvent[] = (Object.keys(reasons) as DropReason[]).flatMap((reason) => {
  const setting = reasons[reason];
  const why = setting === undefined ? { reason } : { reason, setting };
  const dropped: NetworkEvent = { kind: "packet-dropped", node: "node", packet, ...why };
  if (!arpReasons.has(reason)) return [dropped];
  return [dropped, { kind: "arp-not-answered", ...at, message: question, ...why }];
});

export const ofLinkReasons: readonly NetworkEvent[] = (Object.keys(linkReasons) as LinkDropReason[]).map(
  (reason) => {
    const setting = linkReasons[reason];
    return { kind: "frame-dropped", ...at, frame, reason, ...(setting === undefined ? {} : { setting }) };
  },
);

const silences: readonly IcmpSilence[] = [
  "limit",
  "link-group",
  "later-fragment",
  "group",
  "source",
  "error",
];
const refusals: readonly RedirectRefusal[] = ["setting", "same-gateway", "not-a-host", "not-from-gateway"];
const challenges: readonly TcpChallenge[] = ["reset-in-window", "syn", "old-ack"];
const connection = {
  protocol: "TCP",
  client: "192.168.10.6:41000",
  virtual: "10.0.0.10:80",
  destination: "10.0.0.201:80",
} as const;
const template = { ...connection, client: "192.168.10.0:0" } as const;
const quiescent = own("expire_quiescent_template", 1, "net.ipv4.vs.expire_quiescent_template");
const reply = arpMessage({ operation: 2, ...arpFields, targetMac: mac(0x400) });

/** Kinds, and variants of kinds, that scenarios seldom show. */
export const ofKinds: readonly NetworkEvent[] = [
  { kind: "packet-encapsulated", node: "node", inner: packet, outer },
  {
    kind: "connection-given-up",
    node: "node",
    connection,
    setting: own("conn_reuse_mode", 1, "net.ipv4.vs.conn_reuse_mode"),
  },
  { kind: "template-prolonged", node: "node", connection: template, controlled: 4 },
  { kind: "template-invalidated", node: "node", connection: template, because: "destination-gone" },
  {
    kind: "template-invalidated",
    node: "node",
    connection: template,
    because: "destination-quiesced",
    setting: quiescent,
  },
  {
    kind: "connection-created",
    node: "node",
    service: "FWM 7",
    connection,
    method: "bypass",
    because: "bypass",
    timeout: 3,
  },
  { kind: "sync-message-received", node: "node", connections: 3, syncId: 9, isForUs: false },
  {
    kind: "error-translated",
    node: "node",
    connection,
    towards: "destination",
    before: packet,
    after: packet,
  },
  { kind: "redirect-learnt", node: "node", destination: ip("10.0.0.10"), gateway: ip("10.0.0.101") },
  {
    kind: "request-answered",
    node: "node",
    method: "GET",
    to: ip("10.0.0.10"),
    port: 80,
    status: "200",
    bytes: 41,
  },
  { kind: "request-failed", node: "node", to: ip("10.0.0.10"), port: 80, error: "TIMEOUT" },
  {
    kind: "socket-error",
    node: "node",
    local: "192.168.10.6:41000",
    remote: "10.0.0.10:80",
    errno: "ETIMEDOUT",
  },
  {
    kind: "arp-reply-sent",
    ...at,
    message: reply,
    because: "proxy",
    owner: "eth1",
    setting: conf("proxy_arp", 1),
  },
  { kind: "arp-reply-sent", ...at, message: reply, because: "proxy", owner: "eth1", setting: undefined },
  {
    kind: "no-frame-left",
    node: "node",
    missing: "SYN-ACK",
    to: ip("192.168.10.6"),
    reason: "no-route",
    answering: packet,
  },
  ...silences.map((because): NetworkEvent => {
    const event = {
      kind: "icmp-suppressed",
      node: "node",
      about: packet,
      type: 3,
      code: 3,
      because,
    } as const;
    return because === "limit"
      ? { ...event, setting: own("icmp_ratelimit", 1000, "net.ipv4.icmp_ratelimit") }
      : event;
  }),
  ...refusals.map((because): NetworkEvent => {
    const ends = { destination: ip("10.0.1.1"), gateway: ip("10.0.0.7"), sender: ip("10.0.0.101") };
    const event = { kind: "redirect-ignored", node: "node", ...ends, because } as const;
    return because === "setting" ? { ...event, setting: conf("accept_redirects", 0) } : event;
  }),
  ...challenges.map((because): NetworkEvent => {
    return {
      kind: "tcp-challenged",
      node: "node",
      local: "10.0.0.10:80",
      remote: "192.168.10.6:41000",
      because,
    };
  }),
];
