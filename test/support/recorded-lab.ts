/**
 * A lab that is played and recorded, and compared on the way with the tables it really has.
 */

import { readFileSync } from "node:fs";
import type { Batch } from "#lab/batch";
import { type Lab, labTime, openLab } from "#lab/lab";
import { type Recorder, startRecorder, takeBatch } from "#lab/recorder";
import { append, emptyRecording, type Moment, type Recording, rowsAt } from "#lab/recording";
import { terminalsOf, typeIn, unfinished } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { type Random, randomOf } from "#sim/engine/random";
import { later, millis, type Nanos } from "#sim/engine/time";
import { tableNames } from "#sim/rows";
import { type Rows, rowsOf } from "#sim/tables/node-rows";
import type { NetworkEvent, TraceEvent } from "#sim/trace";

export interface RecordedLab {
  readonly lab: Lab;
  readonly recorder: Recorder;
  readonly recording: Recording;
  /** What the commands of the script said, on both outputs. */
  readonly said: string;
}

export interface RecordingOptions {
  readonly until: Nanos;
  readonly asBytes?: boolean;
  /** Called at the end of each step, when the recorder has looked. */
  readonly onStep?: (lab: Lab, recorder: Recorder) => void;
  /** Called with each batch as it is handed over. */
  readonly onBatch?: (batch: Batch) => void;
  /** A flood beyond that is cut off. */
  readonly maxSteps?: number;
}

/** Plays the script of a scenario up to a moment. */
export async function recordLab(text: string, options: RecordingOptions): Promise<RecordedLab> {
  const { scenario, diagnostics } = parseScenario(text, { file: "recorded" });
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const lab = await openLab(scenario, { asBytes: options.asBytes ?? false });
  const recorder = startRecorder(lab);
  const { onBatch = () => {} } = options;
  const recorded = { lab, recorder, recording: emptyRecording(), said: "", onBatch };
  const count = countSteps(lab, () => options.onStep?.(lab, recorder));
  const isTooMuch = (): boolean => count.steps >= (options.maxSteps ?? 50_000);
  const terminals = terminalsOf(lab, { onOutput: (_typed, said) => (recorded.said += said) });
  for (const { at, on, run } of [...scenario.script].sort((a, b) => a.at - b.at)) {
    if (at > options.until) break;
    await goOn(recorded, at, isTooMuch);
    typeIn(terminals, on, run);
  }
  await goOn(recorded, options.until, isTooMuch);
  for (const { running } of unfinished(terminals)) running.signal("TERM");
  await lab.turns.settle();
  take(recorded);
  return recorded;
}

/** Plays a scenario of the product, with more lines in its script. */
export async function recordNamed(name: string, options: RecordingOptions, more = ""): Promise<Recording> {
  const { recording } = await recordLab(`${readFileSync(`scenarios/${name}.yaml`, "utf8")}${more}`, options);
  return recording;
}

type KindOf<Kind extends NetworkEvent["kind"]> = Extract<NetworkEvent, { readonly kind: Kind }>;

/** The first event of a kind that fits; throws where there is none. */
export function firstEvent<Kind extends NetworkEvent["kind"]>(
  { events }: Recording,
  kind: Kind,
  fits: (event: KindOf<Kind>, traced: TraceEvent) => boolean = () => true,
): TraceEvent & { readonly event: KindOf<Kind> } {
  const found = events.find(
    (traced) => traced.event.kind === kind && fits(traced.event as KindOf<Kind>, traced),
  );
  if (found === undefined) throw new Error(`no ${kind}`);
  return found as TraceEvent & { readonly event: KindOf<Kind> };
}

/** Calls `onStep` after each step, and counts them. */
function countSteps({ simulation }: Lab, onStep: () => void): { readonly steps: number } {
  const { onStepEnd } = simulation;
  const count = { steps: 0 };
  simulation.onStepEnd = () => {
    onStepEnd?.();
    onStep();
    count.steps++;
  };
  return count;
}

type Handing = Omit<RecordedLab, "said"> & Pick<RecordingOptions, "onBatch">;

interface Playing extends RecordedLab {
  readonly onBatch: (batch: Batch) => void;
}

async function goOn(recorded: Playing, moment: Nanos, isTooMuch: () => boolean): Promise<void> {
  const { lab } = recorded;
  while (labTime(lab) < moment && !isTooMuch()) {
    const next = later(lab.start, Math.min(labTime(lab) + millis(50), moment) as Nanos);
    if ((await lab.turns.runUntil(isTooMuch, next)) !== "reached") await lab.turns.advance(next);
    take(recorded);
  }
}

/** Hands over what has been recorded, as through a message port. */
export function take({ lab, recorder, recording, onBatch }: Handing): void {
  const batch = takeBatch(recorder, labTime(lab));
  onBatch?.(batch);
  append(recording, structuredClone(batch));
}

/** The names of all nodes and switches of a lab. */
export const namesIn = ({ network }: Lab): string[] => [...network.nodes.keys(), ...network.segments.keys()];

type Tables = ReadonlyMap<string, Rows>;

const tablesIn = (lab: Lab, read: (name: string, table: (typeof tableNames)[number]) => Rows): Tables =>
  new Map(
    namesIn(lab).flatMap((name) =>
      tableNames.map((table): [string, Rows] => [`${name} ${table}`, read(name, table)]),
    ),
  );

/** All tables of a lab as the recording has them at a moment. */
export const recordedTables = ({ lab, recording }: RecordedLab, moment: number | Moment): Tables =>
  tablesIn(lab, (name, table) => rowsAt(recording, moment, name, table));

/** The tables of a lab as they really were at some of its moments. */
export interface Sampler {
  readonly samples: { readonly moment: Moment; readonly tables: Tables }[];
  readonly onStep: (lab: Lab, recorder: Recorder) => void;
}

/** Looks at the tables at the end of one step in `every`. */
export function samplerOf(seed: number, every: number): Sampler {
  const random: Random = randomOf(seed, "samples");
  const samples: Sampler["samples"] = [];
  const onStep = (lab: Lab, recorder: Recorder): void => {
    const moment = { position: recorder.eventCount, at: labTime(lab) };
    const last = samples.at(-1)?.moment;
    // A step at the same moment that no event tells apart from the one before.
    if (last?.position === moment.position && last.at === moment.at) samples.pop();
    if (random.below(every) > 0) return;
    const tables = tablesIn(lab, (name, table) => rowsOf(lab.network, name, table, lab.start));
    samples.push({ moment, tables });
  };
  return { samples, onStep };
}

/** Where the recording says something else than what was so, in words. */
export function wrongRows(recorded: RecordedLab, { samples }: Sampler): string[] {
  return samples.flatMap(({ moment, tables }) => {
    const says = recordedTables(recorded, moment);
    return [...tables].flatMap(([name, rows]) =>
      differences(rows, says.get(name) ?? new Map()).map(
        (line) => `event ${moment.position}: ${name} ${line}`,
      ),
    );
  });
}

function differences(rows: Rows, others: Rows): string[] {
  const keys = new Set([...rows.keys(), ...others.keys()]);
  return [...keys].flatMap((key) => {
    const [is, says] = [rows.get(key), others.get(key)].map((row) => JSON.stringify(row));
    return is === says ? [] : [`${key} is ${is}, the recording says ${says}`];
  });
}
