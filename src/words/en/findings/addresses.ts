/** What the doctor finds about addresses and ARP, in English. */

import type { FindingTellers } from "#words/finding-words";
import { list, setting } from "./setting.ts";

export const addresses = {
  "arp-answers-vip": {
    title: "A real server answers ARP for the virtual address",
    consequence: ({ vip, holder, device, asker, director, setting: ignore, onLoopback }, node) => {
      const why =
        holder === device
          ? `${vip} is on ${device} itself, where arp_ignore ${ignore.value} does not silence it`
          : setting(ignore);
      const lo = onLoopback > 0 && ignore.value === 0 ? "; the value of lo does not count here" : "";
      return [
        `When ${asker} asks who has ${vip}, ${node} answers as ${director} does: ${why}${lo}. If its`,
        `answer wins, every request goes to ${node} and past the director.`,
      ].join(" ");
    },
    cure: ({ vip, holder, device }, node) =>
      holder === device
        ? `${node} keeps ${vip} on lo, and is silent about what is not on the device that is asked`
        : `${node} answers only for addresses of the device that is asked`,
  },
  "arp-announce-leak": {
    title: "A real server asks in the name of the virtual address",
    consequence: ({ vip, asked, believer, setting: announce }, node) =>
      [
        `To answer a client, ${node} asks who has ${asked} and names ${vip} as the asker, for`,
        `${setting(announce)}. ${believer} takes that for news, and from then on sends requests for`,
        `${vip} to ${node}.`,
      ].join(" "),
    cure: (_, node) => `${node} asks by an address of the device that it asks on`,
  },
  "director-keeps-silent": {
    title: "The director keeps silent about the virtual address",
    consequence: ({ vip, holder, device, asker, setting: ignore }, node) =>
      [
        `${vip} is on ${holder} of ${node}, and ${setting(ignore)}: when ${asker} asks for it on`,
        `${device}, nobody answers. The setting is meant for real servers.`,
      ].join(" "),
    cure: ({ vip, device }) => `${vip} is on ${device}, the device that is asked`,
  },
  "arp-rule-eats": {
    title: "A rule of arptables drops the question",
    consequence: ({ address, rule, asker }, node) =>
      [
        `${asker} asks who has ${address}; ${node} has it, and its rule ${rule} drops the question.`,
        "Nobody answers, and nothing is sent.",
      ].join(" "),
    cure: (_, node) => `${node} hears the question`,
  },
  "vip-on-lo-wide": {
    title: "The virtual address on lo is wider than /32",
    consequence: ({ prefix, swallowed }, node) => {
      const others = list(swallowed.map((other) => `${other.node} (${other.address})`));
      return [
        `On a loopback device a whole prefix is local: with ${prefix} on lo, ${node} takes ${others} for`,
        "itself, and what it sends to them never leaves it.",
      ].join(" ");
    },
    cure: ({ vip }, node) => `${node} has ${vip} alone as its own`,
  },
  "vip-missing": {
    title: "A real server does not have the virtual address",
    consequence: ({ vip, destination, method }, node) =>
      [
        `${method === "direct" ? "Direct routing" : "Tunnelling"} does not change the destination: what`,
        `reaches ${node} (${destination}) is for ${vip}, which is no address of ${node}. It drops such`,
        "packets, or passes them on.",
      ].join(" "),
    cure: ({ vip }, node) => `${node} has ${vip}, and keeps silent about it`,
  },
  "vip-not-on-director": {
    title: "No director has the virtual address",
    consequence: ({ service, vip }, node) =>
      [
        `${node} has the service ${service}, but ${vip} is no address of it: nobody answers ARP for it,`,
        "and no packet for it is delivered here.",
      ].join(" "),
    cure: ({ vip }, node) => `${node} takes packets for ${vip} as its own`,
  },
  "device-down": {
    title: "A device is down",
    consequence: ({ address, device, asker }, node) =>
      `${address} is on ${device} of ${node}, which is down: ${asker} asks for it, and nobody answers.`,
    cure: ({ device }, node) => `${device} of ${node} takes and sends`,
  },
  "server-is-vip": {
    title: "The virtual address is its own real server",
    consequence: ({ service, destination }, node) =>
      [
        `${service} has ${destination} as a server: that is ${node} itself, and no program of it listens`,
        "there. Whoever is given to it is refused.",
      ].join(" "),
    cure: ({ service, destination }) => `${service} no longer has ${destination}`,
  },
  "server-missing": {
    title: "Nobody has the address of a server",
    consequence: ({ service, destination, address }, node) =>
      [
        `${service} has the server ${destination}, but no machine has ${address}. ${node} gives clients`,
        "to it all the same: IPVS does not look whether a server lives.",
      ].join(" "),
    cure: ({ service, destination }) => `${service} no longer has ${destination}`,
  },
  "duplicate-address": {
    title: "Two machines have the same address",
    consequence: ({ address, other, device }, node) =>
      [
        `${other} and ${node} (${device}) both answer for ${address}: whom the others believe is chance,`,
        "and changes.",
      ].join(" "),
    cure: ({ address }, node) => `${node} no longer has ${address}`,
  },
  "wrong-netmask": {
    title: "A prefix is too short",
    consequence: ({ prefix, device, target, owner, length }, node) =>
      [
        `With ${prefix} on ${device}, ${node} takes ${target} for a neighbour and asks on the link for`,
        `it. ${owner} has it, on another link, and does not hear. The others on the link have /${length}.`,
      ].join(" "),
    cure: ({ length }, node) => `${node} has the prefix length ${length} of its link, and its gateway again`,
  },
} satisfies Partial<FindingTellers>;
