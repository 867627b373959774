/** Why sockets, neighbours, rules, ARP and tunnels did not go on with a packet, in English. */

import type { ReasonTellers } from "#words/explain-words";
import type { Ended } from "#words/why-facts";
import { packet } from "../captions/terms.ts";
import { settingText } from "./settings.ts";

const text = ({ packet: value, names, src, dst }: Ended): string =>
  value === undefined ? `${names.ip(src)} → ${names.ip(dst)}` : packet(value, names);

function portOf({ packet: value }: Ended): number | undefined {
  const payload = value?.payload;
  return payload?.kind === "tcp" || payload?.kind === "udp" ? payload.dstPort : undefined;
}

const listeners = ({ listening, node, names }: Ended): string => {
  if (listening === undefined) return "";
  return listening.length === 0
    ? ` No program of ${node} listens.`
    : ` Programs of ${node} listen on ${listening.map(names.endpoint).join(", ")}.`;
};

/** The rule that decided, as its listing shows it. */
const ruleText = ({ setting }: Ended): string =>
  setting === undefined ? "A rule" : `${setting.name}, ${setting.from}: ${setting.value}`;

/** The address that was asked for by ARP. */
const hopOf = ({ nextHop, names, dst }: Ended): string =>
  nextHop === undefined ? names.ip(dst) : names.endpoint(nextHop);

type HostReason =
  | "no-protocol"
  | "no-socket"
  | "tcp-invalid"
  | "echo-ignored"
  | "neighbour-failed"
  | "neighbour-queue-full"
  | "firewall"
  | "rejected"
  | "arp-filtered"
  | "arp-ignored"
  | "arp-filter"
  | "no-tunnel-device"
  | "tunnel-loop"
  | "tunnel-checksum"
  | "bad-encapsulation"
  | "device-down";

export const hostReasons: ReasonTellers<HostReason> = {
  "no-protocol": (ended) => ({
    title: `Does ${ended.node} know protocol ${ended.packet?.protocol ?? "of the packet"}? No`,
    detail:
      `Nothing is loaded that takes what ${text(ended)} carries. The sender is told: ` +
      "protocol unreachable.",
  }),
  "no-socket": (ended) => {
    const { names, node, dst, expected } = ended;
    const port = portOf(ended);
    return {
      title: `Does a socket of ${node} wait for this? No`,
      detail:
        expected === undefined
          ? `${text(ended)}: no socket of ${node} has ${names.ip(dst)}:${port ?? "*"}.${listeners(ended)}`
          : `${text(ended)}: the socket with port ${port ?? "*"} talks to ` +
            `${names.endpoint(expected)}, not to ${names.ip(ended.src)}. An answer must come ` +
            "from the address that was asked.",
    };
  },
  "tcp-invalid": (ended) => ({
    title: "Does the segment fit a connection? No",
    detail: `${text(ended)} is nothing that an open connection could get, and nothing that opens one.`,
  }),
  "echo-ignored": (ended) => ({
    title: `Does ${ended.node} answer such echo requests? No`,
    detail: `${text(ended)}: ${ended.setting?.name ?? "a switch"} is ${ended.setting?.value ?? 1}.`,
  }),
  "neighbour-failed": (ended) => ({
    title: `Is the MAC address of ${hopOf(ended)} to be had? No`,
    detail:
      ended.setting === undefined
        ? `Nobody answers ARP, so ${text(ended)} cannot be put into a frame. ` +
          (ended.owner === undefined
            ? "No machine has this address."
            : `${ended.owner} has this address, but does not answer here.`)
        : `${text(ended)}: ${ended.setting.name} is ${ended.setting.value} ` +
          `(${ended.setting.from}), so there is nobody to ask.`,
  }),
  "neighbour-queue-full": (ended) => ({
    title: "Is there room to wait for the MAC address? No",
    detail:
      `${text(ended)}: ${ended.setting?.name ?? "the limit"} is ` +
      `${ended.setting?.value ?? "reached"} (${ended.setting?.from ?? "neighbours"}); ` +
      "the oldest that waits gives way.",
  }),
  firewall: (ended) => ({
    title: "Do the rules let it pass? No, DROP",
    detail: `${ruleText(ended)}. ${text(ended)} ends without a word to its sender.`,
  }),
  rejected: (ended) => ({
    title: "Do the rules let it pass? No, REJECT",
    detail: `${ruleText(ended)}. The sender of ${text(ended)} is told.`,
  }),
  "arp-filtered": (ended) => ({
    title: "Does arptables let the message pass? No",
    detail: `${ruleText(ended)}. It is as if the message had never been.`,
  }),
  "arp-ignored": (ended) => ({
    title: `May ${ended.names.ip(ended.dst)} be answered for here? No`,
    detail:
      (ended.holder === undefined
        ? ""
        : `${ended.names.ip(ended.dst)} is mine, on ${ended.holder}; asked was ` +
          `${ended.decided?.device ?? "another device"}. `) +
      settingText(ended.decided) +
      (ended.vip === undefined || ended.vip.isHere
        ? ""
        : ` So it leaves the answer to ${ended.vip.director}, as it must.`),
  }),
  "arp-filter": (ended) => ({
    title: `Would an answer about ${ended.names.ip(ended.dst)} leave by the device that was asked? No`,
    detail:
      `Packets from ${ended.names.ip(ended.dst)} to ${ended.names.ip(ended.src)} leave ` +
      `by another one. ${settingText(ended.decided)}`,
  }),
  "no-tunnel-device": (ended) => ({
    title: "Is there a tunnel device that takes it? No",
    detail:
      `${text(ended)} carries a packet, and ` +
      (ended.tunnel === undefined
        ? `${ended.node} has no device for such tunnels.`
        : ended.tunnel.isUp
          ? `${ended.tunnel.device} is up, but not for these ends.`
          : `${ended.tunnel.device} is down.`) +
      " The sender is told: port unreachable.",
  }),
  "tunnel-loop": (ended) => ({
    title: "Does the way to the tunnel's other end leave the tunnel? No",
    detail: `The route to it leads into the tunnel itself: ${text(ended)} would be wrapped for ever.`,
  }),
  "tunnel-checksum": (ended) => ({
    title: "Is the GRE checksum as the tunnel wants it? No",
    detail:
      "A device takes only packets with a checksum if it is set to csum, and only " +
      `those without if it is not: ${text(ended)} is of the other sort. Nobody is told.`,
  }),
  "bad-encapsulation": (ended) => ({
    title: "Can the packet within the datagram be read? No",
    detail:
      `The port takes packets in UDP (FOU or GUE), and what ${text(ended)} carries is ` +
      "none of the kind that it is set to.",
  }),
  "device-down": (ended) => ({
    title: `Is ${ended.setting?.from ?? "the device"} up? No`,
    detail:
      `The route leads into ${ended.setting?.from ?? "a tunnel device"}, which is ` +
      `${ended.setting?.value ?? "down"}: ${text(ended)} ends.`,
  }),
};
