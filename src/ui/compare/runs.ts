/**
 * The two runs of a comparison: the one that is open, and a branch of it, another scenario, or the same with
 * one line more or less.
 *
 * What has not been recorded far enough is played in a lab of its own, which nobody sees; the experiment
 * stays as it is.
 */

import type { Both, Comparison } from "#lab/compare";
import { compareRuns } from "#lab/compare";
import type { MeaningNames } from "#lab/compare-meaning";
import { plainMeaning } from "#lab/compare-meaning";
import { ownersIn } from "#lab/compare-names";
import type { LabAct, LabCommand } from "#lab/lab-command";
import { cutAt, type Recording } from "#lab/recording";
import type { Scenario, ScriptStep } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import type { RunName } from "#words/compare-words";
import type { App } from "../app.ts";
import { findScenario } from "../find-scenario.ts";
import { openLink } from "../lab-link.ts";
import { later, nanos, seconds } from "../nanos.ts";
import { type Branch, type Experiment, experimentOf, openLab, receive } from "../playback/experiment.ts";
import type { OpenScenario } from "../store.ts";

/** What the run that is open is compared with. */
export type Choice =
  /** `against`: another branch, in place of what is open. */
  | { readonly kind: "branch"; readonly branch: Branch; readonly against?: Branch | undefined }
  | { readonly kind: "scenario"; readonly name: string }
  /** The same with a line typed before everything else. */
  | { readonly kind: "line"; readonly node: string; readonly line: string }
  /** The same without a line of the script. */
  | { readonly kind: "without"; readonly step: ScriptStep };

export interface ComparedRun {
  readonly recording: Recording;
  readonly scenario: Scenario;
  readonly open: OpenScenario | undefined;
  readonly name: RunName;
}

export interface ComparedRuns {
  readonly runs: Both<ComparedRun>;
  readonly comparison: Comparison;
  readonly isSameNetwork: boolean;
  /** How addresses are called where one run is held against the other. */
  readonly names: Both<MeaningNames>;
}

/** A run as it is to be. */
interface Wanted {
  readonly scenario: Scenario;
  readonly seed: number | undefined;
  readonly log: readonly LabCommand[];
  readonly name: RunName;
  readonly open: OpenScenario | undefined;
  /** What of it is recorded already. */
  readonly recording: Recording | undefined;
}

/** Records what is wanting, and matches both runs. Throws where a lab fails, or there is no such scenario. */
export async function runsOf(app: App, choice: Choice, signal: AbortSignal): Promise<ComparedRuns> {
  app.page.player.pause();
  await app.playback.settle();
  const own = ownOf(app, choice);
  const wanted = [own, await rivalOf(app.experiment(), own, choice)] as const;
  const isSameNetwork = wanted[1].scenario.nodes === own.scenario.nodes;
  const ends = wanted.map(endOf);
  const until = isSameNetwork ? ends.map(() => nanos(Math.max(...ends))) : ends;
  const [one, other] = await recordAll(
    wanted.map((run, at) => ({ ...run, until: until[at] ?? run.recording?.head ?? nanos(0) })),
    signal,
  );
  if (one === undefined || other === undefined) throw new Error("a run is missing");
  const recordings = { one: one.recording, other: other.recording };
  const names = isSameNetwork
    ? { one: plainMeaning, other: plainMeaning }
    : { one: ownersIn(recordings.one), other: ownersIn(recordings.other) };
  return { runs: { one, other }, names, isSameNetwork, comparison: compareRuns(recordings, names) };
}

function wantedOf(app: App): Wanted {
  const { scenario, seed, recording } = app.experiment();
  const { scenario: open } = app.page.store.state();
  return { scenario, seed, log: recording.log, name: { kind: "this" }, open, recording };
}

/** What stands on the first side. */
function ownOf(app: App, choice: Choice): Wanted {
  const open = wantedOf(app);
  if (choice.kind !== "branch" || choice.against === undefined) return open;
  return branchOf(app.experiment(), open, choice.against);
}

function branchOf(experiment: Experiment, own: Wanted, branch: Branch): Wanted {
  const { recording } = branch;
  return { ...own, log: recording.log, recording, name: branchName(experiment, branch) };
}

