/**
 * What happens next: entries ordered by time, then by order of scheduling.
 *
 * A binary heap of entry objects for the near future; whatever is due more than a second ahead waits unsorted
 * in a bucket of its second and joins the heap when that second begins. Labs hold many far timers (a
 * connection entry lives for minutes) that would otherwise slow down every near event.
 */

import type { Nanos } from "./time.ts";

/** One thing that is due. `order` decides between entries of equal time; `cause` is a trace event's id. */
export interface QueueEntry {
  due: Nanos;
  order: number;
  cause: number;
  run: (subject: never) => void;
  subject: unknown;
}

export interface EventQueue {
  readonly near: QueueEntry[];
  readonly far: Map<number, QueueEntry[]>;
  /** Seconds that have a bucket, smallest first (a heap of numbers). */
  readonly farSeconds: number[];
  /** Entries due before this belong into `near`. */
  horizon: number;
}

const bucketLength = 1e9;

export const emptyQueue = (): EventQueue => ({
  near: [],
  far: new Map(),
  farSeconds: [],
  horizon: bucketLength,
});

/** The number of entries that wait. */
export function size(queue: EventQueue): number {
  let count = queue.near.length;
  for (const bucket of queue.far.values()) count += bucket.length;
  return count;
}

/** Adds an entry; its `due` must not lie before that of the last entry taken out. */
export function push(queue: EventQueue, entry: QueueEntry): void {
  if (entry.due < queue.horizon) {
    pushNear(queue.near, entry);
    return;
  }
  const second = Math.floor(entry.due / bucketLength);
  const bucket = queue.far.get(second);
  if (bucket !== undefined) {
    bucket.push(entry);
    return;
  }
  queue.far.set(second, [entry]);
  pushSecond(queue.farSeconds, second);
}

/** The next entry without taking it out, or `undefined` when nothing is due any more. */
export function peek(queue: EventQueue): QueueEntry | undefined {
  if (queue.near.length === 0) openNextBucket(queue);
  return queue.near[0];
}

/** Takes out the next entry. */
export function pop(queue: EventQueue): QueueEntry | undefined {
  const first = peek(queue);
  const last = queue.near.pop();
  if (first === undefined || last === undefined || first === last) return first;
  sinkFromTop(queue.near, last);
  return first;
}

function openNextBucket(queue: EventQueue): void {
  const second = popSecond(queue.farSeconds);
  if (second === undefined) return;
  queue.horizon = (second + 1) * bucketLength;
  const bucket = queue.far.get(second) ?? [];
  queue.far.delete(second);
  for (const entry of bucket) pushNear(queue.near, entry);
}

const isBefore = (a: QueueEntry, b: QueueEntry): boolean =>
  a.due < b.due || (a.due === b.due && a.order < b.order);

function pushNear(heap: QueueEntry[], entry: QueueEntry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex] as QueueEntry;
    if (!isBefore(entry, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = entry;
}

function sinkFromTop(heap: QueueEntry[], entry: QueueEntry): void {
  const length = heap.length;
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    if (childIndex >= length) break;
    let child = heap[childIndex] as QueueEntry;
    const other = heap[childIndex + 1];
    if (other !== undefined && isBefore(other, child)) {
      child = other;
      childIndex++;
    }
    if (!isBefore(child, entry)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = entry;
}

/** The seconds are few: a sorted list, the smallest last. */
function pushSecond(list: number[], second: number): void {
  let index = list.length;
  while (index > 0 && (list[index - 1] as number) < second) index--;
  list.splice(index, 0, second);
}

const popSecond = (list: number[]): number | undefined => list.pop();
