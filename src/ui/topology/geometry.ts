/**
 * Points and boxes of the stage: where things are, whether they overlap, where a line leaves a box. Plain
 * arithmetic; right and down, in the stage's own units.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box by its top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const boxAround = ({ x, y }: Point, { width, height }: Size): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

export const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

export const between = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** The area that two boxes share; boxes that touch share none. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The smallest box around some; nowhere without any. */
export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The same box with room around it. */
export const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

export const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Where a line from the middle of a box towards a point crosses its border. */
export function exitOf(box: Box, towards: Point): Point {
  const middle = middleOf(box);
  const dx = towards.x - middle.x;
  const dy = towards.y - middle.y;
  if (dx === 0 && dy === 0) return middle;
  const alongX = dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx);
  const alongY = dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy);
  const part = Math.min(alongX, alongY);
  return { x: middle.x + dx * part, y: middle.y + dy * part };
}

/** Whether the straight line between two points runs through a box. */
export function crosses(from: Point, to: Point, box: Box): boolean {
  const enter: [number, number] = [0, 1];
  const cutX = cut(enter, to.x - from.x, box.x - from.x, box.x + box.width - from.x);
  return cutX && cut(enter, to.y - from.y, box.y - from.y, box.y + box.height - from.y);
}

/** Narrows the part of a line that lies between two borders; false where nothing is left. */
function cut(part: [number, number], delta: number, low: number, high: number): boolean {
  if (delta === 0) return low < 0 && high > 0;
  const one = low / delta;
  const other = high / delta;
  part[0] = Math.max(part[0], Math.min(one, other));
  part[1] = Math.min(part[1], Math.max(one, other));
  return part[0] < part[1];
}
