/**
 * What the doctor finds about the ways of packets: routes, gateways, source validation, tunnels, rules; in
 * English.
 */

import type { SettingFact } from "#doctor/finding-facts";
import type { FindingTellers } from "#words/finding-words";
import { setting } from "./setting.ts";

const filtered = (
  { src, device, back, setting: filter }: { src: string; device: string; back: string; setting: SettingFact },
  node: string,
): string => {
  const way = back === "" ? "there is no route back to it" : `the way back to it is ${back}`;
  return [
    `Packets from ${src} come in at ${device} of ${node}, but ${way}: ${setting(filter)}, and they are`,
    "dropped without a word.",
  ].join(" ");
};

const unfiltered = ({ device, back }: { device: string; back: string }, node: string): string =>
  back === ""
    ? `${node} does not check sources on ${device}`
    : `on ${device} of ${node} any way back is enough`;

export const ways = {
  "next-hop-silent": {
    title: "The gateway does not exist",
    consequence: ({ address, device, target }, node) =>
      `${node} sends what is for ${target} to ${address} by ${device}, and nobody has that address.`,
    cure: (_, node) => `${node} has a gateway that is there`,
  },
  "client-without-route": {
    title: "A client has no route to the virtual address",
    consequence: ({ vip }, node) => `${node} has no route to ${vip}: not even a first packet leaves it.`,
    cure: (_, node) => `${node} has a gateway`,
  },
  "server-without-route": {
    title: "A real server has no route back",
    consequence: ({ client, target }, node) =>
      `${node} gets what ${client} asks and has no route to ${target}: its answer never leaves it.`,
    cure: ({ target }, node) => `${node} has a way to ${target}`,
  },
  "director-without-route": {
    title: "The director has no route to the client",
    consequence: ({ client, target }, node) =>
      `Answers to ${client} come back to ${node}, which has no route to ${target}, and they end there.`,
    cure: ({ target }, node) => `${node} has a way to ${target}`,
  },
  "router-without-route": {
    title: "A router has no route",
    consequence: ({ src, target }, node) =>
      `What ${src} sends to ${target} gets as far as ${node}, which has no route to ${target}.`,
    cure: ({ target }, node) => `${node} has a way to ${target}`,
  },
  "nat-wrong-way-back": {
    title: "By NAT, answers do not go back through the director",
    consequence: ({ destination, gateway, director, client }, node) =>
      [
        `${node} (${destination}) answers ${client} by way of ${gateway} and not of ${director}, which`,
        `alone could give the answer the virtual address. ${client} gets it from a stranger, and resets`,
        "the connection.",
      ].join(" "),
    cure: ({ director }, node) => `the way of ${node} back to clients is ${director}`,
  },
  "nat-client-next-door": {
    title: "By NAT, a client beside the real servers",
    consequence: ({ destination, client, address, device }, node) =>
      [
        `${client} (${address}) is on the link of ${node} (${destination}), so ${node} answers it at once`,
        `by ${device}, past the director and in its own name. ${client} resets the connection.`,
      ].join(" "),
    cure: ({ client }, node) =>
      [
        `answers of ${node} to ${client} take the way through the director, which does not tell of a`,
        "shorter one",
      ].join(" "),
  },
  "ip-forward-off": {
    title: "ip_forward is off",
    consequence: ({ device, src, dst, forward, own, role }, node) => {
      const why =
        role === "director" ? " Requests do pass, for IPVS sends them itself: half of the way works." : "";
      return [
        `What comes from ${src} for ${dst} must pass through ${node}, and ends at its ${device}:`,
        `ip_forward is ${forward}, conf.${device}.forwarding is ${own}.${why}`,
      ].join(" ");
    },
    cure: (_, node) => `${node} passes packets on`,
  },
  "rp-filter-tunnel": {
    title: "Strict rp_filter drops what comes out of the tunnel",
    consequence: (evidence, node) => filtered(evidence, node),
    cure: (evidence, node) => unfiltered(evidence, node),
  },
  "rp-filter-strict": {
    title: "Strict rp_filter drops packets on an asymmetric way",
    consequence: (evidence, node) => filtered(evidence, node),
    cure: (evidence, node) => unfiltered(evidence, node),
  },
  "director-as-gateway": {
    title: "The director is the gateway of its real servers",
    consequence: ({ vip, device, gateway, setting: local }, node) =>
      [
        `${node} sends its answers by ${gateway}, the director. Their source is ${vip}, the director's`,
        `own address: at ${device} such a packet cannot be, for ${setting(local)}:`,
        "it is dropped. It is not rp_filter.",
      ].join(" "),
    cure: (_, node) =>
      `answers of ${node} go to the clients without the director, or the director believes them`,
  },
  "not-on-link": {
    title: "Direct routing through a router",
    consequence: ({ destination, gateway, router, vip }, node) =>
      [
        `${node} reaches ${destination} only by ${gateway}${router === "" ? "" : ` (${router})`}. The`,
        `packet there is still for ${vip}, so the router sends it back to ${node}: it circles until its`,
        "TTL is used up.",
      ].join(" "),
    cure: ({ destination }) => `${destination} is reached through a tunnel, which routers pass on`,
  },
  "two-box-loop": {
    title: "A real server schedules again what it is given",
    consequence: ({ service, director, backupOnly }, node) =>
      [
        `${director} gives clients of ${service} to ${node}, which has the same service and gives them on`,
        `(backup_only is ${backupOnly}): a connection may go to and fro between the two until its TTL is`,
        "used up.",
      ].join(" "),
    cure: (_, node) => `while ${node} is a backup it serves what it is given, and schedules nothing`,
  },
  "tunnel-mtu": {
    title: "Full packets do not fit into the tunnel, and nobody says so",
    consequence: ({ overhead, mtu, room, length, client, rule, destination }, node) => {
      const word =
        rule === ""
          ? `${node} has no route by which to tell ${client}`
          : `the rule ${rule} of ${node} drops the word about it`;
      return [
        `On the way to ${destination} the outer header takes ${overhead} of ${mtu} bytes; ${room} are`,
        `left, and ${client} sends up to ${length}. ${word}: pages load, uploads hang.`,
      ].join(" ");
    },
    cure: ({ client, rule }, node) =>
      rule === "" ? `${node} has a way to ${client}` : `${node} lets “fragmentation needed” pass`,
  },
  "tunnel-not-taken": {
    title: "Nothing takes packets out of the tunnel",
    consequence: ({ type, device, why, port, destination }, node) => {
      const reasons = {
        module: `${node} does not know the protocol: its module is not loaded`,
        port: `no port ${port} of ${node} takes ${type.toUpperCase()}`,
        down: `${device} of ${node} is down`,
        checksum: `${device} of ${node} and the director do not agree about checksums`,
        none: `no device of ${node} is for them`,
      };
      return `Packets to ${destination} arrive in a tunnel (${type}), and ${reasons[why]}: they end there.`;
    },
    cure: ({ device }, node) => `${device} of ${node} takes packets out of the tunnel`,
  },
  "firewall-eats": {
    title: "A rule of iptables drops packets of a service",
    consequence: ({ table, chain, rule, src, dst }, node) =>
      `What goes from ${src} to ${dst} ends at ${node}: ${table}, ${chain}, ${rule}.`,
    cure: ({ chain, rule }) =>
      rule === "policy DROP" ? `${chain} accepts by policy` : `${chain} is without the rule`,
  },
} satisfies Partial<FindingTellers>;
