/**
 * Arguments of ipvsadm: the commands, the options that go with the one that was given, services,
 * destinations, schedulers.
 */

import { encapsulations } from "#sim/ipvs/encapsulations/index";
import { engines } from "#sim/ipvs/engines/index";
import { isPartOf } from "#sim/ipvs/kernel-build";
import { schedulers } from "#sim/ipvs/schedulers/index";
import { type Ipv4Address, isLoopback } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { grammarFor } from "../commands/ipvsadm/fullnat-options.ts";
import { kindOf } from "../commands/ipvsadm/option-kinds.ts";
import type { CommandName, Grammar } from "../commands/ipvsadm/option-table.ts";
import { nextOption, startReading } from "../commands/ipvsadm/popt.ts";
import { flagNames } from "../commands/ipvsadm/scheduler-flags.ts";
import {
  addressTexts,
  destinations,
  endpointText,
  knownAddresses,
  ownAddresses,
  virtualServices,
} from "./addresses.ts";
import type { Asking } from "./asking.ts";
import { type Choice, choice } from "./completion.ts";
import { deviceNames } from "./kinds.ts";

/** The line so far: options with their values, in order. */
interface Read {
  readonly grammar: Grammar;
  readonly command: CommandName | undefined;
  readonly given: ReadonlyMap<string, string | undefined>;
  /** The option whose value the next word is. */
  readonly wanting: string | undefined;
}

/** No word that anybody types: where it turns up shows what is wanted. */
const marker = "\0";

function readSoFar({ machine, words }: Asking): Read {
  const grammar = grammarFor(machine.node.kernel);
  const reading = startReading(grammar.options, [...words.slice(1), marker]);
  const given = new Map<string, string | undefined>();
  let wanting: string | undefined;
  for (let next = nextOption(reading); next.kind === "option"; next = nextOption(reading)) {
    if (next.value === marker) wanting = next.name;
    given.set(next.name, next.value);
  }
  const [first] = given.keys();
  return { grammar, command: grammar.commandOf[first ?? ""], given, wanting };
}

/** What the next word of ipvsadm may be. */
export function ipvsadmChoices(asking: Asking): Choice[] {
  const read = readSoFar(asking);
  const value = read.wanting === undefined ? undefined : valuesOf[read.wanting];
  if (value !== undefined) return [...value(asking, read)];
  // An optional value may be left out: then the word is an option.
  if (read.wanting !== undefined && read.wanting !== "persistent") return [];
  return asking.prefix.startsWith("-") || asking.prefix === "" ? optionChoices(read) : [];
}

/** Before a command there are only commands; after it the options that go with it and are not there yet. */
function optionChoices({ grammar, command, given }: Read): Choice[] {
  const taken = new Set([...given.keys()].map(kindOf));
  const rules = command === undefined ? undefined : grammar.rules[command];
  const fitting = grammar.options.filter(({ name }) => {
    if (rules !== undefined) return kindOf(name) in rules && !taken.has(kindOf(name));
    return grammar.commandOf[name] !== undefined || name === "help" || name === "version";
  });
  return fitting.flatMap(({ short, long }) => [
    ...(short === undefined ? [] : [choice(`-${short}`)]),
    ...(long === undefined ? [] : [choice(`--${long}`)]),
  ]);
}

type Values = (asking: Asking, read: Read) => readonly Choice[];

const listed =
  (list: (asking: Asking, read: Read) => readonly string[]): Values =>
  (asking, read) =>
    list(asking, read).map(choice);

const protocolOf: Readonly<Record<string, number>> = {
  "tcp-service": protocols.tcp,
  "udp-service": protocols.udp,
  "sctp-service": protocols.sctp,
};

/**
 * A new service is at an own address, and its port is still to be typed; all other commands name one that is
 * there.
 */
const service =
  (option: string): Values =>
  ({ machine }, { command }) => {
    if (command === "add-service") return withPort(addressTexts(reachable(ownAddresses(machine.stack))));
    const there = virtualServices(machine).filter(({ protocol }) => protocol === protocolOf[option]);
    return there.map((each) => choice(endpointText(each)));
  };

/** Nobody balances to loopback. */
const reachable = (addresses: readonly Ipv4Address[]): Ipv4Address[] =>
  addresses.filter((address) => !isLoopback(address));

const withPort = (addresses: readonly string[]): Choice[] =>
  addresses.map((address) => ({ text: `${address}:`, shown: address, goesOn: true }));

/** A new destination may be anybody; changed and deleted are those of the service. */
function server({ machine, seen }: Asking, { command, given }: Read): Choice[] {
  if (command === "add-server")
    return addressTexts(reachable([...knownAddresses(machine), ...seen])).map(choice);
  const named = [...given].find(([name]) => name in protocolOf)?.[1];
  const there = destinations(machine, (each) => named === undefined || endpointText(each) === named);
  return there.map((each) => choice(endpointText(each)));
}

const valuesOf: Readonly<Record<string, Values>> = {
  ...Object.fromEntries(Object.keys(protocolOf).map((option) => [option, service(option)])),
  "real-server": server,
  scheduler: listed(({ machine: { node } }) =>
    schedulers.filter((each) => isPartOf(each, node.kernel)).map(({ name }) => name),
  ),
  "sched-flags": listed(() => flagNames),
  pe: listed(() => engines.map(({ name }) => name)),
  "tun-type": listed(() => encapsulations.map(({ name }) => name)),
  "mcast-interface": listed(({ machine }) => deviceNames(machine)),
  "start-daemon": listed(() => ["master", "backup"]),
  "stop-daemon": listed(() => ["master", "backup"]),
  "local-address": listed(({ machine }) => addressTexts(knownAddresses(machine))),
  ifname: listed(({ machine }) => deviceNames(machine)),
};
