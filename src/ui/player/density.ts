/**
 * What is to be seen on the timeline of many thousand frames: how many of which layer there are in each of
 * its narrow strips, and where something was dropped or typed.
 *
 * It grows with the scale of everything that is told. Counts stand cumulated at every place, so a strip costs
 * the same whether ten frames are in it or ten thousand.
 */

import { placesBetween, type Scale } from "../ladder/scale.ts";
import type { LayerName } from "../layer.ts";

export const layerNames = ["ethernet", "arp", "outer", "ip", "transport", "icmp", "data"] as const;

export interface Density {
  readonly scale: Scale;
  /** By layer and place: the frames sent up to there. */
  readonly counts: Readonly<Record<LayerName, number[]>>;
  /** The places of drops and of what was typed. */
  readonly drops: number[];
  readonly typed: number[];
}

export const densityOf = (scale: Scale): Density => ({
  scale,
  counts: { ethernet: [], arp: [], outer: [], ip: [], transport: [], icmp: [], data: [] },
  drops: [],
  typed: [],
});

/** Takes the places that have come since. */
export function growDensity({ scale, counts, drops, typed }: Density): void {
  const { rows, telling } = scale;
  for (let place = counts.arp.length; place < rows.length; place++) {
    const row = telling.rows[rows[place] as number];
    const mark = telling.marks[row?.mark ?? -1];
    const sent = mark?.kind === "sending" && row?.arrival === -1 ? mark.layer : undefined;
    for (const layer of layerNames) {
      counts[layer].push((counts[layer][place - 1] ?? 0) + (layer === sent ? 1 : 0));
    }
    if (mark?.kind === "note" && mark.tone === "drop") drops.push(place);
    if (mark?.kind === "typed") typed.push(place);
  }
}

/** A strip of the timeline: how many frames of each layer were sent in it, in the order of `layerNames`. */
export interface Strip {
  /** Its middle. */
  readonly x: number;
  readonly counts: readonly number[];
  readonly total: number;
}

/** The strips in which anything was sent; `full` is the height of everything, shown as `width` pixels. */
export function stripsOf(
  { scale, counts }: Density,
  { width, full, strip }: { readonly width: number; readonly full: number; readonly strip: number },
): Strip[] {
  const strips: Strip[] = [];
  const step = (strip * full) / width;
  let from = 0;
  for (let index = 0; index * strip < width; index++) {
    const { to } = placesBetween(scale, 0, (index + 1) * step);
    if (to === from) continue;
    const first = from;
    from = to;
    const found = layerNames.map((layer) => (counts[layer][to - 1] ?? 0) - (counts[layer][first - 1] ?? 0));
    const total = found.reduce((sum, count) => sum + count, 0);
    if (total > 0) strips.push({ x: (index + 0.5) * strip, counts: found, total });
  }
  return strips;
}

/** Where some places are, in pixels, each at least so far from the one before: of a heap one is shown. */
export function spots(
  scale: Scale,
  places: readonly number[],
  { width, full, apart }: { readonly width: number; readonly full: number; readonly apart: number },
): number[] {
  const found: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    const x = Math.round(((scale.ys[place] as number) * width) / full);
    if (x < last + apart) continue;
    last = x;
    found.push(x);
  }
  return found;
}
