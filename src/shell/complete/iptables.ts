/**
 * Arguments of iptables: commands, the options that go with the one that was given, chains, targets, matches
 * and their own options, devices and addresses.
 */

import type { Generation } from "#sim/stack/netfilter/netfilter";
import type { TableName } from "#sim/stack/netfilter/rule";
import { baseChains, viewOf } from "#sim/stack/netfilter/tables";
import type { ExtensionOption } from "../commands/iptables/extension.ts";
import {
  type CommandLetter,
  commandOptions,
  coreOptions,
  goesWith,
} from "../commands/iptables/line-options.ts";
import { impliedBy } from "../commands/iptables/match-transport.ts";
import { protocolName, protocolNames, protocolNumber } from "../commands/iptables/names.ts";
import { matches, targets } from "../commands/iptables/registry.ts";
import type { Asking } from "./asking.ts";
import { type Choice, choice } from "./completion.ts";
import { addresses, choicesFor, deviceNames } from "./kinds.ts";

/** What a word is expected to be: the value of an option, or the chain of a command. */
type Wanted =
  | { readonly kind: "core"; readonly letter: string }
  | { readonly kind: "chain" | "policy" }
  | { readonly kind: "extension"; readonly option: ExtensionOption };

interface Read {
  command: CommandLetter | undefined;
  readonly core: Map<string, string>;
  wanted: Wanted[];
}

/** Reads the words so far; what is wanted next is left in `wanted`. */
function readSoFar(words: readonly string[]): Read {
  const read: Read = { command: undefined, core: new Map(), wanted: [] };
  for (const word of words) {
    const [wanted] = read.wanted;
    const isValue = wanted !== undefined && !word.startsWith("-");
    read.wanted = isValue ? read.wanted.slice(1) : [];
    if (isValue && wanted.kind === "core") read.core.set(wanted.letter, word);
    else if (!isValue && word.startsWith("--")) readLong(read, word.slice(2));
    else if (!isValue && word.startsWith("-")) for (const letter of word.slice(1)) readLetter(read, letter);
  }
  return read;
}

function readLetter(read: Read, letter: string): void {
  const command = commandOptions.find((option) => option.letter === letter);
  if (command !== undefined) {
    read.command = command.letter;
    read.wanted = letter === "P" ? [{ kind: "chain" }, { kind: "policy" }] : [{ kind: "chain" }];
    return;
  }
  const core = coreOptions.find((option) => option.letter === letter && letter !== "0");
  if (core?.takes === true) read.wanted = [{ kind: "core", letter }];
}

function readLong(read: Read, name: string): void {
  const own = extensionOptions(read).find(({ names }) => names.includes(name));
  const known = [...commandOptions, ...coreOptions].find(({ long }) => long.includes(name));
  if (own !== undefined) read.wanted = Array.from({ length: own.takes }, () => extensionValue(own));
  else if (known !== undefined) readLetter(read, known.letter);
}

const extensionValue = (option: ExtensionOption): Wanted => ({ kind: "extension", option });

/** The options of the matches and the target that were named, and of the match that the protocol brings. */
function extensionOptions({ core }: Read): readonly ExtensionOption[] {
  const named = [matches.get(core.get("m") ?? ""), targets.get(core.get("j") ?? "")];
  const implied = impliedBy.get(protocolNumber(core.get("p") ?? "") ?? 0);
  return [...named, implied].flatMap((extension) => extension?.options ?? []);
}

const choicesWith =
  (generation: Generation) =>
  (asking: Asking): Choice[] => {
    const read = readSoFar(asking.words.slice(1));
    const [wanted] = read.wanted;
    const values = wanted === undefined ? [] : valuesOf(wanted, read, { asking, generation });
    return asking.prefix.startsWith("-") || wanted === undefined
      ? [...values, ...optionChoices(read)]
      : values;
  };

/** What the next word of iptables may be. */
export const iptablesChoices = choicesWith("nft");
export const iptablesLegacyChoices = choicesWith("legacy");

function optionChoices(read: Read): Choice[] {
  const { command } = read;
  const core = coreOptions.filter(({ letter }) =>
    command === undefined ? letter === "t" : goesWith(command, letter) && !read.core.has(letter),
  );
  const own = command === undefined ? [] : extensionOptions(read);
  const letters = [...(command === undefined ? commandOptions : []), ...core];
  return [
    ...letters.flatMap(({ letter, long }) => [
      ...(letter === "0" ? [] : [choice(`-${letter}`)]),
      ...long.map((name) => choice(`--${name}`)),
    ]),
    ...own.flatMap(({ names }) => names.map((name) => choice(`--${name}`))),
  ];
}

interface Where {
  readonly asking: Asking;
  readonly generation: Generation;
}

function valuesOf(wanted: Wanted, read: Read, where: Where): Choice[] {
  switch (wanted.kind) {
    case "chain":
      return chainsOf(read, where).map(({ name }) => choice(name));
    case "policy":
      return ["ACCEPT", "DROP"].map(choice);
    case "extension": {
      const { values = [] } = wanted.option;
      return typeof values === "string" ? choicesFor(values, where.asking) : values.map(choice);
    }
    case "core":
      return coreValues(wanted.letter, read, where);
  }
}

function coreValues(letter: string, read: Read, where: Where): Choice[] {
  const { asking } = where;
  switch (letter) {
    case "i":
    case "o":
      return deviceNames(asking.machine).map(choice);
    case "s":
    case "d":
      return [...addresses(asking)];
    case "p":
      return [protocolName(0), ...protocolNames.values()].map(choice);
    case "t":
      return Object.keys(baseChains).map(choice);
    case "m":
      return [...matches.keys()].map(choice);
    case "j":
    case "g":
      return [...(letter === "j" ? targets.keys() : []), ...ownChains(read, where)].map(choice);
  }
  return [];
}

function chainsOf({ core }: Read, { asking: { machine }, generation }: Where) {
  const table = core.get("t") ?? "filter";
  return table in baseChains
    ? [...viewOf(machine.stack, generation, table as TableName).chains.values()]
    : [];
}

/** Chains that somebody made: a rule may lead there. */
const ownChains = (read: Read, where: Where): string[] =>
  chainsOf(read, where).flatMap(({ name, base }) => (base === undefined ? [name] : []));
