/** The words of the menu of breakpoints in English. */

import type { StopWords, ValueKind } from "../stop-words.ts";

const values: Readonly<Record<ValueKind, string>> = {
  address: "an address such as 10.0.0.10, or a network such as 10.0.0.0/24",
  mac: "a MAC address such as 02:00:00:00:04:00",
  number: "a number",
  flags: "TCP flags such as SYN or SYN+ACK",
  protocol: "a protocol: tcp, udp, icmp, or a number",
};

export const stops: StopWords = {
  title: "Playing stops …",
  drop: "when a packet or frame is dropped",
  pick: "when a scheduler picks a server",
  vip: (addresses) =>
    addresses.length === 0
      ? "when somebody answers ARP for a virtual address (there is none yet)"
      : `when somebody answers ARP for ${addresses.join(", ")}`,
  fields: "when a frame arrives with",
  example: "tcp.dst == 80",
  add: "Add",
  remove: (condition) => `Remove ${condition}`,
  mistakes: {
    empty: "Write a field, a comparison and a value: ip.dst == 10.0.0.10",
    notACondition: (text) =>
      `“${text}” is no condition. Write a field, a comparison and a value: ip.ttl < 64`,
    noSuchField: (field, known) => `There is no field ${field}. Fields are ${known.join(", ")}.`,
    badValue: (field, value, expected) =>
      `${field} is compared with ${values[expected]}; “${value}” is none.`,
    noOrder: (field, comparison) => `${field} can be equal (==) or not (!=), but not ${comparison}.`,
    known: "Playing stops there already.",
  },
};
