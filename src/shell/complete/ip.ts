/**
 * Arguments of ip: objects, their verbs, and of each verb the keywords that its help names, with devices,
 * addresses and tables where they stand.
 */

import { allRoutes } from "#sim/stack/fib";
import { tableName } from "#sim/stack/route-format";
import { type HelpName, helpLines } from "../commands/ip/help.ts";
import { objects } from "../commands/ip/objects.ts";
import { optionNames } from "../commands/ip/options.ts";
import type { Verb } from "../commands/ip/verbs.ts";
import { begins } from "../commands/ip/words.ts";
import { needed } from "../needed.ts";
import type { Asking } from "./asking.ts";
import { type Choice, choice } from "./completion.ts";
import { choicesFor } from "./kinds.ts";
import { usageOf } from "./usage.ts";

/** What the next word of ip may be. */
export async function ipChoices(asking: Asking): Promise<Choice[]> {
  const { words, prefix, machine } = asking;
  const { rest, wanting } = afterOptions(words.slice(1));
  if (wanting === "-batch") return choicesFor("FILE", asking);
  if (wanting !== undefined) return choicesFor("inet|link", asking);
  const [object, verb, ...args] = rest;
  if (object === undefined) return prefix.startsWith("-") ? optionNames.map(choice) : objectChoices();
  const [, load] = objects.find(([known]) => begins(object, known)) ?? [];
  if (load === undefined) return [];
  const { name, verbs } = await needed(machine, load);
  if (verb === undefined) return verbs.filter(({ isMissing }) => isMissing !== true).map(offered);
  const meant = verbs.find((each) => begins(verb, ...each.words));
  if (meant === undefined || name === undefined) return [];
  return verbChoices(asking, { name, verb: meant, args });
}

const offered = ({ words: [first = ""] }: Verb): Choice => choice(first);

/** The words from the object on; `wanting`: an option whose value comes next. */
function afterOptions(words: readonly string[]): {
  readonly rest: readonly string[];
  readonly wanting: string | undefined;
} {
  let at = 0;
  while (words[at]?.startsWith("-") === true) {
    const valued = ["-batch", "-family"].find((option) => begins(words[at] ?? "", option));
    if (valued !== undefined && at === words.length - 1) return { rest: [], wanting: valued };
    at += valued === undefined ? 1 : 2;
  }
  return { rest: words.slice(at), wanting: undefined };
}

/** Each object once, though it may have several names. */
function objectChoices(): Choice[] {
  const seen = new Set<unknown>();
  return objects.flatMap(([name, load]) => {
    if (load === undefined || seen.has(load)) return [];
    seen.add(load);
    return [choice(name)];
  });
}

interface Place {
  readonly name: HelpName;
  readonly verb: Verb;
  readonly args: readonly string[];
}

function verbChoices(asking: Asking, place: Place): Choice[] {
  const { name, verb, args } = place;
  const { keywords, operands } = usageOf(helpLines(name), (known) =>
    verb.words.some((word) => word.startsWith(known)),
  );
  const last = args.at(-1) ?? "";
  const values = keywords.get(last) ?? [];
  if (values.length > 0)
    return values.flatMap((value) => meaning(value, asking, { ...place, keyword: last }));
  const unused = [...keywords.keys()].filter((keyword) => !args.includes(keyword)).map(choice);
  if (args.length > 0) return unused;
  return [...operands.flatMap((operand) => meaning(operand, asking, place)), ...unused];
}

/** Whose address stands behind a keyword. */
const narrower: Readonly<Record<string, string>> = {
  local: "OWN",
  remote: "OTHER",
  src: "OWN",
  via: "OTHER",
};

/** What a name in the help of ip stands for at a place. */
function meaning(word: string, asking: Asking, place: Place & { readonly keyword?: string }): Choice[] {
  const { name, keyword = "" } = place;
  // What is added is not there yet.
  const isNew = place.verb.words[0] === "add";
  switch (word) {
    case "ADDR":
    case "ADDRESS":
      return choicesFor(narrower[keyword] ?? (name === "neigh" && !isNew ? "NEIGHBOUR" : "NUMBER"), asking);
    case "DEV":
    case "DEVICE":
    case "IFNAME":
    case "STRING":
      return choicesFor("DEV", asking);
    case "NAME":
      return isNew ? [] : choicesFor("TUNNEL", asking);
    case "PREFIX":
      return isNew && keyword === "" ? newPrefixes(name) : choicesFor(prefixKinds[name] ?? "PREFIX", asking);
    case "TABLE_ID":
      return tables(asking).map(choice);
    case "LABEL":
      return choicesFor("LABEL", asking);
  }
  return choicesFor(/^[a-z]/.test(word) ? word : "", asking);
}

const prefixKinds: { readonly [name in HelpName]?: string } = { address: "OWN-PREFIX", route: "ROUTE" };

const newPrefixes = (name: HelpName): Choice[] => (name === "route" ? [choice("default")] : []);

const tables = ({ machine: { stack } }: Asking): string[] => [
  ...new Set(["main", ...allRoutes(stack.fib).map(({ table }) => tableName(table))]),
];
