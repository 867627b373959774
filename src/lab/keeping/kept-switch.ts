/**
 * What a switch knows, as it was last told. Entries become too old without an event: the moment when the
 * first does is noted, so that nothing needs to be looked at before.
 */

import type { Nanos } from "#sim/engine/time";
import type { Bridge } from "#sim/link/bridge";
import { fdbRows } from "#sim/tables/fdb-rows";
import { type ChangeLog, type KeptTable, keptTable, putAll } from "./change-log.ts";

export interface KeptSwitch {
  readonly bridge: Bridge;
  /** Of the segment. */
  readonly table: KeptTable<"fdb">;
  changes: number;
  ageing: number;
  /** No entry that is known becomes too old before this. */
  freshUntil: number;
  hasLearnt: boolean;
}

/** A switch of which nothing has been told yet, by the name of its segment. */
export const keptSwitch = (name: string, bridge: Bridge, log: ChangeLog): KeptSwitch => ({
  bridge,
  table: keptTable(name, "fdb", log),
  changes: -1,
  ageing: -1,
  freshUntil: 0,
  hasLearnt: true,
});

/** Tells of what has changed, if anything can have. */
export function lookAtSwitch(kept: KeptSwitch, now: Nanos): void {
  const { fdb } = kept.bridge;
  const isSame = !kept.hasLearnt && kept.changes === fdb.changes && kept.ageing === fdb.ageing;
  if (isSame && now < kept.freshUntil) return;
  kept.hasLearnt = false;
  kept.changes = fdb.changes;
  kept.ageing = fdb.ageing;
  kept.freshUntil = freshUntil(kept, now);
  putAll(kept.table, fdbRows([kept.bridge], now));
}

/** When the next entry becomes too old, unless a frame comes from its address meanwhile. */
function freshUntil({ bridge }: KeptSwitch, now: Nanos): number {
  let first = Number.POSITIVE_INFINITY;
  const { vlans, ageing } = bridge.fdb;
  for (const entries of vlans.values()) {
    for (const { isStatic, updated } of entries.values()) {
      const end = updated + ageing;
      if (!isStatic && end > now) first = Math.min(first, end);
    }
  }
  return first;
}
