/**
 * Reading options as the popt library does: bundled short options, values attached or in the next word,
 * `--name=value`, long names in full only, operands left over for the end.
 *
 * Each call of `nextOption` answers one option, so that a program may act on an option before the next one
 * is read.
 */

export interface PoptOption {
  /** How the program asks for it. */
  readonly name: string;
  readonly short?: string;
  readonly long?: string;
  /** An optional value is taken from the next word too, unless that begins with a dash. */
  readonly takes?: "value" | "optional";
}

export interface PoptReading {
  readonly table: readonly PoptOption[];
  readonly words: readonly string[];
  at: number;
  /** What is left of a bundle of short options. */
  bundle: string;
  /** `--` came: everything else is left over. */
  isOver: boolean;
  readonly leftOver: string[];
}

export type NextOption =
  | { readonly kind: "option"; readonly name: string; readonly value: string | undefined }
  | { readonly kind: "end" }
  /** `word` is the whole word that was read last, as messages name it. */
  | { readonly kind: "bad"; readonly word: string; readonly why: string };

export const startReading = (table: readonly PoptOption[], words: readonly string[]): PoptReading => ({
  table,
  words,
  at: 0,
  bundle: "",
  isOver: false,
  leftOver: [],
});

/** The word that was read last. */
export const lastWord = ({ words, at }: PoptReading): string => words[at - 1] ?? "";

/** The next option. */
export function nextOption(reading: PoptReading): NextOption {
  while (reading.bundle === "") {
    const word = reading.words[reading.at];
    if (word === undefined) return { kind: "end" };
    reading.at++;
    if (reading.isOver || !word.startsWith("-") || word === "-") {
      reading.leftOver.push(word);
    } else if (word === "--") {
      reading.isOver = true;
    } else if (word.startsWith("--")) {
      return longOption(reading, word.slice(2));
    } else {
      reading.bundle = word.slice(1);
    }
  }
  return shortOption(reading);
}

/** The next word that is no option. */
export const takeLeftOver = ({ leftOver }: PoptReading): string | undefined => leftOver.shift();

const bad = (reading: PoptReading, why: string): NextOption => ({
  kind: "bad",
  word: lastWord(reading),
  why,
});

function longOption(reading: PoptReading, text: string): NextOption {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const attached = equals < 0 ? undefined : text.slice(equals + 1);
  const option = reading.table.find(({ long }) => long === name);
  if (option === undefined) return bad(reading, "unknown option");
  if (option.takes === undefined && attached !== undefined)
    return bad(reading, "option does not take an argument");
  return withValue(reading, option, attached);
}

function shortOption(reading: PoptReading): NextOption {
  const letter = reading.bundle.charAt(0);
  const option = reading.table.find(({ short }) => short === letter);
  if (option === undefined) return bad(reading, "unknown option");
  const rest = reading.bundle.slice(1);
  if (option.takes === undefined) {
    if (rest.startsWith("=")) return bad(reading, "option does not take an argument");
    reading.bundle = rest;
    return { kind: "option", name: option.name, value: undefined };
  }
  reading.bundle = "";
  return withValue(reading, option, rest === "" ? undefined : rest.replace(/^=/, ""));
}

function withValue(reading: PoptReading, option: PoptOption, attached: string | undefined): NextOption {
  const { name, takes } = option;
  if (takes === undefined || attached !== undefined) return { kind: "option", name, value: attached };
  const next = reading.words[reading.at];
  if (takes === "optional" && (next === undefined || next.startsWith("-"))) {
    return { kind: "option", name, value: undefined };
  }
  if (next === undefined) return bad(reading, "missing argument");
  reading.at++;
  return { kind: "option", name, value: next };
}
