/** The date of the simulation, and how the shell's tools print it. */

import { startOfTime } from "#shell/start-of-time";
import type { Nanos } from "#sim/engine/time";

const nanosPerMilli = 1e6;
const millisPerSecond = 1000;

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A moment, with the nanoseconds that a Date has no room for. */
export interface Moment {
  readonly date: Date;
  readonly nanos: number;
}

/** The date at a moment of the simulation. */
export const momentOf = (now: Nanos): Moment => ({
  date: new Date(startOfTime + Math.floor(now / nanosPerMilli)),
  nanos: now % 1e9,
});

const two = (value: number): string => String(value).padStart(2, "0");
const dayOfYear = (date: Date): number =>
  (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) -
    Date.UTC(date.getUTCFullYear(), 0, 0)) /
  86_400_000;

type Writer = (moment: Moment) => string;

const writers: Readonly<Record<string, Writer>> = {
  Y: ({ date }) => String(date.getUTCFullYear()),
  y: ({ date }) => two(date.getUTCFullYear() % 100),
  m: ({ date }) => two(date.getUTCMonth() + 1),
  d: ({ date }) => two(date.getUTCDate()),
  e: ({ date }) => String(date.getUTCDate()).padStart(2),
  H: ({ date }) => two(date.getUTCHours()),
  I: ({ date }) => two(date.getUTCHours() % 12 || 12),
  M: ({ date }) => two(date.getUTCMinutes()),
  S: ({ date }) => two(date.getUTCSeconds()),
  N: ({ nanos }) => String(nanos).padStart(9, "0"),
  p: ({ date }) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  j: ({ date }) => String(dayOfYear(date)).padStart(3, "0"),
  s: ({ date }) => String(Math.floor(date.getTime() / millisPerSecond)),
  u: ({ date }) => String(date.getUTCDay() || 7),
  w: ({ date }) => String(date.getUTCDay()),
  A: ({ date }) => days[date.getUTCDay()] ?? "",
  a: ({ date }) => (days[date.getUTCDay()] ?? "").slice(0, 3),
  B: ({ date }) => months[date.getUTCMonth()] ?? "",
  b: ({ date }) => (months[date.getUTCMonth()] ?? "").slice(0, 3),
  h: ({ date }) => (months[date.getUTCMonth()] ?? "").slice(0, 3),
  Z: () => "UTC",
  z: () => "+0000",
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

const combined: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
  c: "%a %b %e %H:%M:%S %Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
  r: "%I:%M:%S %p",
};

/** A moment in the form of a format, as strftime and date write it. */
export function formatMoment(moment: Moment, format: string): string {
  return format.replace(/%(-?)(3N|6N|[A-Za-z%])/g, (whole, dash: string, letter: string) => {
    const nested = combined[letter];
    if (nested !== undefined) return formatMoment(moment, nested);
    if (letter.endsWith("N") && letter.length === 2) {
      return String(moment.nanos).padStart(9, "0").slice(0, Number(letter[0]));
    }
    const text = writers[letter]?.(moment);
    if (text === undefined) return whole;
    return dash === "-" ? text.replace(/^[0 ]+(?=\d)/, "") : text;
  });
}
