/**
 * A command line of iptables, read word by word: which options a word may be depends on the matches and
 * targets that were named before it.
 */

import type { Match, Target } from "#sim/stack/netfilter/rule";
import type { CoreValue, Line, LineCommand, Named } from "./command-line.ts";
import { type Extension, type ExtensionOption, type GivenOption, numberOf } from "./extension.ts";
import {
  type CommandOption,
  type CoreOption,
  commandOptions,
  coreOptions,
  goesWith,
} from "./line-options.ts";
import { impliedBy } from "./match-transport.ts";
import { protocolNumber } from "./names.ts";
import { badArgument, type Problem, type Speaker, usage } from "./problem.ts";
import { matches, targets } from "./registry.ts";

/** `-h` and `-V` answer at once. */
export type LineReading = Line | { readonly answer: "help" | "version" } | { readonly problem: Problem };

interface Reading {
  readonly speaker: Speaker;
  readonly argv: readonly string[];
  at: number;
  isInverted: boolean;
  command: LineCommand | undefined;
  alsoZero: boolean;
  readonly flags: Set<string>;
  readonly core: Map<string, CoreValue>;
  readonly matches: Named<Match>[];
  target: Named<Target> | undefined;
  jump: Line["jump"];
  counters: Line["counters"];
  answer: "help" | "version" | undefined;
  problem: Problem | undefined;
}

/** Reads the words of a command line. */
export function readLine(speaker: Speaker, argv: readonly string[]): LineReading {
  const reading: Reading = {
    speaker,
    argv,
    at: 0,
    isInverted: false,
    command: undefined,
    alsoZero: false,
    flags: new Set(),
    core: new Map(),
    matches: [],
    target: undefined,
    jump: undefined,
    counters: undefined,
    answer: undefined,
    problem: undefined,
  };
  while (reading.at < argv.length && reading.problem === undefined && reading.answer === undefined) {
    readWord(reading, argv[reading.at++] ?? "");
  }
  if (reading.answer !== undefined) return { answer: reading.answer };
  return reading.problem === undefined ? finished(reading) : { problem: reading.problem };
}

function finished(reading: Reading): LineReading {
  const { speaker, command, flags, core } = reading;
  if (command === undefined) return { problem: usage(speaker, "no command specified") };
  const foreign = [...core.keys(), ...flags].find((option) => !goesWith(command.letter, option));
  if (foreign !== undefined)
    return { problem: usage(speaker, `Illegal option \`-${foreign}' with this command`) };
  const { alsoZero, matches: named, target, jump, counters } = reading;
  const table = core.get("t")?.value ?? "filter";
  return { command, alsoZero, table, flags, core, matches: named, target, jump, counters };
}

function complain(reading: Reading, text: string): void {
  reading.problem ??= usage(reading.speaker, text);
}

function readWord(reading: Reading, word: string): void {
  if (word === "!") {
    if (reading.isInverted) complain(reading, "Multiple `!' flags not allowed");
    reading.isInverted = true;
    return;
  }
  if (word.startsWith("--") && word.length > 2) readLong(reading, word);
  else if (word.startsWith("-") && word.length > 1) readLetters(reading, word);
  else reading.problem = badArgument(reading.speaker, word);
  reading.isInverted = false;
}

/** `-vnL INPUT`: letters one after another; the rest of the word is the value of one that takes one. */
function readLetters(reading: Reading, word: string): void {
  for (let index = 1; index < word.length && reading.problem === undefined; index++) {
    const letter = word.charAt(index);
    const rest = word.slice(index + 1);
    const command = commandOptions.find((option) => option.letter === letter);
    const core = coreOptions.find((option) => option.letter === letter && letter !== "0");
    if (command !== undefined) {
      takeCommand(reading, command, rest);
      return;
    }
    if (core === undefined) {
      complain(reading, `unknown option "-${letter}"`);
      return;
    }
    if (core.takes) {
      takeCore(reading, core, rest === "" ? undefined : rest);
      return;
    }
    takeCore(reading, core, undefined);
  }
}

function readLong(reading: Reading, word: string): void {
  const [typed = "", ...rest] = word.slice(2).split("=");
  const attached = rest.length > 0 ? rest.join("=") : undefined;
  const found = findOwn(reading, typed) ?? findCore(typed);
  if (found !== undefined) {
    found(reading, attached, `--${typed}`);
    return;
  }
  const implied = impliedMatch(reading);
  if (implied === undefined) {
    complain(reading, `unknown option "--${typed}"`);
    return;
  }
  reading.matches.push({ extension: implied, given: [] });
  readLong(reading, word);
}

/** The match that the protocol brings with it, unless it is there already. */
function impliedMatch({ core, matches: named }: Reading): Extension<Match> | undefined {
  const protocol = protocolNumber(core.get("p")?.value ?? "");
  const implied = protocol === undefined ? undefined : impliedBy.get(protocol);
  return named.some(({ extension }) => extension === implied) ? undefined : implied;
}

type Taker = (reading: Reading, attached: string | undefined, written: string) => void;

const isOr = (names: readonly string[], typed: string): boolean => names.includes(typed);
const begins = (names: readonly string[], typed: string): boolean =>
  names.some((name) => name.startsWith(typed));

