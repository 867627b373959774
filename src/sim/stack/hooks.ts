/**
 * The five places in a node's stack where others may look at a packet: netfilter's hooks.
 *
 * Handlers run in the order of their priority, the lowest first; equal ones in the order they were added. The
 * first verdict other than accept ends the walk.
 */

import type { PacketContext } from "./packet-context.ts";
import { accept, type Verdict } from "./verdict.ts";

export type HookName = "prerouting" | "local-in" | "forward" | "local-out" | "postrouting";

export interface HookHandler {
  /** Who this is, for explanations: `mangle`, `ipvs`. */
  readonly name: string;
  readonly priority: number;
  readonly handle: (context: PacketContext) => Verdict;
}

export type Hooks = { readonly [hook in HookName]: HookHandler[] };

/** The kernel's priorities that anything here uses. */
export const hookPriorities = {
  raw: -300,
  defragment: -400,
  conntrack: -200,
  mangle: -150,
  destinationNat: -100,
  filter: 0,
  security: 50,
  sourceNat: 100,
  conntrackConfirm: 2147483647,
} as const;

export const noHooks = (): Hooks => ({
  prerouting: [],
  "local-in": [],
  forward: [],
  "local-out": [],
  postrouting: [],
});

/** Adds a handler behind those of the same priority. */
export function register(hooks: Hooks, hook: HookName, handler: HookHandler): void {
  const list = hooks[hook];
  const index = list.findIndex((other) => other.priority > handler.priority);
  list.splice(index < 0 ? list.length : index, 0, handler);
}

/** Takes a handler away again. */
export function unregister(hooks: Hooks, hook: HookName, handler: HookHandler): void {
  const index = hooks[hook].indexOf(handler);
  if (index >= 0) hooks[hook].splice(index, 1);
}

/** Shows the packet to every handler of a hook: `run(stack.hooks.prerouting, context)`. */
export function run(handlers: readonly HookHandler[], context: PacketContext): Verdict {
  for (let index = 0; index < handlers.length; index++) {
    const verdict = (handlers[index] as HookHandler).handle(context);
    if (verdict !== accept && verdict.kind !== "accept") return verdict;
  }
  return accept;
}
