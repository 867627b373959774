/**
 * What a switch knows, or the bridges of a node, as it was last told. Entries become too old without an
 * event: the moment when the next one does is noted, so that nothing needs to be looked at before.
 */

import type { Nanos } from "#sim/engine/time";
import type { Bridge } from "#sim/link/bridge";
import { fdbRows } from "#sim/tables/fdb-rows";
import { type KeptTable, putAll } from "./change-log.ts";

export interface KeptBridges {
  /** They may come and go. */
  readonly bridges: ReadonlyMap<string, Bridge>;
  readonly table: KeptTable<"fdb">;
  /** By what nothing but age can have changed. */
  changes: number;
  /** No entry becomes too old before this. */
  freshUntil: number;
  hasLearnt: boolean;
}

/** Bridges of which nothing has been told yet. */
export const keptBridges = (bridges: ReadonlyMap<string, Bridge>, table: KeptTable<"fdb">): KeptBridges => ({
  bridges,
  table,
  changes: -1,
  freshUntil: Number.POSITIVE_INFINITY,
  hasLearnt: true,
});

/** Tells of what has changed, if anything but age can have. */
export function lookAtBridges(kept: KeptBridges, now: Nanos): void {
  const { bridges } = kept;
  let changes = bridges.size;
  for (const { fdb } of bridges.values()) changes += fdb.changes + fdb.ageing;
  if (!kept.hasLearnt && kept.changes === changes) return;
  kept.hasLearnt = false;
  kept.changes = changes;
  readBridges(kept, now);
}

/** Tells of entries that have become too old up to now, each with the moment when it did. */
export function ageBridges(all: readonly KeptBridges[], start: Nanos, now: Nanos): void {
  for (;;) {
    const next = firstToAge(all);
    if (next === undefined || next.freshUntil > now) return;
    next.table.log.at = next.freshUntil - start;
    readBridges(next, next.freshUntil as Nanos);
  }
}

function firstToAge(all: readonly KeptBridges[]): KeptBridges | undefined {
  let first = all[0];
  for (let index = 1; index < all.length; index++) {
    const kept = all[index] as KeptBridges;
    if (first === undefined || kept.freshUntil < first.freshUntil) first = kept;
  }
  return first;
}

function readBridges(kept: KeptBridges, now: Nanos): void {
  const { bridges, table } = kept;
  kept.freshUntil = nextAgeing(bridges.values(), now);
  putAll(table, fdbRows(bridges.values(), now));
}

/** When the next entry becomes too old, unless a frame comes from its address meanwhile. */
function nextAgeing(bridges: Iterable<Bridge>, now: Nanos): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { fdb } of bridges) {
    for (const entries of fdb.vlans.values()) {
      for (const { isStatic, updated } of entries.values()) {
        const end = updated + fdb.ageing;
        if (!isStatic && end > now) first = Math.min(first, end);
      }
    }
  }
  return first;
}
