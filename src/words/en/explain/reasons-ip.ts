/** Why IP did not go on with a packet, with the values that decided, in English. */

import type { ReasonTellers } from "#words/explain-words";
import type { Ended } from "#words/why-facts";
import { packet } from "../captions/terms.ts";
import { settingText } from "./settings.ts";
import { routeText } from "./stack.ts";

const text = ({ packet: value, names, src, dst }: Ended): string =>
  value === undefined ? `${names.ip(src)} → ${names.ip(dst)}` : packet(value, names);

const by = ({ arrivedOn }: Ended): string => (arrivedOn === undefined ? "" : ` by ${arrivedOn}`);

/** What a route or a rule said that refuses. */
const refusing = (ended: Ended): string => {
  const { setting, names, dst } = ended;
  return setting === undefined
    ? `The route of ${names.ip(dst)} says so.`
    : `${setting.name} for ${names.ip(dst)}: ${setting.value} (${setting.from}).`;
};

type IpReason =
  | "other-host"
  | "bad-ip-header"
  | "bad-checksum"
  | "group-not-joined"
  | "martian-source"
  | "martian-destination"
  | "reverse-path"
  | "not-a-router"
  | "no-route"
  | "unreachable-route"
  | "prohibited-route"
  | "blackhole-route"
  | "ttl-expired"
  | "needs-fragmentation"
  | "unicast-in-broadcast-frame"
  | "reassembly-timeout"
  | "bad-fragment";

/** Whose MTU it is: a device's, that of a route, or what an outer header leaves of one. */
const mtuOrigin = (from = "route to the destination"): string =>
  from.replace(/ less (\d+)$/, ", less $1 for the outer header").replace(/^(\S+) mtu$/, "that of $1");

export const ipReasons: ReasonTellers<IpReason> = {
  "other-host": (ended) => ({
    title: "Is the frame for this machine? No",
    detail:
      "Its MAC address is another " +
      `machine's${ended.owner === undefined ? "" : `, ${ended.owner}'s`}: ` +
      `the switch sent ${text(ended)} here by that address, or to all as it did not know it. ` +
      "This machine does not take what is not addressed to it.",
  }),
  "bad-ip-header": (ended) => ({
    title: "Is the IP header sound? No",
    detail: `The header checksum of ${text(ended)} does not fit: it was damaged on its way.`,
  }),
  "bad-checksum": (ended) => ({
    title: "Does the checksum fit? No",
    detail:
      `What ${text(ended)} carries was damaged on its way, or its sender left the ` +
      "checksum to somebody else.",
  }),
  "group-not-joined": (ended) => ({
    title: `Has this machine joined the group ${ended.names.ip(ended.dst)}? No`,
    detail: `${text(ended)} came in${by(ended)}; nobody here listens to the group. Nothing is wrong.`,
  }),
  "martian-source": (ended) => ({
    title: `Can ${ended.names.ip(ended.src)} come from outside? No`,
    detail:
      (ended.decided?.field === "accept_local"
        ? `${ended.names.ip(ended.src)} is an address of ${ended.node} ` +
          `itself${ended.holder === undefined ? "" : `, on ${ended.holder}`}, and the ` +
          `packet claims to come from it${by(ended)}. `
        : `No host on a cable has ${ended.names.ip(ended.src)} as its address. `) +
      settingText(ended.decided),
  }),
  "martian-destination": (ended) => ({
    title: `Can ${ended.names.ip(ended.dst)} be asked for from outside? No`,
    detail:
      `It means this host itself, or nobody, and came in${by(ended)}. ${settingText(ended.decided)}`.trim(),
  }),
  "reverse-path": (ended) => ({
    title:
      ended.way === undefined
        ? `Is there a way back to ${ended.names.ip(ended.src)}? No`
        : `Does the way back to ${ended.names.ip(ended.src)} leave${by(ended)}? No`,
    detail:
      (ended.way === undefined
        ? `No route leads back to ${ended.names.ip(ended.src)}. `
        : `It leaves by ${ended.way.device}: ${routeText(ended.way, ended)}. `) + settingText(ended.decided),
  }),
  "not-a-router": (ended) => {
    const { names, dst, node, vip, decided } = ended;
    const isMissing = vip?.isServer === true;
    return {
      title: `Does ${node} pass on packets for others? No`,
      detail:
        `${names.ip(dst)} is no address of ${node}, and forwarding of ` +
        `${decided?.device ?? "this device"} is ${decided?.effective ?? 0}. ` +
        (isMissing
          ? `It is the virtual address of ${vip?.director}, and ${node} is a real server of ` +
            "it: the address is missing here."
          : "No error is sent: a host just ignores what is not for it."),
    };
  },
  "no-route": (ended) => ({
    title: `Is there a route to ${ended.names.ip(ended.dst)}? No`,
    detail:
      `No table of ${ended.node} has an entry for it, not even a default route.` +
      (ended.gateway === undefined
        ? ""
        : ` On the link, ${ended.gateway.node} ` +
          `(${ended.names.endpoint(ended.gateway.address)}) passes packets on.`),
  }),
  "unreachable-route": (ended) => ({
    title: `Does the route to ${ended.names.ip(ended.dst)} lead anywhere? No, unreachable`,
    detail: `${refusing(ended)} The sender is told: host unreachable.`,
  }),
  "prohibited-route": (ended) => ({
    title: `Does the route to ${ended.names.ip(ended.dst)} allow it? No, prohibit`,
    detail: `${refusing(ended)} The sender is told: administratively prohibited.`,
  }),
  "blackhole-route": (ended) => ({
    title: `Does the route to ${ended.names.ip(ended.dst)} lead anywhere? No, blackhole`,
    detail: `${refusing(ended)} Nobody is told.`,
  }),
  "ttl-expired": (ended) => ({
    title: "May the packet go one hop further? No",
    detail:
      `It came with TTL ${ended.packet?.ttl ?? 1}, and passing it on would make it 0. ` +
      "It has passed too many routers, goes in a circle, or began with a small TTL as traceroute's do.",
  }),
  "needs-fragmentation": (ended) => ({
    title: `Do ${ended.packet?.length ?? "so many"} bytes fit? No`,
    detail:
      `${text(ended)} has ${ended.packet?.length ?? "more"} bytes, the MTU is ` +
      `${ended.setting?.value ?? "smaller"} (${mtuOrigin(ended.setting?.from)}), ` +
      "and DF forbids to cut it. The sender is told by ICMP; what filters ICMP makes this a trap.",
  }),
  "unicast-in-broadcast-frame": (ended) => ({
    title: "Does the frame fit the packet? No",
    detail:
      `${text(ended)} is for one host, but the frame was for all${by(ended)}. ` +
      `${settingText(ended.decided)}`.trim(),
  }),
  "reassembly-timeout": (ended) => ({
    title: "Have all fragments come? No",
    detail:
      `Pieces of ${text(ended)} are missing after ${ended.setting?.value ?? "so many"} ` +
      `s (${ended.setting?.name ?? "ipfrag_time"}): what came is thrown away.`,
  }),
  "bad-fragment": (ended) => ({
    title: "Do the fragments fit together? No",
    detail: `They overlap or have wrong lengths: ${text(ended)} cannot be put together.`,
  }),
};
