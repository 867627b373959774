/**
 * How far from the clients each part of a network is, counted in cables, and who hangs on whom: what layouts
 * that follow the way of a request are made of.
 */

/** Something with cables: a machine, or the segment between machines. */
export interface Part {
  readonly id: string;
  /** Requests begin here. */
  readonly isSource: boolean;
  readonly isSegment: boolean;
}

/** From one id to the other. */
export type Joint = readonly [string, string];

export type Neighbours = ReadonlyMap<string, readonly string[]>;

export function neighboursOf(joints: readonly Joint[]): Neighbours {
  const neighbours = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
  };
  for (const [one, other] of joints) {
    add(one, other);
    add(other, one);
  }
  return neighbours;
}

/**
 * The parts by how many cables away from the clients they are; from the first part where there is no client.
 * What no cable leads to is in the first rank.
 */
export function inRanks<P extends Part>(parts: readonly P[], neighbours: Neighbours): P[][] {
  const sources = parts.filter(({ isSource }) => isSource);
  const rankOf = new Map<string, number>();
  let edge = (sources.length > 0 ? sources : parts.slice(0, 1)).map(({ id }) => id);
  for (let rank = 0; edge.length > 0; rank++) {
    for (const id of edge) rankOf.set(id, rank);
    edge = [...new Set(edge.flatMap((id) => neighbours.get(id) ?? []))].filter((id) => !rankOf.has(id));
  }
  const count = Math.max(0, ...rankOf.values()) + 1;
  const ranks: P[][] = Array.from({ length: count }, () => []);
  for (const part of parts) ranks[rankOf.get(part.id) ?? 0]?.push(part);
  return ranks;
}

/** Each rank by where the neighbours in the ranks before stand, else as it was. */
export function untangled<P extends Part>(ranks: readonly (readonly P[])[], neighbours: Neighbours): P[][] {
  const placeOf = new Map<string, number>();
  return ranks.map((rank) => {
    const weighed = rank.map((part, index) => {
      const known = (neighbours.get(part.id) ?? []).flatMap((id) => placeOf.get(id) ?? []);
      const sum = known.reduce((total, place) => total + place, 0);
      return { part, index, weight: known.length === 0 ? 0.5 : sum / known.length };
    });
    weighed.sort((one, other) => one.weight - other.weight || one.index - other.index);
    weighed.forEach(({ part }, index) => {
      placeOf.set(part.id, (index + 0.5) / weighed.length);
    });
    return weighed.map(({ part }) => part);
  });
}
