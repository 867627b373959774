/**
 * Mutated scenario files: what a careless hand, a bad merge or an attacker makes of a good one.
 *
 * For tests of the reader: whatever comes out, reading it must end, with a scenario or with diagnostics.
 * Everything follows from the seed, so a failure is found again by its number.
 */

import type { Random } from "#sim/engine/random";
import { randomOf } from "#sim/engine/random";

export interface Mutant {
  /** The file that it was made from. */
  readonly file: string;
  readonly seed: number;
  readonly text: string;
}

/** A change to the text. `donor` is another good file, to take pieces from. */
type Mutation = (text: string, random: Random, donor: string) => string;

const maxChanges = 4;

/** Mutants of these files: `count` of them, with the seeds from `from` on. */
export function* mutantsOf(
  files: readonly { readonly file: string; readonly text: string }[],
  { from, count }: { from: number; count: number },
): Generator<Mutant> {
  for (let seed = from; seed < from + count; seed++) {
    const random = randomOf(seed, "mutant");
    const original = pick(files, random);
    const donor = pick(files, random);
    if (original === undefined || donor === undefined) return;
    yield { file: original.file, seed, text: mutated(original.text, random, donor.text) };
  }
}

/** A text with one to four mutations. */
export function mutated(text: string, random: Random, donor: string): string {
  let result = text;
  const changes = 1 + random.below(maxChanges);
  for (let change = 0; change < changes; change++) {
    result = pick(mutations, random)?.(result, random, donor) ?? result;
  }
  return result;
}

const pick = <T>(from: readonly T[], random: Random): T | undefined =>
  from.length === 0 ? undefined : from[random.below(from.length)];

const place = (text: string, random: Random): number => random.below(text.length + 1);

/** Applies a change to the lines of a text. */
const byLines =
  (change: (lines: string[], random: Random) => void): Mutation =>
  (text, random) => {
    const lines = text.split("\n");
    change(lines, random);
    return lines.join("\n");
  };

const deleteLine = byLines((lines, random) => lines.splice(random.below(lines.length), 1));

const duplicateLine = byLines((lines, random) => {
  const at = random.below(lines.length);
  lines.splice(at, 0, lines[at] ?? "");
});

const swapLines = byLines((lines, random) => {
  const [first, second] = [random.below(lines.length), random.below(lines.length)];
  const kept = lines[first] ?? "";
  lines[first] = lines[second] ?? "";
  lines[second] = kept;
});

const indentLine = byLines((lines, random) => {
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  lines[at] =
    random.below(2) === 0 ? `${pick([" ", "  ", "\t"], random)}${line}` : line.replace(/^ {1,2}/, "");
});

/** Characters that mean something to YAML or to a shell, or that files should not have. */
const oddities = [..."[]{}:,#&*!|>'\"%@`-?~\\\t\n\r\0/$;\u00a0\ufeff\ud800中"];

const changeCharacter: Mutation = (text, random) => {
  const at = place(text, random);
  return text.slice(0, at) + (pick(oddities, random) ?? "") + text.slice(at + random.below(2));
};

const deleteRange: Mutation = (text, random) => {
  const at = place(text, random);
  return text.slice(0, at) + text.slice(at + 1 + random.below(60));
};

const truncate: Mutation = (text, random) => text.slice(0, place(text, random));

const oddValues: readonly string[] = [
  "",
  "~",
  "true",
  "-1",
  "0",
  "65536",
  "1e999",
  ".nan",
  "0x10",
  "99999999999999999999",
  '""',
  "[]",
  "{}",
  "[[[]]]",
  "&a [*a]",
  "*nowhere",
  "!!binary AAAA",
  "<<",
  "__proto__",
  "constructor",
  "1000000s",
  "0%",
  "100.0001%",
  "999.999.999.999/99",
  "lo",
  "|",
  ">-",
  "2001-01-01",
];

/** Another value after one of the colons or dashes. */
const replaceValue: Mutation = (text, random) => {
  const places = [...text.matchAll(/(?:: |- )[^\n]*/g)];
  const chosen = pick(places, random);
  if (chosen === undefined) return text;
  const start = chosen.index + 2;
  return text.slice(0, start) + (pick(oddValues, random) ?? "") + text.slice(chosen.index + chosen[0].length);
};

/** A word of the file in place of another: names that do not fit where they stand. */
const replaceWord: Mutation = (text, random, donor) => {
  const chosen = pick([...text.matchAll(/[\w.-]+/g)], random);
  const word = pick([...donor.matchAll(/[\w.-]+/g)], random)?.[0];
  if (chosen === undefined || word === undefined) return text;
  return text.slice(0, chosen.index) + word + text.slice(chosen.index + chosen[0].length);
};

const splice: Mutation = (text, random, donor) => {
  const from = place(donor, random);
  const at = place(text, random);
  return text.slice(0, at) + donor.slice(from, from + random.below(400)) + text.slice(at + random.below(400));
};

const nest: Mutation = (text, random) => {
  const at = place(text, random);
  const piece = pick(["[", "{a: ", "- ", "? ", "!!x ", "&a "], random) ?? "";
  return text.slice(0, at) + piece.repeat(1 + random.below(300)) + text.slice(at);
};

/** Anchors that double: written out, two to the power of their number. */
const aliasBomb: Mutation = (text, random) => {
  const levels = Array.from({ length: 2 + random.below(40) }, (_, level) =>
    level === 0 ? "- &a0 [x, x]" : `- &a${level} [*a${level - 1}, *a${level - 1}]`,
  );
  return `${text}\nbomb:\n${levels.map((line) => `  ${line}`).join("\n")}\n`;
};

const windowsLines: Mutation = (text) => text.replace(/\r?\n/g, "\r\n");

const mutations: readonly Mutation[] = [
  deleteLine,
  duplicateLine,
  swapLines,
  indentLine,
  changeCharacter,
  deleteRange,
  truncate,
  replaceValue,
  replaceValue,
  replaceWord,
  replaceWord,
  splice,
  nest,
  aliasBomb,
  windowsLines,
];
