/**
 * Which part of the ladder is in the window: it goes with the shown moment, until a person looks elsewhere.
 */

export interface Viewport {
  readonly top: number;
  readonly height: number;
}

/** While it follows, the moment stands at most so far down, for what comes next is seen too. */
const lowest = 0.74;
/** Where it comes to stand after a leap. */
const afterLeap = 0.45;
const margin = 16;

const clamp = (top: number, { height }: Viewport, full: number): number =>
  Math.max(0, Math.min(top, full - height));

/** The top of the window in which a height is in sight; the same where it is already. */
export function follow(window: Viewport, y: number, full: number): number {
  const { top, height } = window;
  if (y >= top + margin && y <= top + height * lowest) return clamp(top, window, full);
  const isNear = y > top && y < top + height * 1.5;
  return clamp(Math.round(isNear ? y - height * lowest : y - height * afterLeap), window, full);
}

/** A frame of the screen leaves so much of the way; what is nearer than a pixel is there. */
const leftByFrame = 0.8;
const frameMillis = 1000 / 60;

/**
 * A step towards a top, so that a window that follows glides, as far as the time since the last one has it;
 * what is far away is leapt to.
 */
export function glide({ top, height }: Viewport, goal: number, millis: number): number {
  const way = goal - top;
  if (Math.abs(way) > height || Math.abs(way) < 1) return goal;
  const share = 1 - leftByFrame ** (millis / frameMillis);
  return top + Math.sign(way) * Math.min(Math.abs(way), Math.max(1, Math.round(Math.abs(way) * share)));
}

/** The top of the window in which something is wholly in sight. */
export function reveal(window: Viewport, { from, to }: { from: number; to: number }, full: number): number {
  const { top, height } = window;
  if (from >= top && to <= top + height) return top;
  const isJustAbove = from < top && to > top;
  const isJustBelow = to > top + height && from < top + height;
  if (isJustAbove) return clamp(from - margin, window, full);
  if (isJustBelow) return clamp(to - height + margin, window, full);
  return clamp(Math.round((from + to) / 2 - height * afterLeap), window, full);
}

export const isInSight = ({ top, height }: Viewport, y: number): boolean => y >= top && y <= top + height;
