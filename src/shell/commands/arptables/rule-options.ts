/**
 * The options of arptables that say what a rule is about, and the reading of their values.
 */

import type { ArpRuleSpec, MacTest, NumberTest } from "#sim/stack/netfilter/arp-rule";
import type { AddressTest, DeviceTest } from "#sim/stack/netfilter/rule";
import { type Ipv4Address, type MacAddress, maskOf, parseIpv4, parseMac } from "#sim/wire/address";

/** What a value means; `refusal` where it means nothing. */
export type Read<Meaning> = { readonly means: Meaning } | { readonly refusal: string };

export function readAddress(text: string, isInverted: boolean): Read<AddressTest> {
  const [head = "", tail] = text.split("/");
  const address = parseIpv4(head);
  if (address === undefined) return { refusal: `host/network \`${head}' not found` };
  const mask = maskFrom(tail ?? "32");
  if (mask === undefined) return { refusal: `invalid mask \`${tail}' specified` };
  return { means: { address: ((address & mask) >>> 0) as Ipv4Address, mask, isInverted } };
}

function maskFrom(text: string): Ipv4Address | undefined {
  if (text.includes(".")) return parseIpv4(text);
  return /^\d{1,2}$/.test(text) && Number(text) <= 32 ? maskOf(Number(text)) : undefined;
}

const everyBit = 0xffffffffffff as MacAddress;

const macKinds: ReadonlyMap<string, MacTest> = new Map([
  ["unicast", { mac: 0 as MacAddress, mask: 0x010000000000 as MacAddress, isInverted: false }],
  ["multicast", { mac: 0x010000000000 as MacAddress, mask: 0x010000000000 as MacAddress, isInverted: false }],
  ["broadcast", { mac: everyBit, mask: everyBit, isInverted: false }],
]);

export function readMac(text: string, isInverted: boolean, which: "source" | "destination"): Read<MacTest> {
  const kind = macKinds.get(text.toLowerCase());
  if (kind !== undefined) return { means: { ...kind, isInverted } };
  const [head = "", tail] = text.split("/");
  const mac = parseMac(head);
  const mask = tail === undefined ? everyBit : parseMac(tail);
  if (mac === undefined || mask === undefined) {
    return { refusal: `Problem with specified ${which} mac` };
  }
  return { means: { mac, mask, isInverted } };
}

export function readDevice(text: string, isInverted: boolean): DeviceTest {
  const isPrefix = text.endsWith("+");
  return { name: isPrefix ? text.slice(0, -1) : text, isPrefix, isInverted };
}

/** Operations by number and name. */
const operations = [
  "Request",
  "Reply",
  "Request_Reverse",
  "Reply_Reverse",
  "DRARP_Request",
  "DRARP_Reply",
  "DRARP_Error",
  "InARP_Request",
  "ARP_NAK",
];

export const operationName = (value: number): string => operations[value - 1] ?? `${value}`;

function numberOf(text: string): number | undefined {
  return /^(?:0x[0-9a-f]+|\d+)$/i.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}

/** What numbers can be asked of a message, with the names of values and the complaint about others. */
export const numberOptions = {
  operation: {
    named: (text: string) => operations.findIndex((name) => name.toLowerCase() === text.toLowerCase()) + 1,
    complaint: "Problem with specified opcode",
  },
  hardwareType: {
    named: (text: string) => (text.toLowerCase() === "ethernet" ? 1 : 0),
    complaint: "Problem with specified hardware type",
  },
  hardwareLength: { named: () => 0, complaint: "Problem with specified hardware length" },
  protocolType: {
    named: (text: string) => (text.toLowerCase() === "ipv4" ? 0x800 : 0),
    complaint: "Problem with specified protocol type",
  },
} as const;

export function readNumber(
  option: keyof typeof numberOptions,
  text: string,
  isInverted: boolean,
): Read<NumberTest> {
  const { named, complaint } = numberOptions[option];
  const value = named(text) || numberOf(text);
  return value === undefined ? { refusal: complaint } : { means: { value, isInverted } };
}

/** What is asked of a message before anything is said. */
export const noConditions: Omit<ArpRuleSpec, "target" | "text"> = {
  sender: undefined,
  receiver: undefined,
  input: undefined,
  output: undefined,
  senderMac: undefined,
  receiverMac: undefined,
  operation: undefined,
  hardwareType: undefined,
  hardwareLength: undefined,
  protocolType: undefined,
};
