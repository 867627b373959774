/**
 * A lab in which something goes wrong, the remedies that its explanation proposes, and the same lab after
 * they were typed.
 */

import { labTime } from "#lab/lab";
import { takeBatch } from "#lab/recorder";
import { append } from "#lab/recording";
import { terminalsOf, typeIn } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { later, type Nanos, seconds } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";
import { explain } from "#ui/why/explain";
import { pastOf } from "#ui/why/past-of";
import { explain as en } from "#words/en/explain/index";
import type { Remedy } from "#words/explanation";
import { numberNames as names } from "#words/names";
import { recordLab } from "./recorded-lab.ts";
import { scenarioText } from "./why-samples.ts";

/** An event: its kind and, where given, its reason and machine. */
export type Meant = readonly [kind: string, reason?: string | undefined, node?: string];

export interface SickLab {
  /** Types a line and lets it end, at most some seconds later; `undefined`: it goes on. */
  readonly type: (node: string, line: string) => Promise<Answer>;
  /** The meant events since the lab was so long. */
  readonly eventsOf: (meant: Meant, since?: number) => TraceEvent[];
  readonly remediesOf: (event: TraceEvent) => readonly Remedy[];
  /** How many events there are. */
  readonly length: () => number;
}

export interface Answer {
  readonly exitCode: number | undefined;
  readonly said: string;
}

const patience = seconds(8);

/** Plays a scenario up to a moment, before its script cures anything; `edit` may damage it. */
export async function sickLab(
  name: string,
  until: Nanos,
  edit: (text: string) => string = (text) => text,
): Promise<SickLab> {
  const text = edit(scenarioText(name));
  const { scenario } = parseScenario(text, { file: name });
  if (scenario === undefined) throw new Error(`${name} does not read`);
  const { lab, recording, recorder } = await recordLab(text, { until });
  const past = pastOf(recording, scenario);
  const said = new Map<unknown, string>();
  const terminals = terminalsOf(lab, {
    onOutput: (typed, output) => said.set(typed, (said.get(typed) ?? "") + output),
  });
  return {
    type: async (node, line) => {
      const typed = typeIn(terminals, node, line);
      if (typed === undefined) throw new Error(`no machine ${node}`);
      const { running } = typed;
      await lab.turns.runUntil(() => running.exitCode !== undefined, later(lab.simulation.now, patience));
      append(recording, structuredClone(takeBatch(recorder, labTime(lab))));
      return { exitCode: running.exitCode, said: said.get(typed) ?? "" };
    },
    eventsOf: (meant, since = 0) => recording.events.slice(since).filter((each) => isMeant(each, meant)),
    remediesOf: ({ id }) => explain(past, id, { words: en, names })?.remedies ?? [],
    length: () => recording.events.length,
  };
}

function isMeant({ event }: TraceEvent, [kind, reason, node]: Meant): boolean {
  if (event.kind !== kind || (node !== undefined && event.node !== node)) return false;
  return reason === undefined || ("reason" in event && event.reason === reason);
}

/** Types remedies in their order; tells those that were refused. One that goes on (a server) is not. */
export async function apply({ type }: SickLab, remedies: readonly Remedy[]): Promise<string[]> {
  const refused: string[] = [];
  for (const { node, command } of remedies) {
    const { exitCode = 0, said } = await type(node, command);
    if (exitCode !== 0) refused.push(`${node}# ${command}: ${said}`);
  }
  return refused;
}
