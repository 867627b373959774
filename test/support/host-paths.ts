/**
 * Ways inside hosts as lines of text, read from recordings: `arrived eth0: device-in prerouting~ …`.
 */

import { eventById, type Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { TraceEvent } from "#sim/trace";
import { type HostPath, hostPathOf, type Passage, type Station } from "#ui/inspector/host-path/host-path";
import { type Visit, visitAt, visitsOf } from "#ui/inspector/host-path/visits";
import { packetOfEvent } from "#ui/inspector/packet/packet-of-event";
import { pastOf } from "#ui/why/past-of";

export interface Recorded {
  readonly recording: Recording;
  readonly scenario: Scenario;
}

/** All visits of the packet that an event is about. */
export function visitsOfEvent({ recording, scenario }: Recorded, traced: TraceEvent): Visit[] {
  const packet = packetOfEvent(traced.event);
  if (packet === undefined) throw new Error(`event ${traced.id} is about no packet`);
  const machines = new Set(scenario.nodes.map(({ name }) => name));
  return visitsOf(
    { events: recording.events, eventById: (id) => eventById(recording, id), machines },
    packet,
  );
}

/** The way of an event's packet at a machine; its own if none is named. */
export function hostPathAt(recorded: Recorded, traced: TraceEvent, node?: string): HostPath {
  const visit = visitAt(visitsOfEvent(recorded, traced), traced, node);
  if (visit === undefined) throw new Error(`event ${traced.id} is part of no visit`);
  return hostPathOf(pastOf(recorded.recording, recorded.scenario), visit);
}

const marks: Readonly<Record<Station["state"], string>> = {
  passed: "",
  silent: "~",
  dropped: "✕",
  delivered: "✓",
  left: "→",
  waiting: "…",
  unreached: "-",
};

/** A passage in a line: the stations of its way; the deciding one in brackets. */
export function lineOf({ beginning, stations, way }: Passage): string {
  const told = way.map((at) => {
    const { name, state, isDeciding } = stations[at] as Station;
    const text = `${name}${marks[state]}`;
    return isDeciding ? `[${text}]` : text;
  });
  return `${beginning}: ${told.join(" ")}`;
}

export const linesOf = ({ passages }: HostPath): string[] => passages.map(lineOf);

/** A station of the passage at a place; the first one's if none is named. */
export function stationOf({ passages }: HostPath, name: Station["name"], at = 0): Station {
  const station = passages[at]?.stations.find((each) => each.name === name);
  if (station === undefined) throw new Error(`no station ${name}`);
  return station;
}
