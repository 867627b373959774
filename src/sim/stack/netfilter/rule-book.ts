/**
 * Chains of rules and what may be done to them, whatever the rules look like: iptables and arptables share
 * it.
 *
 * What a tool may do wrong is answered as a word; the tool has its own sentences for it.
 */

/** What every rule's specification has. */
export interface AnySpec {
  /** The rule in the words of its tool, without the chain; rules with equal words are equal. */
  readonly text: string;
  readonly target: { readonly kind: string; readonly chain?: string };
}

export interface AnyRule<Spec extends AnySpec> {
  readonly spec: Spec;
  packets: number;
  bytes: number;
}

export interface ChainOf<Rule, Hook> {
  name: string;
  readonly rules: Rule[];
  /** `undefined`: a chain of the user's own. */
  readonly base: BaseChain<Hook> | undefined;
}

/** What a chain has that sits on a hook. */
export interface BaseChain<Hook> {
  readonly hook: Hook;
  policy: "ACCEPT" | "DROP";
  /** Whether packets that met the policy are counted. */
  countsPolicy: boolean;
  packets: number;
  bytes: number;
}

/** A table of chains that can be edited. */
export interface RuleBook<Spec extends AnySpec, Rule extends AnyRule<Spec>, Hook> {
  readonly chains: Map<string, ChainOf<Rule, Hook>>;
  /** Makes a rule ready to be tried. */
  readonly make: (spec: Spec) => Rule;
  /** Called after every change. */
  readonly changed: () => void;
}

export type EditResult =
  | "ok"
  | "no-chain"
  | "no-target-chain"
  | "index-too-big"
  | "chain-exists"
  | "not-built-in";

/** Adds a rule at a place counted from 0; at the end if `at` is left out. */
export function insertRule<Spec extends AnySpec, Rule extends AnyRule<Spec>, Hook>(
  book: RuleBook<Spec, Rule, Hook>,
  chainName: string,
  spec: Spec,
  at?: number,
): EditResult {
  const chain = book.chains.get(chainName);
  if (chain === undefined) return "no-chain";
  if (!hasTarget(book, spec)) return "no-target-chain";
  const index = at ?? chain.rules.length;
  if (index > chain.rules.length) return "index-too-big";
  chain.rules.splice(index, 0, book.make(spec));
  book.changed();
  return "ok";
}

/** Puts a rule in the place of another, with fresh counters. */
export function replaceRule<Spec extends AnySpec, Rule extends AnyRule<Spec>, Hook>(
  book: RuleBook<Spec, Rule, Hook>,
  chainName: string,
  spec: Spec,
  at: number,
): EditResult {
  const chain = book.chains.get(chainName);
  if (chain === undefined) return "no-chain";
  if (!hasTarget(book, spec)) return "no-target-chain";
  if (at >= chain.rules.length) return "index-too-big";
  chain.rules[at] = book.make(spec);
  book.changed();
  return "ok";
}

/** A book whose rules are only looked at or taken away. */
export type AnyBook = Pick<RuleBook<AnySpec, AnyRule<AnySpec>, unknown>, "chains" | "changed">;

/** A jump may only lead to a chain of the user's own. */
function hasTarget({ chains }: Pick<AnyBook, "chains">, { target }: AnySpec): boolean {
  if (target.chain === undefined) return true;
  const chain = chains.get(target.chain);
  return chain !== undefined && chain.base === undefined;
}

/** The place of the first rule with these words. */
export function findRule({ chains }: AnyBook, chainName: string, text: string): number | undefined {
  const at = chains.get(chainName)?.rules.findIndex(({ spec }) => spec.text === text) ?? -1;
  return at < 0 ? undefined : at;
}

/** Takes out the rule at a place counted from 0. */
export function deleteRule(book: AnyBook, chainName: string, at: number): EditResult {
  const chain = book.chains.get(chainName);
  if (chain === undefined) return "no-chain";
  if (at >= chain.rules.length) return "index-too-big";
  chain.rules.splice(at, 1);
  book.changed();
  return "ok";
}

