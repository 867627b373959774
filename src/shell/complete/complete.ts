/**
 * Completion of a command line, as bash on Debian has it with bash-completion: commands, files, options,
 * variables, and what a command's arguments may be on this machine.
 *
 * It only looks: neither the machine nor the time changes. Leaves out history, users and here documents.
 */

import type { Ipv4Address } from "#sim/wire/address";
import { builtins } from "../builtins/index.ts";
import type { Command } from "../command.ts";
import { findProgram } from "../find-program.ts";
import { type Loader, needed } from "../needed.ts";
import type { ShellState } from "../state.ts";
import type { Asking } from "./asking.ts";
import { builtinOperands } from "./builtin-operands.ts";
import { type Choice, type Completion, choice, completionOf } from "./completion.ts";
import { declaredChoices, readWords } from "./declared.ts";
import { choicesFor } from "./kinds.ts";
import { commandNames, variableNames } from "./names.ts";
import { paths } from "./paths.ts";
import { readTyped, type TypedWord } from "./typed-line.ts";

/** What whoever types sees besides this machine. */
export interface Sight {
  /** Addresses of other machines, offered where one is expected. */
  readonly addresses?: readonly Ipv4Address[];
}

type Grammar = (asking: Asking) => readonly Choice[] | Promise<readonly Choice[]>;

/** Commands whose arguments have a grammar of their own. */
const grammars: ReadonlyMap<string, Loader<Grammar>> = new Map<string, Loader<Grammar>>([
  ["ip", async () => (await import("./ip.ts")).ipChoices],
  ["iptables", async () => (await import("./iptables.ts")).iptablesChoices],
  ["iptables-legacy", async () => (await import("./iptables.ts")).iptablesLegacyChoices],
  ["ipvsadm", async () => (await import("./ipvsadm.ts")).ipvsadmChoices],
]);

/** Completes the word at the cursor of a line typed in a shell. */
export async function complete(
  { state }: { readonly state: ShellState },
  line: string,
  cursor: number,
  { addresses = [] }: Sight = {},
): Promise<Completion> {
  const text = line.slice(0, cursor);
  const { words, word, isTarget, isComment } = readTyped(text);
  const variable = variableAt(text, word);
  if (variable !== undefined) return completionOf(variable, variableChoices(state, variable));
  const { machine } = state;
  const asking: Asking = { state, machine, words, prefix: word.value, seen: addresses };
  if (isComment) return completionOf(word, []);
  if (isTarget) return completionOf(word, paths(asking));
  return completionOf(word, await choicesAt({ ...asking, words: withoutAlias(state, words) }));
}

/** `$name` or `${name` at the cursor. */
function variableAt(text: string, word: TypedWord): TypedWord | undefined {
  const raw = /\$\{?\w*$/.exec(text)?.[0];
  const start = text.length - (raw?.length ?? 0);
  const isEscaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(0, start));
  if (raw === undefined || word.quote === "'" || isEscaped || start < word.start) return undefined;
  return { value: raw, raw, start, quote: "" };
}

function variableChoices(state: ShellState, { value }: TypedWord): Choice[] {
  const isBraced = value.startsWith("${");
  return variableNames(state).map((name) => ({
    text: isBraced ? `\${${name}}` : `$${name}`,
    isLanguage: true,
  }));
}

async function choicesAt(asking: Asking): Promise<readonly Choice[]> {
  const { words } = asking;
  const [name] = words;
  if (name === undefined) return commandChoices(asking);
  const own = builtins.has(name) ? builtinOperands[name] : undefined;
  if (own === "command") return choicesAt({ ...asking, words: words.slice(1) });
  if (own !== undefined) return choicesFor(own[Math.min(words.length, own.length) - 1] ?? "", asking);
  return argumentChoices(asking);
}

/** The first word may be an alias; what it stands for is taken as it is. */
function withoutAlias({ aliases, isInteractive }: ShellState, words: readonly string[]): readonly string[] {
  const alias = isInteractive ? aliases.get(words[0] ?? "") : undefined;
  return alias === undefined ? words : [...alias.trim().split(/\s+/), ...words.slice(1)];
}

/** A command's name, or a path to one; after an assignment, a file. */
function commandChoices(asking: Asking): readonly Choice[] {
  const { prefix, state } = asking;
  const assigned = /^(\w+\+?=)(.*)$/s.exec(prefix);
  if (assigned !== null) {
    const [, before = "", value = ""] = assigned;
    return paths({ ...asking, prefix: value }).map((each) => ({ ...each, text: before + each.text }));
  }
  if (prefix.includes("/")) return paths(asking, "programs");
  return commandNames(state).map(choice);
}

async function argumentChoices(asking: Asking): Promise<readonly Choice[]> {
  const { machine, state, words, prefix } = asking;
  const program = findProgram(machine, state.cwd, words[0] ?? "");
  if (program.kind !== "command") return paths(asking);
  const load = grammars.get(program.entry.name);
  if (load !== undefined) return (await needed(machine, load))(asking);
  const command = await needed(machine, program.entry.load);
  const inner = innerCommand(command, words);
  if (inner === undefined) return declaredChoices(command, asking);
  if (inner.length === 0 && prefix.startsWith("-")) return declaredChoices(command, asking);
  return choicesAt({ ...asking, words: inner });
}

/** The words of the command that another one runs, where the cursor has come to it: `timeout 5 ip`. */
function innerCommand(command: Command, words: readonly string[]): readonly string[] | undefined {
  if (command.commandFrom === undefined) return undefined;
  const stopping = { ...command, options: { options: [], ...command.options, stopsAtOperand: true } };
  const { operands, wanting } = readWords(stopping, words.slice(1));
  // Variables that env sets stand before the command.
  const first = operands.findIndex((word) => !/^\w+=/.test(word));
  const own = first < 0 ? [] : operands.slice(first);
  return wanting === undefined && own.length >= command.commandFrom
    ? own.slice(command.commandFrom)
    : undefined;
}
