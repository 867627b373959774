/**
 * `lvs-lab run SCENARIO`: plays a scenario and prints what every node did, or writes it for other programs.
 */

import process from "node:process";
import { recordLine } from "#lab/event-record";
import { type Lab, labTime, openLab } from "#lab/lab";
import { lastStep, playScript } from "#lab/script";
import { type Terminals, type Typed, terminalsOf } from "#lab/terminals";
import { formatDiagnostic } from "#scenario/diagnostic";
import type { Scenario } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import type { Network } from "#sim/network";
import type { TraceEvent } from "#sim/trace";
import { type Arguments, numberOf, UsageError } from "./arguments.ts";
import { claimFile, startCapture, writeCapture } from "./capture-file.ts";
import type { CliCommand } from "./cli-command.ts";
import { durationOf } from "./duration.ts";
import { openScenario } from "./open-scenario.ts";
import { breathe, type Output, standardOutput } from "./output.ts";
import { type Progress, progressBar } from "./progress.ts";
import {
  type Detail,
  endReport,
  type ReportFields,
  reportEvent,
  reportOutput,
  reportTyped,
  runReport,
} from "./run-report.ts";
import { setupLines } from "./setup-words.ts";

export const run: CliCommand = {
  name: "run",
  operands: "SCENARIO",
  summary: "play a scenario and print what every node did with every frame",
  options: [
    { name: "until", value: "TIME", what: "when to stop, such as 5s (somewhat after the last command)" },
    { name: "seed", value: "N", what: "the seed of all chance, in place of the scenario's own" },
    { name: "json", what: "every event as a line of JSON, from the setups on" },
    { name: "pcap", value: "FILE", what: "write what every device saw to a pcapng file" },
    { name: "brief", what: "leave out frames, and what every packet meets: only what decided is left" },
    { name: "quiet", what: "print only commands and their output" },
  ],
  details: [
    "SCENARIO is a file, or the name of one that comes with the program, such as direct-routing.",
    "Exit code 1: a setup of the scenario complained.",
  ],
  run: runScenario,
};

/** What is done with events, commands and their output. */
interface Sink {
  readonly onEvent: (event: TraceEvent) => void;
  readonly onTyped: (typed: Typed) => void;
  readonly onOutput: (typed: Typed, text: string, stream: "stdout" | "stderr") => void;
  readonly end: (terminals: Terminals) => void;
}

interface RunOptions {
  readonly until: Nanos | undefined;
  readonly seed: number | undefined;
  readonly pcap: string | undefined;
  readonly isJson: boolean;
  readonly detail: Detail;
}

async function runScenario(given: Arguments): Promise<number> {
  const [named, ...more] = given.operands;
  if (named === undefined || more.length > 0) throw new UsageError("give one scenario");
  const options = optionsOf(given);
  const file = openScenario(named);
  for (const diagnostic of file.diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (options.pcap !== undefined) claimFile(options.pcap);
  const { lab, early } = await openWatched(file.scenario, options);
  const complaints = setupLines(file.path, file.text, lab.problems);
  for (const line of complaints) process.stderr.write(`${line}\n`);
  await play(lab, options, early);
  return complaints.length === 0 ? 0 : 1;
}

function optionsOf(given: Arguments): RunOptions {
  const until = given.text("until");
  const options = {
    until: until === undefined ? undefined : durationOf(until, "until"),
    seed: numberOf(given, "seed"),
    pcap: given.text("pcap"),
    isJson: given.has("json"),
    detail: detailOf(given),
  };
  if (options.isJson && options.detail !== "everything") {
    throw new UsageError(`--json and --${options.detail} exclude each other`);
  }
  return options;
}

function detailOf(given: Arguments): Detail {
  const [first = "everything", second] = (["brief", "quiet"] as const).filter((name) => given.has(name));
  if (second !== undefined) throw new UsageError("--brief and --quiet exclude each other");
  return first;
}

/** Events of the setups, and from then on whoever takes their place. */
interface EarlyEvents {
  readonly events: TraceEvent[];
  onEvent: (event: TraceEvent) => void;
}

/** Opens the lab; where events go to a program, those of the setups are among them. */
async function openWatched(
  scenario: Scenario,
  { seed, isJson }: RunOptions,
): Promise<{ readonly lab: Lab; readonly early: EarlyEvents }> {
  const events: TraceEvent[] = [];
  const early: EarlyEvents = { events, onEvent: (event) => events.push(event) };
  const onBuilt = ({ simulation }: Network): void => {
    if (isJson) simulation.observe((event) => early.onEvent(event));
  };
  const lab = await openLab(scenario, seed === undefined ? { onBuilt } : { seed, onBuilt });
  return { lab, early };
}

async function play(lab: Lab, options: RunOptions, early: EarlyEvents): Promise<void> {
  const { until, pcap, isJson, detail } = options;
  const output = standardOutput();
  const fields = { output, network: lab.network, start: lab.start, detail };
  const sink = isJson ? jsonSink(output, lab.start) : textSink(fields);
  for (const event of early.events) sink.onEvent(event);
  early.onEvent = sink.onEvent;
  if (!isJson && detail !== "quiet") lab.simulation.observe(sink.onEvent);
  const capture = pcap === undefined ? undefined : startCapture(lab);
  const terminals = terminalsOf(lab, { onOutput: sink.onOutput });
  const progress = progressBar();
  output.beforeWriting = progress.clear;
  const end = until ?? lastStep(lab.scenario.script);
  const rest = (): Promise<void> => showProgress(output, progress, { now: labTime(lab), end });
  await playScript(lab, { terminals, until, onTyped: sink.onTyped, breathe: rest });
  sink.end(terminals);
  output.flush();
  progress.clear();
  if (capture !== undefined && pcap !== undefined) writeCapture(capture, pcap);
}

async function showProgress(
  output: Output,
  progress: Progress,
  { now, end }: { readonly now: Nanos; readonly end: Nanos },
): Promise<void> {
  output.flush();
  const words = `${(now / 1e9).toFixed(1)} s of ${(Math.max(now, end) / 1e9).toFixed(1)} s`;
  progress.show(end === 0 ? 1 : now / end, words);
  await breathe();
}

function textSink(fields: ReportFields): Sink {
  const report = runReport(fields);
  return {
    onEvent: (event) => reportEvent(report, event),
    onTyped: (typed) => reportTyped(report, typed),
    onOutput: (typed, text) => reportOutput(report, typed, text),
    end: ({ typed }) => endReport(report, typed),
  };
}

function jsonSink(output: Output, start: Nanos): Sink {
  const line = (record: object): void => output.write(`${JSON.stringify(record)}\n`);
  return {
    onEvent: (event) => output.write(`${recordLine(event, start)}\n`),
    onTyped: ({ at, node, text, number }) => line({ at, kind: "command-typed", node, command: number, text }),
    onOutput: ({ node, number }, text, stream) =>
      line({ kind: "command-output", node, command: number, stream, text }),
    end: ({ typed }) => {
      for (const { node, number, running } of typed) {
        line({ kind: "command-ended", node, command: number, exitCode: running.exitCode ?? null });
      }
    },
  };
}
