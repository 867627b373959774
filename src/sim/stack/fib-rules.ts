/**
 * Adding and deleting policy rules as `ip rule` does (fib_rules.c of Linux 6.1).
 *
 * Leaves out goto, suppressors, ports and user ranges.
 */

import type { Prefix } from "../wire/address.ts";
import { type RoutingRule, type RuleAction, ruleFor } from "./fib.ts";
import type { Changed } from "./fib-routes.ts";
import { tables } from "./route.ts";
import { formatRule } from "./route-format.ts";
import type { Stack } from "./stack.ts";

/** A rule as somebody asks for it; what is left out selects everything, and looks up the table main. */
export interface RuleRequest {
  readonly priority?: number;
  readonly isInverted?: boolean;
  readonly from?: Prefix;
  readonly to?: Prefix;
  readonly tos?: number;
  readonly iif?: string;
  readonly oif?: string;
  readonly mark?: number;
  readonly markMask?: number;
  readonly action?: RuleAction;
}

/** Adds a rule behind those of the same priority. `EEXIST` when the very same is there already. */
export function addRule(stack: Stack, request: RuleRequest): Changed {
  const { fib } = stack;
  const rule = ruleOf(request, request.priority ?? nextPriority(fib.rules));
  const isKnown = fib.rules.some((other) => formatRule(other) === formatRule(rule));
  if (isKnown && request.priority !== undefined) return { ok: false, errno: "EEXIST" };
  const index = fib.rules.findIndex(({ priority }) => priority > rule.priority);
  fib.rules.splice(index < 0 ? fib.rules.length : index, 0, rule);
  changed(stack, rule, "added");
  return { ok: true };
}

/** Deletes the first rule that fits everything given. */
export function deleteRule(stack: Stack, request: RuleRequest): Changed {
  const { rules } = stack.fib;
  const index = rules.findIndex((rule) => fits(rule, request));
  const [removed] = index < 0 ? [] : rules.splice(index, 1);
  if (removed === undefined) return { ok: false, errno: "ENOENT" };
  changed(stack, removed, "removed");
  return { ok: true };
}

/** `ip rule flush`: all rules but the one for local addresses. */
export function flushRules(stack: Stack): void {
  const { rules } = stack.fib;
  for (const rule of rules.filter(({ priority }) => priority !== 0)) {
    rules.splice(rules.indexOf(rule), 1);
    changed(stack, rule, "removed");
  }
}

function changed(stack: Stack, rule: RoutingRule, change: "added" | "removed"): void {
  stack.fib.hasCustomRules = true;
  stack.fib.generation++;
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  simulation.emit({ kind: "table-changed", node, table: "rules", row: formatRule(rule), change });
}

/** One less than the second rule of the list has; 0 where there is none such. */
const nextPriority = ([, second]: readonly RoutingRule[]): number => Math.max(0, (second?.priority ?? 1) - 1);

function ruleOf(request: RuleRequest, priority: number): RoutingRule {
  const plain = ruleFor(priority, tables.main);
  return {
    priority,
    isInverted: request.isInverted ?? false,
    from: selector(request.from),
    to: selector(request.to),
    tos: request.tos ?? 0,
    iif: request.iif,
    oif: request.oif,
    mark: (request.mark ?? 0) >>> 0,
    markMask: (request.markMask ?? (request.mark === undefined ? 0 : 0xffffffff)) >>> 0,
    action: request.action ?? plain.action,
  };
}

/** `from all` is no condition. */
const selector = (prefix: Prefix | undefined): Prefix | undefined =>
  prefix?.length === 0 ? undefined : prefix;

function fits(rule: RoutingRule, request: RuleRequest): boolean {
  const asked = ruleOf(request, request.priority ?? rule.priority);
  const filled = { ...asked, action: request.action === undefined ? rule.action : asked.action };
  const given = [
    request.from === undefined || samePrefix(rule.from, filled.from),
    request.to === undefined || samePrefix(rule.to, filled.to),
    request.tos === undefined || rule.tos === filled.tos,
    request.iif === undefined || rule.iif === filled.iif,
    request.oif === undefined || rule.oif === filled.oif,
    request.mark === undefined || (rule.mark === filled.mark && rule.markMask === filled.markMask),
    request.isInverted === undefined || rule.isInverted === filled.isInverted,
    rule.priority === filled.priority,
    sameAction(rule.action, filled.action),
  ];
  return given.every(Boolean);
}

const samePrefix = (one: Prefix | undefined, other: Prefix | undefined): boolean =>
  one?.address === other?.address && one?.length === other?.length;

const sameAction = (one: RuleAction, other: RuleAction): boolean =>
  one.kind === other.kind && (one.kind !== "lookup" || other.kind !== "lookup" || one.table === other.table);
