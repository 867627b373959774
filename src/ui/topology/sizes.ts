/**
 * How large cards will be: the layout makes room for the largest that was seen, so that an address that a
 * command adds, or stepping back before it, moves no machine.
 *
 * Directors and servers get room for a virtual address before they have one: they will.
 */

import { type Card, cardMetrics, cardSize } from "./card.ts";
import type { Size } from "./geometry.ts";
import { type Density, densities } from "./layout.ts";
import type { Measure } from "./text-width.ts";

export interface Reserved {
  /** The room that is kept for a machine's card. */
  readonly size: (id: string, density: Density) => Size;
  /** Takes note of cards; answers whether one needs more room than was kept. */
  note(cards: readonly Card[]): boolean;
}

/** Roles are shorter: whether they are shown changes no layout. */
const asNumbers = (address: string): string => address;

const needsRoom = new Set(["director", "real-server"]);

export function createReserved(measure: Measure): Reserved {
  const sizes = new Map<string, Size>();
  const keyOf = (id: string, density: Density): string => `${density} ${id}`;
  const noteAt = (card: Card, density: Density): boolean => {
    const key = keyOf(card.id, density);
    const known = sizes.get(key);
    const needed = cardSize(card, density, asNumbers, measure);
    if (known === undefined) {
      const isExpecting = card.chips.length === 0 && needsRoom.has(card.kind);
      const extra = isExpecting ? cardMetrics[density].chip : 0;
      sizes.set(key, { width: needed.width, height: needed.height + extra });
      return true;
    }
    if (needed.width <= known.width && needed.height <= known.height) return false;
    sizes.set(key, {
      width: Math.max(needed.width, known.width),
      height: Math.max(needed.height, known.height),
    });
    return true;
  };
  return {
    size: (id, density) => sizes.get(keyOf(id, density)) ?? { width: 120, height: 60 },
    note(cards) {
      let hasGrown = false;
      for (const card of cards) {
        for (const density of densities) hasGrown = noteAt(card, density) || hasGrown;
      }
      return hasGrown;
    },
  };
}
