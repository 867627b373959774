/**
 * What a command line says of a rule: the rule for the kernel, its words for `iptables -S`, its columns for
 * listings.
 */

import type { AddressTest, DeviceTest, Match, RuleSpec, Target } from "#sim/stack/netfilter/rule";
import { formatIpv4, type Ipv4Address, lengthOfMask, maskOf, parseIpv4 } from "#sim/wire/address";
import type { CoreValue, Line, Named } from "./command-line.ts";
import { type Built, bang, isRefusal, numberOf, type Refusal, type RuleFrame, refuse } from "./extension.ts";
import { protocolName, protocolNumber } from "./names.ts";

/** One column of a listing as numbers, and by names. */
export interface Cell {
  readonly numeric: string;
  readonly named: string;
}

export interface RuleColumns {
  readonly target: string;
  /** With the sign of inversion before it. */
  readonly protocol: Cell;
  readonly options: string;
  readonly input: string;
  readonly output: string;
  readonly source: Cell;
  readonly destination: Cell;
  /** What the matches and the target say. */
  readonly extras: readonly Cell[];
  readonly isGoto: boolean;
}

/** A rule with what its tool has to say about it. */
export interface WordedRule {
  readonly spec: RuleSpec;
  /** The words before the target, and from it on. */
  readonly conditions: string;
  readonly action: string;
  readonly columns: RuleColumns;
}

/** The rules of a line: several where a source or destination is a list. */
export function rulesOf(line: Line): readonly WordedRule[] | Refusal {
  const frame = frameOf(line);
  const sources = addressesOf(line.core.get("s"));
  if (isRefusal(sources)) return sources;
  const destinations = addressesOf(line.core.get("d"));
  if (isRefusal(destinations)) return destinations;
  const built = buildAll(line.matches, frame);
  if (isRefusal(built)) return built;
  const target = targetOf(line, frame);
  if (isRefusal(target)) return target;
  return sources.flatMap((source) =>
    destinations.map((destination) => wordedRule(line, { source, destination, matches: built, target })),
  );
}

function frameOf({ core }: Line): RuleFrame {
  const protocol = core.get("p");
  return {
    protocol: protocolNumber(protocol?.value ?? "0") ?? 0,
    protocolIsInverted: protocol?.isInverted ?? false,
  };
}

/** The tests for a list of addresses; `undefined` in it: any address. */
function addressesOf(core: CoreValue | undefined): readonly (AddressTest | undefined)[] | Refusal {
  if (core === undefined) return [undefined];
  const tests = [];
  for (const text of core.value.split(",")) {
    const test = addressOf(text, core.isInverted);
    if (test !== undefined && isRefusal(test)) return test;
    tests.push(test);
  }
  return tests;
}

function addressOf(text: string, isInverted: boolean): AddressTest | undefined | Refusal {
  const [head = "", tail] = text.split("/");
  const address = parseIpv4(head);
  if (address === undefined) return refuse(`host/network \`${head}' not found`);
  const mask = tail === undefined ? maskOf(32) : maskFrom(tail);
  if (mask === undefined) return refuse(`invalid mask \`${tail}' specified`);
  if (mask === 0 && !isInverted) return undefined;
  return { address: ((address & mask) >>> 0) as Ipv4Address, mask, isInverted };
}

function maskFrom(text: string): Ipv4Address | undefined {
  if (text.includes(".")) return parseIpv4(text);
  const length = numberOf(text);
  return length === undefined || length > 32 ? undefined : maskOf(length);
}

interface BuiltMatch {
  readonly name: string;
  readonly built: Built<Match>;
}

function buildAll(named: readonly Named<Match>[], frame: RuleFrame): readonly BuiltMatch[] | Refusal {
  const all: BuiltMatch[] = [];
  for (const { extension, given } of named) {
    const built = extension.build(given, frame);
    if (isRefusal(built)) return built;
    all.push({ name: extension.name, built });
  }
  return all;
}

interface BuiltTarget {
  readonly means: Target;
  readonly words: string;
  readonly column: string;
  readonly listed: Cell | undefined;
}

