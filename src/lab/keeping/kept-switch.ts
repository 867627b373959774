/**
 * What a switch knows, as it was last told. Entries become too old without an event: the moment when the
 * oldest does is noted, so that nothing needs to be looked at before.
 */

import type { Nanos } from "#sim/engine/time";
import type { Bridge } from "#sim/link/bridge";
import type { FdbRow } from "#sim/rows";
import { fdbRows } from "#sim/tables/fdb-rows";
import { isSameRow, type TellChange } from "./kept-node.ts";

export interface KeptSwitch {
  /** The name of its segment. */
  readonly name: string;
  readonly bridge: Bridge;
  readonly tell: TellChange;
  readonly rows: Map<string, FdbRow>;
  changes: number;
  ageing: number;
  /** No entry that is known becomes too old before this. */
  freshUntil: number;
  hasLearnt: boolean;
}

/** A switch of which nothing has been told yet. */
export const keptSwitch = (name: string, bridge: Bridge, tell: TellChange): KeptSwitch => ({
  name,
  bridge,
  tell,
  rows: new Map(),
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
  compare(kept, fdbRows([kept.bridge], now));
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

function compare({ name, rows, tell }: KeptSwitch, now: ReadonlyMap<string, FdbRow>): void {
  for (const key of [...rows.keys()]) {
    if (now.has(key)) continue;
    rows.delete(key);
    tell(name, "fdb", key, undefined);
  }
  for (const [key, row] of now) {
    const before = rows.get(key);
    if (before !== undefined && isSameRow(before, row)) continue;
    rows.set(key, row);
    tell(name, "fdb", key, row);
  }
}
