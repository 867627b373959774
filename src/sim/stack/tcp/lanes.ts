/**
 * Wake-ups of thousands of connections with one queue entry for each length of time.
 *
 * Timers of equal length come due in the order in which they were started, so they stand in a row, a lane,
 * and only the first of a lane waits in the simulation's queue. A connection that has nothing due any more
 * is dropped when the lane moves on. A wake-up says "look at it", not "it is due": the user knows what is
 * due.
 */

import type { Simulation } from "#sim/engine/simulation";
import type { Nanos } from "#sim/engine/time";

/** Something that is woken. */
export interface LaneUser {
  /** When the earliest wake-up for it comes; Infinity: none is under way. */
  wakesAt: number;
}

interface Lane<User extends LaneUser> {
  readonly lanes: Lanes<User>;
  readonly dues: number[];
  readonly users: User[];
  /** What led to each wake-up. */
  readonly causes: number[];
  head: number;
  isWaiting: boolean;
}

export interface Lanes<User extends LaneUser> {
  readonly simulation: Simulation<never>;
  readonly byLength: Map<number, Lane<User>>;
  /** When the next thing of a user is due; Infinity: nothing is. */
  dueOf: (user: User) => number;
  /** Something of this user is due now. */
  expire: (user: User) => void;
}

/** Lanes without anybody in them. */
export const emptyLanes = <User extends LaneUser>(simulation: Simulation<never>): Lanes<User> => ({
  simulation,
  byLength: new Map(),
  dueOf: () => Number.POSITIVE_INFINITY,
  expire: () => {},
});

/** Sees to it that `user` is looked at `delay` from now, or earlier. */
export function wakeAfter<User extends LaneUser>(lanes: Lanes<User>, user: User, delay: number): void {
  const due = lanes.simulation.now + delay;
  if (user.wakesAt <= due) return;
  user.wakesAt = due;
  let lane = lanes.byLength.get(delay);
  if (lane === undefined) {
    lane = { lanes, dues: [], users: [], causes: [], head: 0, isWaiting: false };
    lanes.byLength.set(delay, lane);
  }
  lane.dues.push(due);
  lane.users.push(user);
  lane.causes.push(lanes.simulation.cause);
  if (!lane.isWaiting) wait(lane);
}

function wait<User extends LaneUser>(lane: Lane<User>): void {
  const due = lane.dues[lane.head];
  if (due === undefined) return;
  lane.isWaiting = true;
  const { simulation } = lane.lanes;
  simulation.after((due - simulation.now) as Nanos, moveOn<User>, lane);
}

function moveOn<User extends LaneUser>(lane: Lane<User>): void {
  const { lanes, dues, users, causes } = lane;
  const { simulation } = lanes;
  const { now } = simulation;
  for (;;) {
    const due = dues[lane.head];
    const user = users[lane.head];
    if (due === undefined || user === undefined) break;
    // Overtaken by an earlier wake-up.
    const isLive = user.wakesAt === due;
    if (isLive && due > now && lanes.dueOf(user) !== Number.POSITIVE_INFINITY) break;
    simulation.cause = causes[lane.head] as number;
    lane.head++;
    if (isLive) look(lanes, user);
  }
  lane.isWaiting = false;
  compact(lane);
  wait(lane);
}

function look<User extends LaneUser>(lanes: Lanes<User>, user: User): void {
  user.wakesAt = Number.POSITIVE_INFINITY;
  const due = lanes.dueOf(user);
  if (due === Number.POSITIVE_INFINITY) return;
  const { now } = lanes.simulation;
  if (due <= now) lanes.expire(user);
  else wakeAfter(lanes, user, due - now);
}

const compactFrom = 1024;

/** Forgets the part of a lane that has passed, once it is more than half of it. */
function compact<User extends LaneUser>(lane: Lane<User>): void {
  const { dues, users, causes, head, lanes } = lane;
  if (head === dues.length) {
    dues.length = 0;
    users.length = 0;
    causes.length = 0;
    lane.head = 0;
    forgetOddLength(lanes, lane);
    return;
  }
  if (head < compactFrom || head * 2 < dues.length) return;
  dues.splice(0, head);
  users.splice(0, head);
  causes.splice(0, head);
  lane.head = 0;
}

const mostLanes = 64;

/** Lengths used once (what was left of another) do not stay. */
function forgetOddLength<User extends LaneUser>(lanes: Lanes<User>, lane: Lane<User>): void {
  if (lanes.byLength.size <= mostLanes) return;
  for (const [length, other] of lanes.byLength) {
    if (other === lane) lanes.byLength.delete(length);
  }
}
