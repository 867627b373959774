/**
 * Two pictures of the page side by side: how many pixels differ close together, which is what a changed
 * letter or digit makes. The same words smoothed a little otherwise differ faintly, or here and there.
 */

import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** How far a pixel's colour may be off, from 0 to 1, before it counts as another. */
const faint = 0.1;
/** A place is as large as a character of the page: so wide and high, in pixels. */
const place = { width: 10, height: 14 } as const;
/** So many pixels of one place may differ. The least that tells digits of 9 px apart is more. */
export const mostInAPlace = 4;

export interface Difference {
  /** Pixels that differ, at the place where most do. */
  readonly most: number;
  readonly at: { readonly x: number; readonly y: number };
  /** The new picture, pale, with what differs in it in red. */
  readonly drawing: PNG;
}

/** What is different; `undefined` where they have not the same size. */
export function differenceOf(one: PNG, other: PNG): Difference | undefined {
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return undefined;
  const only = new PNG({ width, height });
  const drawing = new PNG({ width, height });
  const options = { threshold: faint, includeAA: true };
  pixelmatch(one.data, other.data, only.data, width, height, { ...options, diffMask: true });
  pixelmatch(one.data, other.data, drawing.data, width, height, { ...options, alpha: 0.3 });
  return { ...densestOf(only), drawing };
}

/** The place with most pixels that are not transparent, of all places there are. */
function densestOf({ width, height, data }: PNG): Pick<Difference, "most" | "at"> {
  // How many there are above and to the left of each corner: four of these give any place.
  const row = width + 1;
  const above = new Uint32Array(row * (height + 1));
  for (let y = 0; y < height; y++) {
    let inRow = 0;
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3] !== 0) inRow++;
      above[(y + 1) * row + x + 1] = (above[y * row + x + 1] ?? 0) + inRow;
    }
  }
  const till = (x: number, y: number): number => above[y * row + x] ?? 0;
  let most = 0;
  let at = { x: 0, y: 0 };
  for (let y = 0; y < height; y++) {
    const bottom = Math.min(height, y + place.height);
    for (let x = 0; x < width; x++) {
      const right = Math.min(width, x + place.width);
      const count = till(right, bottom) - till(x, bottom) - till(right, y) + till(x, y);
      if (count > most) [most, at] = [count, { x, y }];
    }
  }
  return { most, at };
}
