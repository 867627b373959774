/**
 * Events to be explained: some of every kind and reason that occur in the scenarios and in random labs, with
 * the past that they are in; and a past put together by hand for those that never occur.
 */

import { readdirSync, readFileSync } from "node:fs";
import { lastStep } from "#lab/script";
import { parseScenario } from "#scenario/parse";
import { randomScenario } from "#scenario/random-scenario";
import { type Nanos, seconds } from "#sim/engine/time";
import type { TableRows } from "#sim/rows";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { Past } from "#ui/why/past";
import { pastOf } from "#ui/why/past-of";
import { recordLab } from "./recorded-lab.ts";

export interface Sample {
  readonly name: string;
  readonly past: Past;
  readonly traced: TraceEvent;
}

/** Records a lab and reads its past; scripts go on to their end, or as far as is said. */
export async function pastOfLab(text: string, until: Nanos) {
  const { scenario } = parseScenario(text, { file: "lab" });
  if (scenario === undefined) throw new Error("the scenario does not read");
  const { recording } = await recordLab(text, { until, maxSteps: 20_000 });
  return { recording, past: pastOf(recording, scenario), scenario };
}

/** What tells events apart that are told differently. */
export function signatureOf(event: NetworkEvent): string {
  const of: Readonly<Record<string, unknown>> = { ...event };
  const parts = [event.kind, of.reason, of.because, of.scheduler, of.method, of.errno, of.towards, of.change];
  return [...parts, "setting" in event ? event.setting?.name : undefined]
    .filter((part) => part !== undefined)
    .join(" ");
}

const scenarioNames = (): string[] =>
  readdirSync("scenarios").flatMap((name) => (name.endsWith(".yaml") ? [name.replace(".yaml", "")] : []));
export const scenarioText = (name: string): string => readFileSync(`scenarios/${name}.yaml`, "utf8");

const mostOfOne = 2;
/** Random labs with impairments, rules of iptables, switches and routers that the scenarios have not. */
const randomSeeds = [2, 9, 12, 13, 18, 23];
const mostSeconds = 13;
const randomSeconds = 5;
/** What is still under way when a script has typed its last. */
const aftermath = seconds(1.2);

interface Run {
  readonly name: string;
  readonly text: string;
  readonly until: Nanos;
}

function runOf(name: string): Run {
  const text = scenarioText(name);
  const script = parseScenario(text, { file: name }).scenario?.script ?? [];
  const until = Math.min(lastStep(script) + aftermath, seconds(mostSeconds)) as Nanos;
  return { name, text, until };
}

/** A few events of every signature of all scenarios and of random labs. */
export async function samplesOfRuns(): Promise<Sample[]> {
  const samples: Sample[] = [];
  const counts = new Map<string, number>();
  const random = randomSeeds.map((seed) => ({
    name: `seed ${seed}`,
    text: randomScenario(seed),
    until: seconds(randomSeconds),
  }));
  for (const { name, text, until } of [...scenarioNames().map(runOf), ...random]) {
    const { past, recording } = await pastOfLab(text, until);
    for (const traced of recording.events) {
      const signature = signatureOf(traced.event);
      const count = counts.get(signature) ?? 0;
      if (count >= mostOfOne) continue;
      counts.set(signature, count + 1);
      samples.push({ name: `${name}: ${signature}`, past, traced });
    }
  }
  return samples;
}

export type HandmadeRows = {
  readonly [node: string]: { readonly [Table in keyof TableRows]?: readonly TableRows[Table][] };
};

/** A past of nothing but these events, one caused by the other, and rows that never change. */
export function handmadePast(events: readonly NetworkEvent[], rows: HandmadeRows = {}): Past {
  const traced = events.map((event, index) => ({
    id: index + 1,
    cause: index,
    at: (index * 1000) as Nanos,
    event,
  }));
  return {
    nodes: Object.keys(rows),
    event: (id) => traced[id - 1],
    effects: (id) => traced.slice(id),
    before: (id) => traced.slice(0, id - 1).toReversed(),
    rows: (node, table) => rows[node]?.[table] ?? [],
  };
}
