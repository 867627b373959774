/**
 * `-m ipvs`: packets that IPVS has dealt with, by the virtual service of their connection.
 */

import type { IpvsMethod, IpvsTest, Match, RangeTest } from "#sim/stack/netfilter/rule";
import { formatIpv4, maskOf, networkOf, parseCidr } from "#sim/wire/address";
import {
  type Built,
  both,
  type Extension,
  type GivenOption,
  isRefusal,
  optionOf,
  portsOf,
  type Refusal,
  refuse,
} from "./extension.ts";
import { protocolNumber } from "./names.ts";

/** One thing asked, with its words for `-S`; listings leave out the dashes. */
interface Part<Meaning> {
  readonly means: Meaning;
  readonly text: string;
  readonly isInverted: boolean;
}

type Reading<Meaning> = Part<Meaning> | Refusal | undefined;

const part = <Meaning>({ isInverted }: GivenOption, means: Meaning, text: string): Part<Meaning> => ({
  means,
  text,
  isInverted,
});

function portPart(given: readonly GivenOption[], name: "vport" | "vportctl"): Reading<RangeTest> {
  const option = optionOf(given, name);
  if (option === undefined) return undefined;
  const ports = portsOf(option.values[0] ?? "", "tcp");
  if (isRefusal(ports)) return ports;
  return part(option, { ...ports, isInverted: option.isInverted }, `${name} ${ports.from}`);
}

function protocolPart(given: readonly GivenOption[]): Reading<IpvsTest["protocol"]> {
  const option = optionOf(given, "vproto");
  if (option === undefined) return undefined;
  const number = protocolNumber(option.values[0] ?? "");
  if (number === undefined) return refuse(`unknown protocol "${option.values[0]}" specified`);
  return part(option, { number, isInverted: option.isInverted }, `vproto ${number}`);
}

function addressPart(given: readonly GivenOption[]): Reading<IpvsTest["address"]> {
  const option = optionOf(given, "vaddr");
  if (option === undefined) return undefined;
  const prefix = parseCidr(option.values[0] ?? "");
  if (prefix === undefined) return refuse(`host/network \`${option.values[0]}' not found`);
  const address = networkOf(prefix.address, prefix.length);
  const length = prefix.length === 32 ? "" : `/${prefix.length}`;
  const test = { address, mask: maskOf(prefix.length), isInverted: option.isInverted };
  return part(option, test, `vaddr ${formatIpv4(address)}${length}`);
}

function directionPart(given: readonly GivenOption[]): Reading<IpvsTest["direction"]> {
  const option = optionOf(given, "vdir");
  if (option === undefined) return undefined;
  const word = (option.values[0] ?? "").toUpperCase();
  if (word !== "ORIGINAL" && word !== "REPLY")
    return refuse(`Bad value for option "--vdir": "${option.values[0]}"`);
  return part(option, { isReply: word === "REPLY" }, `vdir ${word}`);
}

const methods: readonly IpvsMethod[] = ["GATE", "IPIP", "MASQ"];

function methodPart(given: readonly GivenOption[]): Reading<IpvsTest["method"]> {
  const option = optionOf(given, "vmethod");
  if (option === undefined) return undefined;
  const name = methods.find((method) => method === (option.values[0] ?? "").toUpperCase());
  if (name === undefined) return refuse(`Bad value for option "--vmethod": "${option.values[0]}"`);
  return part(option, { name, isInverted: option.isInverted }, `vmethod ${name}`);
}

function memberPart(given: readonly GivenOption[]): Reading<IpvsTest["isMember"]> {
  const option = optionOf(given, "ipvs");
  return option === undefined ? undefined : part(option, { wanted: !option.isInverted }, "ipvs");
}

const oneValue = (name: string) => ({ names: [name], takes: 1 }) as const;

export const ipvs: Extension<Match> = {
  name: "ipvs",
  options: [
    { names: ["ipvs"], takes: 0 },
    ...["vproto", "vaddr", "vport", "vdir", "vmethod", "vportctl"].map(oneValue),
  ],
  build(given): Built<Match> | Refusal {
    if (given.length === 0) return refuse("IPVS: At least one option is required");
    const isMember = memberPart(given);
    const protocol = protocolPart(given);
    const address = addressPart(given);
    const port = portPart(given, "vport");
    const direction = directionPart(given);
    const method = methodPart(given);
    const controlPort = portPart(given, "vportctl");
    const readings = [isMember, protocol, address, port, direction, method, controlPort];
    const problem = readings.find((reading) => reading !== undefined && isRefusal(reading));
    if (problem !== undefined && isRefusal(problem)) return problem;
    const parts = readings.filter(
      (reading) => reading !== undefined && !isRefusal(reading),
    ) as readonly Part<unknown>[];
    const test: IpvsTest = {
      isMember: meaningOf(isMember),
      protocol: meaningOf(protocol),
      address: meaningOf(address),
      port: meaningOf(port),
      direction: meaningOf(direction),
      method: meaningOf(method),
      controlPort: meaningOf(controlPort),
    };
    const say = (dashes: string): string =>
      parts.map(({ text, isInverted }) => `${isInverted ? "! " : ""}${dashes}${text}`).join(" ");
    return { means: { kind: "ipvs", test }, words: say("--"), listed: both(say("")) };
  },
};

const meaningOf = <Meaning>(reading: Reading<Meaning>): Meaning | undefined =>
  reading === undefined || isRefusal(reading) ? undefined : reading.means;
