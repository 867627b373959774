/** What a frame is, in English. */

import type { PacketWords } from "../packet-words.ts";

export const packet: PacketWords = {
  whoHas: (address) => `who has ${address}?`,
  tell: (address) => `tell ${address}`,
  isAt: (address, machine) => `${address} is at ${machine}`,
  announces: (address, machine) => `${address} is at ${machine}, unasked`,
  probes: (address) => `does anybody have ${address}?`,
  ping: "ping",
  pong: "ping reply",
  unreachable: {
    net: "network unreachable",
    host: "host unreachable",
    protocol: "protocol unreachable",
    port: "port unreachable",
    prohibited: "prohibited",
    other: "unreachable",
  },
  tooBig: (mtu) => `too big, MTU is ${mtu}`,
  redirect: (gateway) => `redirect: use ${gateway}`,
  ttlExpired: "TTL has run out",
  icmpOther: (type, code) => `ICMP type ${type}, code ${code}`,
  fragment: (offset) => (offset === 0 ? "first fragment" : `fragment from byte ${offset}`),
  bytes: (count) => (count === 1 ? "1 byte" : `${count} bytes`),
  syncMessage: (records) => (records === 1 ? "sync: 1 connection" : `sync: ${records} connections`),
  joinsGroups: "joins groups",
  advertisement: (router, priority) => `VRRP ${router}, priority ${priority}`,
};