/** An option of a match or target named before, the latest first; by whole name, then by its beginning. */
function findOwn({ matches: named, target }: Reading, typed: string): Taker | undefined {
  const owners = [...(target === undefined ? [] : [target]), ...[...named].reverse()];
  for (const fits of [isOr, begins]) {
    if (fits === begins && coreTaker(isOr, typed) !== undefined) return undefined;
    for (const { extension, given } of owners) {
      const option = extension.options.find(({ names }) => fits(names, typed));
      if (option === undefined) continue;
      return (reading, attached, written) => {
        takeOwn(reading, { option, given, attached, written });
        const last = given.at(-1);
        const refusal = last === undefined ? undefined : extension.check?.(last)?.refusal;
        if (refusal !== undefined) complain(reading, refusal);
      };
    }
  }
  return undefined;
}

const findCore = (typed: string): Taker | undefined => coreTaker(isOr, typed) ?? coreTaker(begins, typed);

function coreTaker(fits: typeof isOr, typed: string): Taker | undefined {
  const command = commandOptions.find(({ long }) => fits(long, typed));
  if (command !== undefined) return (reading, attached) => takeCommand(reading, command, attached ?? "");
  const core = coreOptions.find(({ long }) => fits(long, typed));
  return core === undefined ? undefined : (reading, attached) => takeCore(reading, core, attached);
}

interface OwnOption {
  readonly option: ExtensionOption;
  readonly given: GivenOption[];
  readonly attached: string | undefined;
  readonly written: string;
}

function takeOwn(reading: Reading, { option, given, attached, written }: OwnOption): void {
  const values = attached === undefined ? [] : [attached];
  while (values.length < option.takes && reading.at < reading.argv.length) {
    values.push(reading.argv[reading.at++] ?? "");
  }
  if (option.takes === 1 && values.length === 0)
    complain(reading, `option "${written}" requires an argument`);
  given.push({ name: option.names[0] ?? "", written, values, isInverted: reading.isInverted });
}

/** The next word, if it is not an option. */
function operand(reading: Reading): string | undefined {
  const word = reading.argv[reading.at];
  if (word === undefined || word.startsWith("-") || word === "!") return undefined;
  reading.at++;
  return word;
}

const withSecond = "DEILPRSZ";

function takeCommand(reading: Reading, { letter, needsChain }: CommandOption, rest: string): void {
  const { command } = reading;
  if (command !== undefined) {
    if (letter === "Z" && command.letter === "L") reading.alsoZero = true;
    else if (letter === "L" && command.letter === "Z") {
      reading.alsoZero = true;
      reading.command = { letter, chain: operand(reading) ?? command.chain, second: command.second };
    } else complain(reading, `Cannot use -${letter} with -${command.letter}`);
    return;
  }
  const chain = rest !== "" ? rest : needsChain ? reading.argv[reading.at++] : operand(reading);
  if (needsChain && chain === undefined) {
    complain(reading, `option "-${letter}" requires an argument`);
    return;
  }
  const second = chain !== undefined && withSecond.includes(letter) ? operand(reading) : undefined;
  reading.command = { letter, chain, second };
}

function takeCore(
  reading: Reading,
  { letter, takes, mayInvert }: CoreOption,
  rest: string | undefined,
): void {
  const { isInverted, core, flags } = reading;
  if (isInverted && mayInvert !== true) complain(reading, `unexpected ! flag before -${letter}`);
  if (letter === "h") reading.answer = "help";
  if (letter === "V") reading.answer = "version";
  // -w and -W may be followed by seconds.
  if ((letter === "w" || letter === "W") && /^\d+$/.test(reading.argv[reading.at] ?? "")) reading.at++;
  if (!takes) {
    if (letter === "f") core.set("f", { value: "", isInverted });
    else flags.add(letter);
    return;
  }
  const value = rest ?? reading.argv[reading.at++];
  if (value === undefined) {
    complain(reading, `option "-${letter}" requires an argument`);
    return;
  }
  if (letter === "m") takeMatch(reading, value);
  else if (letter === "c") takeCounters(reading, value);
  else if (core.has(letter)) complain(reading, `multiple -${letter} flags not allowed`);
  else {
    core.set(letter, { value, isInverted });
    if (letter === "j" || letter === "g") takeTarget(reading, value, letter === "g");
    if (letter === "p" && protocolNumber(value) === undefined)
      complain(reading, `unknown protocol "${value}" specified`);
  }
}

function takeMatch(reading: Reading, name: string): void {
  const extension = matches.get(name);
  if (extension !== undefined) reading.matches.push({ extension, given: [] });
  else complain(reading, `Couldn't load match \`${name}':No such file or directory\n`);
}

function takeTarget(reading: Reading, name: string, isGoto: boolean): void {
  const extension = isGoto ? undefined : targets.get(name);
  if (extension === undefined) reading.jump = { chain: name, isGoto };
  else reading.target = { extension, given: [] };
}

function takeCounters(reading: Reading, first: string): void {
  const [head = "", tail] = first.split(",");
  const packets = numberOf(head);
  const bytes = numberOf(tail ?? operand(reading) ?? "");
  if (packets === undefined || bytes === undefined) {
    complain(reading, "-c requires packet and byte counter");
    return;
  }
  reading.core.set("c", { value: first, isInverted: false });
  reading.counters = { packets, bytes };
}