/** Takes out all rules of a chain, or of the whole table. */
export function flushChain(book: AnyBook, chainName: string | undefined): EditResult {
  const chains = chosen(book, chainName);
  if (chains === undefined) return "no-chain";
  for (const { rules } of chains) rules.length = 0;
  book.changed();
  return "ok";
}

/** Sets counters to 0: of a chain, of one rule in it, or of the whole table. */
export function zeroCounters(book: AnyBook, chainName: string | undefined, at?: number): EditResult {
  const chains = chosen(book, chainName);
  if (chains === undefined) return "no-chain";
  for (const { rules, base } of chains) {
    const rule = at === undefined ? undefined : rules[at];
    if (at !== undefined && rule === undefined) return "index-too-big";
    for (const counted of rule === undefined ? rules : [rule]) reset(counted);
    if (base === undefined || at !== undefined) continue;
    reset(base);
    // A chain may have had no counters of its own until now: setting them makes them.
    base.countsPolicy = true;
  }
  book.changed();
  return "ok";
}

function reset(counted: { packets: number; bytes: number }): void {
  counted.packets = 0;
  counted.bytes = 0;
}

/** Adds an empty chain of the user's own. */
export function addChain({ chains }: AnyBook, name: string): EditResult {
  if (chains.has(name)) return "chain-exists";
  chains.set(name, { name, rules: [], base: undefined });
  return "ok";
}

/**
 * Takes out an empty chain that no rule leads to; without a name all of the user's own. Answers the name of
 * the chain that stands in the way, if one does.
 */
export function deleteChain(
  { chains }: AnyBook,
  name: string | undefined,
): EditResult | { readonly busy: string } {
  const own = [...chains.values()].filter(({ base }) => base === undefined);
  const doomed = name === undefined ? own : own.filter((chain) => chain.name === name);
  if (name !== undefined && !chains.has(name)) return "no-chain";
  if (name !== undefined && doomed.length === 0) return { busy: name };
  const busy = doomed.find((chain) => chain.rules.length > 0 || references({ chains }, chain.name) > 0);
  if (busy !== undefined) return { busy: busy.name };
  for (const chain of doomed) chains.delete(chain.name);
  return "ok";
}

/** How many rules lead to a chain. */
export function references({ chains }: Pick<AnyBook, "chains">, name: string): number {
  const rules = [...chains.values()].flatMap((chain) => chain.rules);
  return rules.filter(({ spec }) => spec.target.chain === name).length;
}

/** Gives a chain of the user's own another name; rules that lead to it follow. */
export function renameChain({ chains }: AnyBook, name: string, renamed: string): EditResult {
  const chain = chains.get(name);
  if (chains.has(renamed)) return "chain-exists";
  if (chain === undefined || chain.base !== undefined) return "no-chain";
  chain.name = renamed;
  const kept = [...chains.values()];
  chains.clear();
  for (const each of kept) {
    chains.set(each.name, each);
    each.rules.forEach((rule, index) => {
      each.rules[index] = leadingTo(rule, name, renamed);
    });
  }
  return "ok";
}

function leadingTo(rule: AnyRule<AnySpec>, name: string, renamed: string): AnyRule<AnySpec> {
  const { spec } = rule;
  if (spec.target.chain !== name) return rule;
  const text = spec.text.replace(new RegExp(` ?(-[jg]) ${name}$`), ` $1 ${renamed}`).trim();
  return { ...rule, spec: { ...spec, target: { ...spec.target, chain: renamed }, text } };
}

/** What becomes of packets that no rule of a chain decided about. */
export function setPolicy(book: AnyBook, name: string, policy: "ACCEPT" | "DROP"): EditResult {
  const base = book.chains.get(name)?.base;
  if (base === undefined) return "not-built-in";
  base.policy = policy;
  // A policy that is set counts from zero; a chain of the newer tool counts only then.
  reset(base);
  base.countsPolicy = true;
  book.changed();
  return "ok";
}

function chosen(
  { chains }: AnyBook,
  name: string | undefined,
): readonly ChainOf<AnyRule<AnySpec>, unknown>[] | undefined {
  if (name === undefined) return [...chains.values()];
  const chain = chains.get(name);
  return chain === undefined ? undefined : [chain];
}
