/**
 * A lab that is played and recorded, and compared on the way with the tables it really has.
 */

import { type Lab, labTime, openLab } from "#lab/lab";
import { type Recorder, startRecorder, takeBatch } from "#lab/recorder";
import { append, emptyRecording, type Moment, type Recording, rowsAt } from "#lab/recording";
import { terminalsOf, typeIn, unfinished } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { later, millis, type Nanos } from "#sim/engine/time";
import { tableNames } from "#sim/rows";
import { type Rows, rowsOf } from "#sim/tables/node-rows";

export interface RecordedLab {
  readonly lab: Lab;
  readonly recorder: Recorder;
  readonly recording: Recording;
}

export interface RecordingOptions {
  readonly until: Nanos;
  readonly asBytes?: boolean;
  /** Called at the end of each step, when the recorder has looked. */
  readonly onStep?: (recorded: RecordedLab) => void;
  /** A flood beyond that is cut off. */
  readonly maxSteps?: number;
}

/** Plays the script of a scenario up to a moment. */
export async function recordLab(text: string, options: RecordingOptions): Promise<RecordedLab> {
  const { scenario } = parseScenario(text, { file: "recorded" });
  if (scenario === undefined) throw new Error("the scenario does not read");
  const lab = await openLab(scenario, { asBytes: options.asBytes ?? false });
  const recorder = startRecorder(lab);
  const recorded = { lab, recorder, recording: emptyRecording() };
  let steps = 0;
  const { simulation } = lab;
  const { onStepEnd } = simulation;
  simulation.onStepEnd = () => {
    onStepEnd?.();
    options.onStep?.(recorded);
    steps++;
  };
  const { maxSteps = 50_000, until } = options;
  const terminals = terminalsOf(lab, { onOutput: () => {} });
  const isTooMuch = (): boolean => steps >= maxSteps;
  const goOn = async (moment: Nanos): Promise<void> => {
    while (labTime(lab) < moment && !isTooMuch()) {
      const next = later(lab.start, Math.min(labTime(lab) + millis(50), moment) as Nanos);
      if ((await lab.turns.runUntil(isTooMuch, next)) !== "reached") await lab.turns.advance(next);
      take(recorded);
    }
  };
  for (const { at, on, run } of [...lab.scenario.script].sort((a, b) => a.at - b.at)) {
    if (at > until || isTooMuch()) break;
    await goOn(at);
    typeIn(terminals, on, run);
  }
  await goOn(until);
  for (const { running } of unfinished(terminals)) running.signal("TERM");
  await lab.turns.settle();
  take(recorded);
  return recorded;
}

/** Hands over what has been recorded, as through a message port. */
export function take({ lab, recorder, recording }: RecordedLab): void {
  append(
    recording,
    process.env["NOCLONE"]
      ? takeBatch(recorder, labTime(lab))
      : structuredClone(takeBatch(recorder, labTime(lab))),
  );
}

/** The names of all nodes and switches of a lab. */
export const namesIn = ({ network }: Lab): string[] => [...network.nodes.keys(), ...network.segments.keys()];

/** All tables of a lab as they are, by node and table. */
export function liveTables({ network, start }: Lab): Map<string, Rows> {
  const names = [...network.nodes.keys(), ...network.segments.keys()];
  return new Map(
    names.flatMap((name) =>
      tableNames.map((table): [string, Rows] => [`${name} ${table}`, rowsOf(network, name, table, start)]),
    ),
  );
}

/** All tables of a lab as the recording has them at a moment. */
export function recordedTables({ lab, recording }: RecordedLab, moment: number | Moment): Map<string, Rows> {
  return new Map(
    namesIn(lab).flatMap((name) =>
      tableNames.map((table): [string, Rows] => [`${name} ${table}`, rowsAt(recording, moment, name, table)]),
    ),
  );
}

/** Where two sets of tables differ, in words; nothing where they say the same. */
export function differences(live: ReadonlyMap<string, Rows>, recorded: ReadonlyMap<string, Rows>): string[] {
  return [...live].flatMap(([name, rows]) => {
    const other = recorded.get(name) ?? new Map();
    const keys = new Set([...rows.keys(), ...other.keys()]);
    return [...keys].flatMap((key) => {
      const [is, says] = [rows.get(key), other.get(key)].map((row) => JSON.stringify(row));
      return is === says ? [] : [`${name}: ${key} is ${is}, the recording says ${says}`];
    });
  });
}