function targetOf({ target, jump }: Line, frame: RuleFrame): BuiltTarget | Refusal {
  if (jump !== undefined) {
    const means = { kind: "chain", ...jump } as const;
    return {
      means,
      words: `${jump.isGoto ? "-g" : "-j"} ${jump.chain}`,
      column: jump.chain,
      listed: undefined,
    };
  }
  if (target === undefined) return { means: { kind: "count" }, words: "", column: "", listed: undefined };
  const { name } = target.extension;
  const built = target.extension.build(target.given, frame);
  if (isRefusal(built)) return built;
  // The kernel has one target for both.
  const column = name === "NOTRACK" ? "CT" : name;
  return { means: built.means, words: joined(`-j ${name}`, built.words), column, listed: built.listed };
}

const joined = (...words: readonly string[]): string => words.filter((word) => word !== "").join(" ");

interface RuleParts {
  readonly source: AddressTest | undefined;
  readonly destination: AddressTest | undefined;
  readonly matches: readonly BuiltMatch[];
  readonly target: BuiltTarget;
}

function wordedRule(line: Line, { source, destination, matches, target }: RuleParts): WordedRule {
  const { core } = line;
  const frame = frameOf(line);
  const input = deviceOf(core.get("i"));
  const output = deviceOf(core.get("o"));
  const fragment = core.get("f");
  const conditions = joined(
    addressWords("-s", source),
    addressWords("-d", destination),
    deviceWords("-i", input),
    deviceWords("-o", output),
    frame.protocol === 0 ? "" : `${bang(frame.protocolIsInverted)}-p ${protocolName(frame.protocol)}`,
    fragment === undefined ? "" : `${bang(fragment.isInverted)}-f`,
    ...matches.map(({ name, built }) => joined(`-m ${name}`, built.words)),
  );
  const { protocol, protocolIsInverted } = frame;
  return {
    spec: {
      source,
      destination,
      input,
      output,
      protocol: protocol === 0 ? undefined : { number: protocol, isInverted: protocolIsInverted },
      fragment: fragment === undefined ? undefined : { wanted: !fragment.isInverted },
      matches: matches.map(({ built }) => built.means),
      target: target.means,
      text: joined(conditions, target.words),
    },
    conditions,
    action: target.words,
    columns: {
      target: target.column,
      protocol: protocolCell(frame),
      options: fragment === undefined ? "--" : fragment.isInverted ? "!f" : "-f",
      input: deviceText(input),
      output: deviceText(output),
      source: addressCell(source),
      destination: addressCell(destination),
      extras: [
        ...matches.map(({ built }) => built.listed),
        ...(target.listed === undefined ? [] : [target.listed]),
      ],
      isGoto: line.jump?.isGoto ?? false,
    },
  };
}

function protocolCell({ protocol, protocolIsInverted }: RuleFrame): Cell {
  const sign = protocolIsInverted ? "!" : " ";
  return { numeric: `${sign}${protocol}`, named: `${sign}${protocolName(protocol)}` };
}

function deviceOf(core: CoreValue | undefined): DeviceTest | undefined {
  if (core === undefined || core.value === "+") return undefined;
  const isPrefix = core.value.endsWith("+");
  const name = isPrefix ? core.value.slice(0, -1) : core.value;
  return { name, isPrefix, isInverted: core.isInverted };
}

const deviceName = ({ name, isPrefix }: DeviceTest): string => `${name}${isPrefix ? "+" : ""}`;

const deviceWords = (option: string, test: DeviceTest | undefined): string =>
  test === undefined ? "" : `${bang(test.isInverted)}${option} ${deviceName(test)}`;

/** Empty where any device will do. */
const deviceText = (test: DeviceTest | undefined): string =>
  test === undefined ? "" : `${test.isInverted ? "!" : ""}${deviceName(test)}`;

function maskText(mask: Ipv4Address): string {
  const length = lengthOfMask(mask);
  return length === undefined ? formatIpv4(mask) : `${length}`;
}

const addressWords = (option: string, test: AddressTest | undefined): string =>
  test === undefined
    ? ""
    : `${bang(test.isInverted)}${option} ${formatIpv4(test.address)}/${maskText(test.mask)}`;

function addressCell(test: AddressTest | undefined): Cell {
  if (test === undefined) return { numeric: " 0.0.0.0/0", named: " anywhere" };
  const mask = maskText(test.mask);
  const text = `${test.isInverted ? "!" : " "}${formatIpv4(test.address)}${mask === "32" ? "" : `/${mask}`}`;
  return { numeric: text, named: text };
}
