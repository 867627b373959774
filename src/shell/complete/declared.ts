/**
 * Arguments of a command whose options and operands are declared: options by their names, values and operands
 * by what help calls them.
 */

import type { Command } from "../command.ts";
import type { OptionDeclaration, OptionSpec } from "../options.ts";
import type { Asking } from "./asking.ts";
import { type Choice, choice } from "./completion.ts";
import { choicesFor } from "./kinds.ts";

const noOptions: OptionSpec = { options: [] };

/** What follows one of these words, whatever the command: those of net-tools and filters have no dashes. */
const afterWord: Readonly<Record<string, string>> = {
  dev: "DEV",
  dst: "ADDR",
  gw: "ADDR",
  host: "ADDR",
  src: "ADDR",
  via: "ADDR",
};

/** The operands among the words after a command, and the option at their end that wants a value. */
export function readWords({ options = noOptions }: Command, words: readonly string[]) {
  const operands: string[] = [];
  let wanting: OptionDeclaration | undefined;
  let isOver = false;
  for (const word of words) {
    if (wanting !== undefined) wanting = undefined;
    else if (isOver || word === "-" || !word.startsWith("-")) {
      operands.push(word);
      isOver ||= options.stopsAtOperand === true;
    } else if (word === "--") isOver = true;
    else wanting = wantingValue(options, word);
  }
  return { operands, wanting, isOver };
}

/** The option at the end of a word whose value must be in the next one. */
function wantingValue({ options, singleDashLong }: OptionSpec, word: string): OptionDeclaration | undefined {
  const isLong = word.startsWith("--") || (singleDashLong === true && word.length > 2);
  if (isLong) {
    const named = options.find(({ long }) => long === word.replace(/^--?/, ""));
    return named?.takes === "value" ? named : undefined;
  }
  for (let at = 1; at < word.length; at++) {
    const option = options.find(({ short }) => short === word[at]);
    if (option?.takes === "value") return at === word.length - 1 ? option : undefined;
  }
  return undefined;
}

/** What the word after a command's may be. */
export function declaredChoices(command: Command, asking: Asking): Choice[] {
  const { words, prefix } = asking;
  const { operands, wanting, isOver } = readWords(command, words.slice(1));
  if (wanting !== undefined) return choicesFor(wanting.valueName ?? "", asking);
  const attached = isOver ? undefined : attachedValue(command, asking);
  if (attached !== undefined) return attached;
  const kinds = command.operands?.() ?? ["FILE"];
  const kind = afterWord[operands.at(-1) ?? ""] ?? kinds[Math.min(operands.length, kinds.length - 1)] ?? "";
  const operandChoices = choicesFor(kind, asking);
  if (isOver || !prefix.startsWith("-")) return operandChoices;
  return [...optionChoices(command.options ?? noOptions), ...operandChoices];
}

/** `--name=VALUE` and `-xVALUE`. */
function attachedValue({ options = noOptions }: Command, asking: Asking): Choice[] | undefined {
  const { prefix } = asking;
  const long = /^(--?([\w-]+)=)(.*)$/s.exec(prefix);
  const option =
    long === null
      ? options.options.find(({ short, takes }) => takes !== undefined && prefix.startsWith(`-${short}`))
      : options.options.find((each) => each.long === long[2]);
  const begun = long?.[1] ?? prefix.slice(0, 2);
  if (option?.takes === undefined || prefix.startsWith("--") !== (long !== null)) return undefined;
  if (long === null && prefix.length === 2) return undefined;
  const values = choicesFor(option.valueName ?? "", { ...asking, prefix: prefix.slice(begun.length) });
  return values.map((each) => ({ ...each, text: begun + each.text, shown: each.shown ?? each.text }));
}

function optionChoices({ options, singleDashLong }: OptionSpec): Choice[] {
  const dashes = singleDashLong === true ? "-" : "--";
  return options.flatMap(({ short, long }) => [
    ...(short === undefined ? [] : [choice(`-${short}`)]),
    ...(long === undefined ? [] : [choice(`${dashes}${long}`)]),
  ]);
}
