/**
 * Lets a session go on in slices: after each the other side of the port is sent what was recorded, and
 * messages that wait get through. How long a slice is counts in steps, so nothing here asks a clock.
 */

import type { Nanos } from "#sim/engine/time";
import { labTime } from "./lab.ts";
import type { LabMessage, LabRequest, Port } from "./lab-messages.ts";
import { batchOf, goOn, passTime, type Session } from "./session.ts";

/** The lab's side of a port, and what the work at hand is about. */
export interface Link {
  readonly port: Port<LabMessage, LabRequest>;
  /** Comes back when messages that wait have been delivered. */
  readonly yieldToMessages: () => Promise<void>;
  /** The request at hand is to end. */
  isHalted: boolean;
  /** The other side has what happens now: it is recorded, and not sent. */
  isSilent: boolean;
  /** Where an opening is on its way to; the other side is told how far it is. */
  opensTo: Nanos | undefined;
  /** The head of the last batch. */
  sentHead: Nanos;
  /** Steps of the slice at hand. */
  steps: number;
  /** Events at the last batch. */
  sentEvents: number;
}

/** Steps of a slice: some 20 ms of work where little happens in each. */
const sliceSteps = 4_000;
/** Events of a batch: what a page takes in without being late for a frame. */
const batchEvents = 500;

/** Whether the slice at hand is over; counts its steps. */
export const isSliceOver = (link: Link): boolean => ++link.steps >= sliceSteps;

/** Why `proceed` came back: the moment is reached, or more than reached as nothing is to come, or cut short. */
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

function slice(link: Link, session: Session, until: Nanos, isCut: () => boolean) {
  link.steps = 0;
  const { recorder } = session;
  return goOn(session, until, () => {
    const isBatch = recorder.eventCount - link.sentEvents >= batchEvents;
    return isSliceOver(link) || isBatch || isCut();
  });
}

/** Between two slices: the moment at hand may have more to come, so the head lies before it. */
async function rest(link: Link, session: Session): Promise<void> {
  const now = labTime(session.lab);
  send(link, session, Math.max(link.sentHead, now - 1) as Nanos);
  if (link.opensTo !== undefined) link.port.postMessage({ kind: "progress", done: now, of: link.opensTo });
  await link.yieldToMessages();
}

/** Sends what has been recorded since the last batch, if anything. */
export function send(link: Link, session: Session, head: Nanos): void {
  const batch = batchOf(session, head);
  link.sentEvents = session.recorder.eventCount;
  if (link.isSilent) return;
  const { events, flights, changes, pieces, log } = batch;
  const isEmpty = [events, flights, changes, pieces, log].every(({ length }) => length === 0);
  if (isEmpty && head === link.sentHead) return;
  link.sentHead = head;
  link.port.postMessage({ kind: "batch", batch });
}
