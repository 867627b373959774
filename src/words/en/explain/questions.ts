/** The questions between events, and their answers, in English. */

import type { QuestionTellers } from "#words/explain-words";
import { settingText } from "./settings.ts";

export const questions: QuestionTellers = {
  "own-address": ({ address, holder }, { names }) => ({
    title: `Is ${names.ip(address)} mine? Yes`,
    detail: `local table: ${names.ip(address)} dev ${holder}. Addresses belong to the host, not to a device.`,
  }),
  "arp-ignore": ({ address, device }, { names, decided, holder }) => ({
    title: "arp_ignore lets me answer",
    detail:
      `${names.ip(address)} is on ${holder ?? device}; ${device}, which is asked, ` +
      `counts. ${settingText(decided)}` +
      (holder === undefined || holder === device ? "" : ` ${holder} is never looked at.`),
  }),
  proxy: ({ address, behind }, { names, decided }) => ({
    title: `Is ${names.ip(address)} mine? No, but I answer for it`,
    detail:
      `It is behind ${behind}. ` +
      (decided === undefined ? "A single address was added with ip neigh add proxy." : settingText(decided)),
  }),
  "arp-announce": ({ device, chosen, waiting }, { names, decided }) => ({
    title: `As whom is asked? ${names.ip(chosen)}`,
    detail:
      settingText(decided) +
      (waiting === undefined
        ? ` No packet waits: ${names.ip(chosen)} is the best address of ${device}.`
        : waiting === chosen
          ? ` The packet that waits has the source ${names.ip(waiting)}, and it is named.`
          : ` The packet that waits has the source ${names.ip(waiting)}; ${names.ip(chosen)} ` +
            `of ${device} is named instead.`),
  }),
  neighbour: ({ address: raw, mac, state, device }, { names, owner, vip }) => {
    const address = names.endpoint(raw);
    return {
      title: `Which MAC address has ${address}? ${names.mac(mac)}`,
      detail:
        `neighbour table: ${address} dev ${device} ` +
        `${state}${owner === undefined ? "" : `; that is ${owner}`}.` +
        (vip === undefined || owner === undefined || owner === vip.director || vip.address !== raw
          ? ""
          : ` ${address} is the virtual address of ${vip.director}: the packet passes the director by.`),
    };
  },
  service: ({ service, scheduler }, { names }) => ({
    title: "Is it for a virtual service? Yes",
    detail:
      `${names.endpoint(service)}, scheduler ${scheduler}. No entry fits the packet: ` +
      "it begins a connection.",
  }),
  "known-entry": ({ destination }, { names }) => ({
    title: "Is the connection known? Yes",
    detail: `Its entry leads to ${names.endpoint(destination)}: no scheduler is asked.`,
  }),
};
