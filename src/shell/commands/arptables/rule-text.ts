/**
 * A rule of arptables in words: one line, target first, as listings and arptables-save print it.
 */

import type { ArpChanges, ArpRuleSpec, MacTest, NumberTest } from "#sim/stack/netfilter/arp-rule";
import type { AddressTest, DeviceTest } from "#sim/stack/netfilter/rule";
import { formatIpv4, formatMac, lengthOfMask, type MacAddress } from "#sim/wire/address";
import { operationName } from "./rule-options.ts";

/** How a rule is to look. */
export interface RuleStyle {
  /** Numbers for operations and types (`-n`, and always where rules are saved). */
  readonly isNumeric: boolean;
  /** Devices are named where any will do, too (`-v`). */
  readonly showsDevices: boolean;
  /** What Ethernet always has is left out: the newer tool does that. */
  readonly hidesEthernet: boolean;
}

type Conditions = Omit<ArpRuleSpec, "text">;

/** All words of a rule, without a blank at the end. */
export function ruleText(spec: Conditions, style: RuleStyle): string {
  const { target } = spec;
  const mangling = target.kind === "mangle" ? manglingWords(target.changes) : [];
  const words = [targetWords(spec), ...conditionWords(spec, style), ...mangling];
  return words.filter((word) => word !== "").join(" ");
}

function targetWords({ target }: Conditions): string {
  switch (target.kind) {
    case "count":
      return "";
    case "chain":
      return `-j ${target.chain}`;
    case "mangle":
      return "-j mangle";
    case "accept":
    case "drop":
    case "return":
      return `-j ${target.kind.toUpperCase()}`;
  }
}

function conditionWords(spec: Conditions, style: RuleStyle): readonly string[] {
  const { isNumeric, hidesEthernet } = style;
  const { hardwareLength, hardwareType, operation, protocolType } = spec;
  const isHidden = (test: NumberTest | undefined, usual: number): boolean =>
    hidesEthernet && test?.value === usual && !test.isInverted;
  const type = (value: number): string => (isNumeric || value !== 1 ? `${value}` : "Ethernet");
  const ether = (value: number): string =>
    isNumeric || value !== 0x800 ? `0x${value.toString(16)}` : "IPv4";
  return [
    deviceWords("-i", spec.input, style),
    deviceWords("-o", spec.output, style),
    addressWords("-s", spec.sender),
    addressWords("-d", spec.receiver),
    macWords("--src-mac", spec.senderMac),
    macWords("--dst-mac", spec.receiverMac),
    isHidden(hardwareLength, 6) ? "" : numberWords("--h-length", hardwareLength, String),
    numberWords("--opcode", operation, isNumeric ? String : operationName),
    isHidden(hardwareType, 1) ? "" : numberWords("--h-type", hardwareType, type),
    numberWords("--proto-type", protocolType, ether),
  ];
}

const bang = (isInverted: boolean): string => (isInverted ? "! " : "");

function deviceWords(option: string, test: DeviceTest | undefined, style: RuleStyle): string {
  const { showsDevices, isNumeric } = style;
  if (test === undefined) return showsDevices ? `${option} ${isNumeric ? "*" : "any"}` : "";
  return `${bang(test.isInverted)}${option} ${test.name}${test.isPrefix ? "+" : ""}`;
}

function addressWords(option: string, test: AddressTest | undefined): string {
  if (test === undefined) return "";
  const length = lengthOfMask(test.mask);
  const mask = length === 32 ? "" : `/${length ?? formatIpv4(test.mask)}`;
  return `${bang(test.isInverted)}${option} ${formatIpv4(test.address)}${mask}`;
}

const everyBit = 0xffffffffffff as MacAddress;

function macWords(option: string, test: MacTest | undefined): string {
  if (test === undefined) return "";
  const mask = test.mask === everyBit ? "" : `/${formatMac(test.mask)}`;
  return `${bang(test.isInverted)}${option} ${formatMac(test.mac)}${mask}`;
}

const numberWords = (option: string, test: NumberTest | undefined, say: (value: number) => string): string =>
  test === undefined ? "" : `${bang(test.isInverted)}${option} ${say(test.value)}`;

function manglingWords(changes: ArpChanges): readonly string[] {
  const { senderIp, senderMac, targetIp, targetMac, fate } = changes;
  return [
    senderIp === undefined ? "" : `--mangle-ip-s ${formatIpv4(senderIp)}`,
    senderMac === undefined ? "" : `--mangle-mac-s ${formatMac(senderMac)}`,
    targetIp === undefined ? "" : `--mangle-ip-d ${formatIpv4(targetIp)}`,
    targetMac === undefined ? "" : `--mangle-mac-d ${formatMac(targetMac)}`,
    fate === "accept" ? "" : `--mangle-target ${fate.toUpperCase()}`,
  ];
}
