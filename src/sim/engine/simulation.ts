/**
 * A simulation: the clock, the queue of what is due, chance, and the trace. It is handed to every part that
 * needs one of them; nothing in `sim` asks the machine it runs on for time or chance.
 *
 * A part is handed a `Simulation` of its own events only, so it cannot speak for another part.
 */

import { assert } from "./assert.ts";
import { type EventQueue, emptyQueue, peek, pop, push, type QueueEntry, size } from "./event-queue.ts";
import { type Random, randomOf } from "./random.ts";
import type { Nanos } from "./time.ts";

/** One observed thing: what happened, when, and which observed thing led to it (0: none, the start). */
export interface Traced<Event> {
  readonly id: number;
  readonly cause: number;
  readonly at: Nanos;
  readonly event: Event;
}

/** Who looks. Without an observer no event is made at all. */
export type Observer<Event> = (traced: Traced<Event>) => void;

/** Who keeps many: the same as an observer, without an object for each event. */
export type EventSink<Event> = (event: Event, id: number, cause: number, at: Nanos) => void;

/** When something is due, in which order among equals, and what caused it. */
export interface Scheduled {
  readonly due: number;
  readonly order: number;
  readonly cause: number;
}

const doNothing = (): void => {};

const emptyEntry = (): QueueEntry => ({
  due: 0 as Nanos,
  order: 0,
  cause: 0,
  run: doNothing,
  subject: undefined,
});

export class Simulation<in Event> {
  now: Nanos = 0 as Nanos;
  /** The id of the trace event that led to what runs now; 0 at the start. */
  cause = 0;
  /** Whether somebody looks: where packets pass, events are made only then. */
  traced = false;
  /** Told when everything that one step does has been done; usually nobody. */
  onStepEnd: (() => void) | undefined = undefined;
  readonly seed: number;
  private readonly queue: EventQueue = emptyQueue();
  /** Entries that have happened, to be used again: millions of them would keep the collector busy. */
  private readonly spare: QueueEntry[] = [];
  private readonly streams = new Map<string, Random>();
  private readonly sinks: EventSink<never>[] = [];
  private orders = 0;
  private lastEventId = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** The order number of the next thing scheduled; equal times run in this order. */
  nextOrder(): number {
    return ++this.orders;
  }

  /** Runs `run(subject)` after `delay` nanoseconds, caused by what is being handled now. */
  after<Subject>(delay: Nanos, run: (subject: Subject) => void, subject: Subject): void {
    const entry = this.spare.pop() ?? emptyEntry();
    entry.due = (this.now + delay) as Nanos;
    entry.order = ++this.orders;
    entry.cause = this.cause;
    entry.run = run as (subject: never) => void;
    entry.subject = subject;
    push(this.queue, entry);
  }

  /** Runs `run(subject)` at a moment, in an order taken from `nextOrder` earlier: for timers. */
  schedule<Subject>(moment: Scheduled, run: (subject: Subject) => void, subject: Subject): void {
    assert(moment.due >= this.now, "nothing is scheduled in the past");
    const entry = this.spare.pop() ?? emptyEntry();
    entry.due = moment.due as Nanos;
    entry.order = moment.order;
    entry.cause = moment.cause;
    entry.run = run as (subject: never) => void;
    entry.subject = subject;
    push(this.queue, entry);
  }

  /** When the next thing is due, or `undefined` when nothing is. */
  nextDue(): Nanos | undefined {
    return peek(this.queue)?.due;
  }

  /** The number of things that wait to happen. */
  pending(): number {
    return size(this.queue);
  }

  /** Lets the next thing happen. Answers `false` when nothing is due any more. */
  step(): boolean {
    const entry = pop(this.queue);
    if (entry === undefined) return false;
    this.now = entry.due;
    this.cause = entry.cause;
    const { run, subject } = entry;
    entry.subject = undefined;
    this.spare.push(entry);
    run(subject as never);
    if (this.onStepEnd !== undefined) this.onStepEnd();
    return true;
  }

  /** Lets everything happen that is due up to `moment`, and moves the clock there. */
  runUntil(moment: Nanos): void {
    for (;;) {
      const due = this.nextDue();
      if (due === undefined || due > moment) break;
      this.step();
    }
    if (this.now < moment) this.now = moment;
  }

  /** The stream of random numbers with this label. */
  random(label: string): Random {
    const known = this.streams.get(label);
    if (known !== undefined) return known;
    const made = randomOf(this.seed, label);
    this.streams.set(label, made);
    return made;
  }

  /**
   * Tells the observers that something happened. What is handled from here on counts as caused by it. Whoever
   * fans out (a flood, a list of waiting packets) puts `cause` back before each branch.
   */
  emit(event: Event): number {
    if (!this.traced) return this.cause;
    const id = ++this.lastEventId;
    const { cause, now, sinks } = this;
    this.cause = id;
    for (let index = 0; index < sinks.length; index++)
      (sinks[index] as EventSink<Event>)(event, id, cause, now);
    return id;
  }

  /**
   * Adds somebody who looks; from now on events are made. The observer names the events it knows itself: a
   * part that holds the simulation of its own events only cannot look at those of others by mistake.
   */
  observe(observer: Observer<never>): void {
    this.keep((event: never, id, cause, at) => observer({ id, cause, at, event }));
  }

  /** As `observe`, for whoever keeps many events. */
  keep(sink: EventSink<never>): void {
    this.sinks.push(sink);
    this.traced = true;
  }
}
