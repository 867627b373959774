/**
 * What must hold in every lab, whatever happens in it: looked at while it runs, from its events and its
 * tables.
 *
 * Every frame sent arrives, is dropped with a reason, or is still under way. No packet ends in a node without
 * a word, and none outlives its time to live. The counters of a destination equal the entries that point at
 * it. A reply that matches an entry of NAT leaves with the virtual address and port of that entry.
 */

import type { Nanos } from "#sim/engine/time";
import type { Network } from "#sim/network";
import type { TraceEvent } from "#sim/trace";
import { lookAtReply, wrongCounters } from "./invariant-balance.ts";
import { endsAccount, lookAtEnds, openEnds } from "./invariant-ends.ts";
import { frameAccount, lookAtFrame, openFrames } from "./invariant-frames.ts";
import { lifeAccount, lookAtLife } from "./invariant-life.ts";

export interface Invariants {
  /** What did not hold, in words for us: at most `maxBroken` of them. */
  readonly broken: readonly string[];
  /** Looks at the tables: to be called between two events, now and then. */
  look(): void;
  /** Looks for frames that neither arrived nor were dropped, and the like: to be called at the end. */
  end(): void;
}

const maxBroken = 10;

/** Watches a network from now on, which must be before its first event. */
export function watchInvariants(network: Network): Invariants {
  const broken: string[] = [];
  const frames = frameAccount(network);
  const lives = lifeAccount(network);
  const ends = endsAccount(network);
  const complain = (at: Nanos, what: string): void => {
    if (broken.length < maxBroken) broken.push(`${(at / 1e9).toFixed(6)} ${what}`);
  };
  network.simulation.observe((traced: TraceEvent) => {
    const looks = [
      lookAtFrame(frames, traced),
      lookAtLife(lives, traced),
      lookAtReply(network, traced),
      lookAtEnds(ends, traced),
    ];
    for (const wrong of looks) if (wrong !== undefined) complain(traced.at, wrong);
  });
  const { simulation } = network;
  return {
    broken,
    look: () => {
      for (const wrong of wrongCounters(network)) complain(simulation.now, wrong);
    },
    end: () => {
      const lost = [...openFrames(frames, simulation.now), ...openEnds(ends, simulation.now)];
      for (const wrong of lost) complain(simulation.now, wrong);
    },
  };
}
