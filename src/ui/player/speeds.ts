/** The speeds that keys and menu offer, from slow to fast. */

import type { Speed } from "../store.ts";

export const speeds: readonly Speed[] = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, "real", "max"];

/** A factor as people write it: `1/100`, `3`. */
export const factorText = (factor: number): string =>
  factor < 1 ? `1/${Number((1 / factor).toPrecision(1))}` : `${factor}`;
