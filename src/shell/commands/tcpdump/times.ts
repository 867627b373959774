/** The time before a packet, in the forms of `-t` to `-ttttt`. Times are of the simulation's date, in UTC. */

import { startOfTime } from "#shell/start-of-time";
import { type Nanos, nanos } from "#sim/engine/time";
import { formatMoment, momentOf } from "../system/clock.ts";
import type { TimeForm } from "./options.ts";

export interface Stamps {
  readonly form: TimeForm;
  readonly digits: 6 | 9;
  /** The packet before, and the first one. */
  before: Nanos | undefined;
  first: Nanos | undefined;
}

/** The time as it stands before a packet, with the blank that follows; empty for `-t`. */
export function stampOf(stamps: Stamps, at: Nanos): string {
  const { before = at, first = at, form } = stamps;
  stamps.before = at;
  stamps.first ??= at;
  switch (form) {
    case 0:
      return `${formatMoment(momentOf(at), "%T")}.${fraction(at, stamps)} `;
    case 1:
      return "";
    case 2:
      return `${startOfTime / 1000 + Math.floor(at / 1e9)}.${fraction(at, stamps)} `;
    case 3:
      return since(before, at, stamps);
    case 4:
      return `${formatMoment(momentOf(at), "%F %T")}.${fraction(at, stamps)} `;
    case 5:
      return since(first, at, stamps);
  }
}

const fraction = (at: number, { digits }: Stamps): string =>
  String(Math.floor((at % 1e9) / 10 ** (9 - digits))).padStart(digits, "0");

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");

function since(from: Nanos, at: Nanos, stamps: Stamps): string {
  const grain = 10 ** (9 - stamps.digits);
  const passed = (Math.floor(at / grain) - Math.floor(from / grain)) * grain;
  const seconds = Math.floor(Math.abs(passed) / 1e9);
  const clock = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${passed < 0 ? "-" : " "}${clock}.${fraction(nanos(Math.abs(passed)), stamps)} `;
}
