/**
 * Options of commands as data, and reading them as GNU getopt_long does: bundled short options, `-c5` and `-c
 * 5`, `--count=5` and `--count 5`, unique beginnings of long names, `--`, operands between options.
 *
 * What went wrong is answered as data too; each command words it (option-words.ts has the usual sentences).
 */

export interface OptionDeclaration {
  /** How the command asks for it: `given.has("count")`. */
  readonly name: string;
  /** One character, without the dash. */
  readonly short?: string;
  /** Without the dashes. */
  readonly long?: string;
  /** Whether a value follows; `optional` ones take a value only in the same word. */
  readonly takes?: "nothing" | "value" | "optional";
  /** What the value is called in help, such as `N` or `FILE`. */
  readonly valueName?: string;
  /** What it does, in a few words. */
  readonly what?: string;
}

export interface OptionSpec {
  readonly options: readonly OptionDeclaration[];
  /** Whether the first operand ends the options (as with `+` in getopt): for `timeout 5 ping -c 1`. */
  readonly stopsAtOperand?: boolean;
  /** Whether `-name` may be a long option too (getopt_long_only). */
  readonly singleDashLong?: boolean;
}

export type OptionProblem =
  | { readonly kind: "unknown-short"; readonly option: string }
  | { readonly kind: "unknown-long"; readonly option: string }
  | { readonly kind: "ambiguous"; readonly option: string; readonly candidates: readonly string[] }
  | { readonly kind: "missing-short"; readonly option: string }
  | { readonly kind: "missing-long"; readonly option: string }
  | { readonly kind: "unwanted"; readonly option: string };

/** The options as given, in order. */
export interface GivenOption {
  readonly name: string;
  /** `undefined` where none was given. */
  readonly value: string | undefined;
  /** As it was written, such as `-c` or `--count`. */
  readonly written: string;
}

export interface Given {
  readonly ok: true;
  readonly options: readonly GivenOption[];
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value of an option. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  count(name: string): number;
}

export interface Misread {
  readonly ok: false;
  readonly problem: OptionProblem;
}

/** Reads the options of `argv`. The first problem ends the reading. */
export function parseOptions(spec: OptionSpec, argv: readonly string[]): Given | Misread {
  const reading: Reading = { spec, argv, at: 0, options: [], operands: [] };
  while (reading.at < argv.length) {
    const word = argv[reading.at++] ?? "";
    if (word === "--") break;
    const problem = readWord(reading, word);
    if (problem !== undefined) return { ok: false, problem };
    if (spec.stopsAtOperand === true && reading.operands.length > 0) break;
  }
  reading.operands.push(...argv.slice(reading.at));
  return givenOf(reading.options, reading.operands);
}

interface Reading {
  readonly spec: OptionSpec;
  readonly argv: readonly string[];
  at: number;
  readonly options: GivenOption[];
  readonly operands: string[];
}

function givenOf(options: readonly GivenOption[], operands: readonly string[]): Given {
  const named = (name: string): readonly GivenOption[] => options.filter((option) => option.name === name);
  return {
    ok: true,
    options,
    operands,
    has: (name) => named(name).length > 0,
    value: (name) => named(name).at(-1)?.value,
    values: (name) => named(name).flatMap(({ value }) => (value === undefined ? [] : [value])),
    count: (name) => named(name).length,
  };
}

function readWord(reading: Reading, word: string): OptionProblem | undefined {
  if (word.startsWith("--")) return readLong(reading, word.slice(2), "--");
  if (!word.startsWith("-") || word === "-") {
    reading.operands.push(word);
    return undefined;
  }
  const { spec } = reading;
  const isShort = spec.options.some(({ short }) => short === word[1]);
  if (spec.singleDashLong === true && !(word.length === 2 && isShort)) {
    return readLong(reading, word.slice(1), "-");
  }
  return readShorts(reading, word.slice(1));
}

function readShorts(reading: Reading, letters: string): OptionProblem | undefined {
  for (let index = 0; index < letters.length; index++) {
    const letter = letters.charAt(index);
    const option = reading.spec.options.find(({ short }) => short === letter);
    if (option === undefined) return { kind: "unknown-short", option: letter };
    const rest = letters.slice(index + 1);
    const written = `-${letter}`;
    if (option.takes === undefined || option.takes === "nothing") {
      reading.options.push({ name: option.name, value: undefined, written });
      continue;
    }
    const value = rest !== "" ? rest : option.takes === "value" ? reading.argv[reading.at++] : undefined;
    if (value === undefined && option.takes === "value") return { kind: "missing-short", option: letter };
    reading.options.push({ name: option.name, value, written });
    return undefined;
  }
  return undefined;
}

function readLong(reading: Reading, text: string, dashes: "-" | "--"): OptionProblem | undefined {
  const equals = text.indexOf("=");
  const typed = equals < 0 ? text : text.slice(0, equals);
  const attached = equals < 0 ? undefined : text.slice(equals + 1);
  const option = findLong(reading.spec, typed);
  if (option === undefined) return { kind: "unknown-long", option: `${dashes}${typed}` };
  if (Array.isArray(option)) {
    const candidates = option.map(({ long }) => `${dashes}${long}`);
    return { kind: "ambiguous", option: `${dashes}${typed}`, candidates };
  }
  return takeLong(reading, option, attached);
}

function takeLong(
  reading: Reading,
  option: OptionDeclaration,
  attached: string | undefined,
): OptionProblem | undefined {
  const written = `--${option.long}`;
  const takes = option.takes ?? "nothing";
  if (takes === "nothing" && attached !== undefined) return { kind: "unwanted", option: written };
  const value = attached ?? (takes === "value" ? reading.argv[reading.at++] : undefined);
  if (takes === "value" && value === undefined) return { kind: "missing-long", option: written };
  reading.options.push({ name: option.name, value, written });
  return undefined;
}

/**
 * The option with this long name, or the only one that begins so; all that begin so where there are several.
 */
function findLong(spec: OptionSpec, typed: string): OptionDeclaration | OptionDeclaration[] | undefined {
  const exact = spec.options.find(({ long }) => long === typed);
  if (exact !== undefined) return exact;
  const candidates = spec.options.filter(({ long }) => long?.startsWith(typed));
  const names = new Set(candidates.map(({ name }) => name));
  return names.size > 1 ? candidates : candidates[0];
}
