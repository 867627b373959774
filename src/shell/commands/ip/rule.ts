/**
 * `ip rule`: which table is looked into for which packets.
 *
 * Leaves out goto, suppressors, ports and user ranges.
 */

import type { RoutingRule, RuleAction } from "#sim/stack/fib";
import { addRule, deleteRule, flushRules, type RuleRequest } from "#sim/stack/fib-rules";
import { formatRule } from "#sim/stack/route-format";
import { prefixIn } from "./addresses.ts";
import { answer, type Call, print } from "./call.ts";
import { tableIn, tosIn } from "./route-request.ts";
import { helpOn, missing, objectOf, verb } from "./verbs.ts";
import { begins, current, eachWord, next, numberIn, numberOf, Refusal, wrong } from "./words.ts";

const verbs = [
  verb("show list lst", show),
  missing("save restore", "ip rule"),
  verb("add", (call) => answer(addRule(call.stack, readNew(call)))),
  verb("delete", (call) => answer(deleteRule(call.stack, readRule(call, "del")))),
  verb("flush", ({ stack }) => {
    flushRules(stack);
    return 0;
  }),
  verb("help", helpOn("rule")),
];

/** `ip rule [show|add|del|flush]`. */
export const rule = objectOf("rule", verbs, show);

type Draft = { -readonly [field in keyof RuleRequest]: RuleRequest[field] };

/** A new rule looks into main unless it says otherwise. */
function readNew(call: Call): RuleRequest {
  const request = readRule(call, "add");
  return request.action === undefined ? { ...request, action: { kind: "lookup", table: 254 } } : request;
}

function readRule(call: Call, command: "add" | "del"): RuleRequest {
  if (current(call.words) === undefined) throw new Refusal(`"ip rule ${command}" requires arguments.`, 1);
  return readSelector(call);
}

function readSelector(call: Call): RuleRequest {
  const { words, options } = call;
  const draft: Draft = {};
  for (const word of eachWord(words)) {
    if (word === "not") draft.isInverted = true;
    else if (word === "from") draft.from = prefixIn(next(words), options.family);
    else if (word === "to") draft.to = prefixIn(next(words), options.family);
    else if (begins(word, "preference", "order", "priority")) {
      draft.priority = numberIn(next(words), "preference value is invalid\n");
    } else if (word === "tos" || begins(word, "dsfield"))
      draft.tos = tosIn(next(words), "TOS value is invalid\n");
    else if (word === "fwmark") Object.assign(draft, markIn(next(words)));
    else if (begins(word, "table") || word === "lookup") {
      draft.action = { kind: "lookup", table: tableIn(next(words), "invalid table ID") };
    } else if (word === "dev" || word === "iif") draft.iif = next(words);
    else if (word === "oif") draft.oif = next(words);
    else if (begins(word, "realms", "protocol")) next(words);
    else draft.action = actionIn(word === "type" ? next(words) : word);
  }
  return draft;
}

function markIn(word: string): { mark: number; markMask?: number } {
  const [text = "", maskText] = word.split("/");
  const mark = numberOf(text);
  if (mark === undefined) throw wrong(word, "fwmark value is invalid\n");
  if (maskText === undefined) return { mark };
  const markMask = numberOf(maskText);
  if (markMask === undefined) throw wrong(maskText, "fwmask value is invalid\n");
  return { mark, markMask };
}

/** What ip knows of and the lab's rules do not do. */
const others = ["goto", "nat", "map-to", "l3mdev", "uidrange", "ipproto", "sport", "dport", "tun_id"];

function actionIn(word: string): RuleAction {
  if (word === "unreachable" || word === "prohibit" || word === "blackhole") return { kind: word };
  if (others.includes(word) || word.startsWith("suppress")) {
    throw new Refusal(`not modelled in LVS Lab: ip rule ${word}`, 0);
  }
  throw wrong(word, "Failed to parse rule type");
}

function show(call: Call): number {
  const choice = readSelector(call);
  if (call.options.family === "inet6") return 0;
  for (const rule of call.stack.fib.rules) {
    if (isMeant(choice, rule)) print(call, formatRule(rule));
  }
  return 0;
}

function isMeant(choice: RuleRequest, rule: RoutingRule): boolean {
  const { action } = choice;
  const hasTable =
    action?.kind !== "lookup" || (rule.action.kind === "lookup" && rule.action.table === action.table);
  return (
    hasTable &&
    [undefined, rule.priority].includes(choice.priority) &&
    [undefined, rule.mark].includes(choice.mark) &&
    [undefined, rule.iif].includes(choice.iif) &&
    [undefined, rule.oif].includes(choice.oif) &&
    isSame(choice.from, rule.from) &&
    isSame(choice.to, rule.to)
  );
}

const isSame = (asked: RuleRequest["from"], prefix: RoutingRule["from"]): boolean =>
  asked === undefined || (asked.address === prefix?.address && asked.length === prefix.length);