/** A line that was typed, at the prompt or while something ran. */
function lineOf(act: LabAct): { readonly node: string; readonly line: string } | undefined {
  if (act.kind !== "type" && act.kind !== "input") return undefined;
  return { node: act.terminal.node, line: act.text?.trim() ?? "Ctrl-D" };
}

/**
 * What a branch is called: its number, and the first line typed in it that was not typed in the run at hand;
 * where there is none, the last that was typed in both.
 */
export function branchName({ branches, recording }: Experiment, branch: Branch): RunName {
  const { log } = branch.recording;
  const isSame = ({ at, act }: LabCommand, place: number): boolean => {
    const other = recording.log[place];
    return other?.at === at && JSON.stringify(other.act) === JSON.stringify(act);
  };
  const lines = (commands: readonly LabCommand[]) => commands.flatMap(({ act }) => lineOf(act) ?? []);
  const own = lines(log.filter((command, place) => !isSame(command, place)));
  return {
    kind: "branch",
    number: branches.indexOf(branch) + 1,
    leftAt: branch.leftAt,
    typed: own[0] ?? lines(log).at(-1),
  };
}

async function rivalOf(experiment: Experiment, own: Wanted, choice: Choice): Promise<Wanted> {
  switch (choice.kind) {
    case "branch":
      return branchOf(experiment, own, choice.branch);
    case "scenario": {
      const found = await findScenario(choice.name);
      if (found === undefined) throw new Error(choice.name);
      const { scenario, open } = found;
      const name = { kind: "scenario", title: scenario.title } as const;
      return { scenario, seed: own.seed, log: [], name, open, recording: undefined };
    }
    case "line": {
      const { node, line } = choice;
      const act = { kind: "type", terminal: { node, number: 0 }, text: line } as const;
      return { ...own, log: [{ at: nanos(0), act }, ...own.log], name: choice, recording: undefined };
    }
    case "without": {
      const script = own.scenario.script.filter((step) => step !== choice.step);
      const name = { kind: "without", node: choice.step.on, line: choice.step.run } as const;
      return { ...own, scenario: { ...own.scenario, script }, name, recording: undefined };
    }
  }
}

/** What comes of the last command is to be seen as well. */
const aftermath = seconds(2);

/** How far a run is recorded at least. */
function endOf({ scenario: { script }, log, recording }: Wanted): Nanos {
  const last = Math.max(0, ...script.map(({ at }) => at), ...log.map(({ at }) => at));
  return nanos(Math.max(later(nanos(last), aftermath), recording?.head ?? 0));
}

type Run = Wanted & { readonly until: Nanos };

/** One after the other, in one lab. */
async function recordAll(wanted: readonly Run[], signal: AbortSignal): Promise<ComparedRun[]> {
  let lab: OwnLab | undefined;
  try {
    const runs: ComparedRun[] = [];
    for (const { recording, until, ...run } of wanted) {
      signal.throwIfAborted();
      const isThere = recording !== undefined && recording.head >= until;
      lab ??= isThere ? undefined : ownLab(signal);
      const recorded = isThere
        ? cutAt(recording, recording.head)
        : await lab?.record({ ...run, recording, until });
      if (recorded !== undefined) runs.push({ ...run, recording: recorded });
    }
    return runs;
  } finally {
    lab?.close();
  }
}

interface OwnLab {
  readonly record: (run: Run) => Promise<Recording>;
  readonly close: () => void;
}

function ownLab(signal: AbortSignal): OwnLab {
  let experiment: Experiment | undefined;
  let onCrash = (_message: string): void => {};
  const link = openLink({
    onBatch: (batch) => experiment && receive(experiment, batch),
    onProgress: () => {},
    onCrash: (message) => onCrash(message),
  });
  signal.addEventListener("abort", () => onCrash("aborted"));
  return {
    record: async ({ scenario, seed, log, until }) => {
      const opened = experimentOf({ scenario, seed });
      experiment = opened;
      const crashed = new Promise<never>((_resolve, reject) => {
        onCrash = (message) => reject(new Error(message));
      });
      await Promise.race([openLab(opened, link.ask, { log, until }), crashed]);
      return opened.recording;
    },
    close: link.close,
  };
}
