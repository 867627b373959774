/**
 * The switches that let a packet pass without an event of their own, with the values that were recorded then:
 * rp_filter at source validation, forwarding where a packet is passed on.
 */

import type { DecidingSetting } from "#sim/link/link-events";
import { isKind, type Past } from "#ui/why/past";
import type { StepFact } from "#ui/why/steps";
import { confName, recordedValue, switchOf } from "#ui/why/switches";
import type { StationName } from "#words/host-path-facts";
import type { Course } from "./host-path.ts";

/** The switch of a station that recorded nothing itself; `undefined`: none is asked there. */
export function settingAt(past: Past, course: Course, station: StationName): StepFact | undefined {
  const device = deviceOf(course);
  const [first] = course.events;
  if (device === undefined || first === undefined) return undefined;
  const place = { node: first.event.node, event: first.id };
  const setting = settingOf(past, { ...place, device }, station);
  if (setting === undefined || hasRefused(course, station)) return undefined;
  return {
    ask: { kind: "reason" },
    link: { past, traced: first, events: [first] },
    around: {},
    decided: switchOf(past, { ...place, setting, device }),
  };
}

/** By which device a passage came in. */
function deviceOf({ beginning, events: [first] }: Course): string | undefined {
  if (first === undefined || beginning === "own" || beginning === "wrapped") return undefined;
  return "device" in first.event ? first.event.device : undefined;
}

const hasRefused = ({ events, places }: Course, station: StationName): boolean =>
  events.some((traced, index) => isKind(traced, "packet-dropped") && places[index] === station);

interface Where {
  readonly node: string;
  readonly event: number;
  readonly device: string;
}

function settingOf(past: Past, where: Where, station: StationName): DecidingSetting | undefined {
  if (station === "source") return largest(past, where, "rp_filter");
  if (station !== "forward") return undefined;
  const from = confName(where.device, "forwarding");
  const value = recordedValue(past, where, from);
  return value === undefined ? undefined : { name: "forwarding", value, from };
}

/** The larger of the value of all devices and the device's own; of equals the device's, as events have it. */
function largest(past: Past, where: Where, name: string): DecidingSetting | undefined {
  const found = [where.device, "all"].flatMap((scope) => {
    const from = confName(scope, name);
    const value = recordedValue(past, where, from);
    return value === undefined ? [] : [{ name, value: Number(value), from }];
  });
  return found.reduce<(typeof found)[number] | undefined>(
    (best, each) => (best === undefined || each.value > best.value ? each : best),
    undefined,
  );
}
