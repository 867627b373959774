/**
 * Lets a session go on in slices: between two, messages that wait get through. What was recorded is sent in
 * batches.
 *
 * The caller says what time it is for the host; without a clock a slice counts in steps. Neither changes what
 * happens in the lab.
 */

import type { Nanos } from "#sim/engine/time";
import { labTime } from "./lab.ts";
import type { LabMessage, LabRequest, Port } from "./lab-messages.ts";
import { batchOf, type Gone, goOn, passTime, type Session } from "./session.ts";

/** The lab's side of a port, and what the work at hand is about. */
export interface Link {
  readonly port: Port<LabMessage, LabRequest>;
  /** Comes back when messages that wait have been delivered. */
  readonly yieldToMessages: () => Promise<void>;
  /** Milliseconds of the host's clock, if it has told one. */
  readonly now: (() => number) | undefined;
  /** The request at hand is to end. */
  isHalted: boolean;
  /** The other side has what happens now: it is recorded, and not sent. */
  isSilent: boolean;
  /** Where an opening is on its way to; the other side is told how far it is. */
  opensTo: Nanos | undefined;
  /** The head of the last batch. */
  sentHead: Nanos;
  /** The slice at hand: its steps, and when it began. */
  readonly slice: { steps: number; began: number };
  /** Events at the last batch, and slices since. */
  sentEvents: number;
  unsentSlices: number;
}

/** What a message may have to wait, in milliseconds. */
const sliceMillis = 10;
/** Steps between two looks at the clock: one may be a shell that thinks for a millisecond. */
const stepsToLook = 8;
/** Steps of a slice where there is no clock. */
const sliceSteps = 500;
/** Slices after which what was recorded is sent, however little it is. */
const batchSlices = 2;
/** Events of a batch: what a page takes in without being late for a frame. */
const batchEvents = 500;

export function beginSlice({ slice, now }: Link): void {
  slice.steps = 0;
  slice.began = now?.() ?? 0;
}

/** Whether the slice at hand is over; counts its steps. */
export function isSliceOver({ slice, now }: Link): boolean {
  slice.steps++;
  if (now === undefined) return slice.steps >= sliceSteps;
  return slice.steps % stepsToLook === 0 && now() - slice.began >= sliceMillis;
}

/** Why `proceed` came back: the moment is reached; and nothing is to come after it; or it was cut short. */
export type Proceeded = "there" | "idle" | "cut";

/**
 * Lets a session go on to a moment, slice by slice. Where `isEnough` holds, or a halt was asked for, the
 * moment at hand is made whole and that is it. An idle lab's clock goes to the moment as well.
 */
export async function proceed(
  link: Link,
  session: Session,
  until: Nanos,
  isEnough: () => boolean,
): Promise<Proceeded> {
  const isCut = (): boolean => link.isHalted || isEnough();
  for (;;) {
    const gone = await slice(link, session, until, isCut);
    if (gone === "idle") passTime(session, until);
    if (gone !== "enough") {
      send(link, session, labTime(session.lab));
      return gone;
    }
    if (isCut()) break;
    await rest(link, session);
  }
  await finishMoment(link, session);
  return "cut";
}

/** Lets everything happen that is due at the moment at hand. */
export async function finishMoment(link: Link, session: Session): Promise<void> {
  const head = labTime(session.lab);
  while ((await slice(link, session, head, () => false)) === "enough") await rest(link, session);
  send(link, session, head);
}

function slice(link: Link, session: Session, until: Nanos, isCut: () => boolean): Promise<Gone> {
  beginSlice(link);
  return goOn(session, until, () => isSliceOver(link) || isBatchFull(link, session) || isCut());
}

const isBatchFull = ({ sentEvents }: Link, { recorder }: Session): boolean =>
  recorder.eventCount - sentEvents >= batchEvents;

/** Between two slices: the moment at hand may have more to come, so the head lies before it. */
async function rest(link: Link, session: Session): Promise<void> {
  const now = labTime(session.lab);
  if (++link.unsentSlices >= batchSlices || isBatchFull(link, session)) {
    send(link, session, Math.max(link.sentHead, now - 1) as Nanos);
  }
  if (link.opensTo !== undefined) link.port.postMessage({ kind: "progress", done: now, of: link.opensTo });
  await link.yieldToMessages();
}

/** Sends what has been recorded since the last batch, if anything. */
export function send(link: Link, session: Session, head: Nanos): void {
  const batch = batchOf(session, head);
  link.sentEvents = session.recorder.eventCount;
  link.unsentSlices = 0;
  if (link.isSilent) return;
  const { events, flights, changes, pieces, log } = batch;
  const isEmpty = [events, flights, changes.patches, pieces, log].every(({ length }) => length === 0);
  if (isEmpty && head === link.sentHead) return;
  link.sentHead = head;
  link.port.postMessage({ kind: "batch", batch });
}
