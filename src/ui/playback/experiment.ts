/**
 * One experiment: a scenario, its seed, the log of what was done, the recorded past of the branch at hand,
 * and the branches that were left by going back and doing something else.
 *
 * It asks the lab on the other side of the port and keeps what comes back. Nothing here draws or waits for
 * the screen.
 */

import type { Batch } from "#lab/batch";
import type { SetupProblem } from "#lab/lab";
import type { LabAct, LabCommand } from "#lab/lab-command";
import type { FirstPrompt, LabAnswer, LabRequest, LabStatus } from "#lab/lab-messages";
import type { Recording } from "#lab/recording";
import { append, cutAt, emptyRecording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import { nanos, seconds } from "../nanos.ts";

/** A request without its number, which whoever sends it adds. */
export type Asked = LabRequest extends infer Request
  ? Request extends LabRequest
    ? Omit<Request, "number">
    : never
  : never;

export type Ask = (request: Asked) => Promise<LabAnswer>;

/** A future that was left: its past is shared with the branch at hand. */
export interface Branch {
  readonly recording: Recording;
  /** Where it was left. */
  readonly leftAt: Nanos;
}

export interface Experiment {
  readonly scenario: Scenario;
  readonly seed: number | undefined;
  /** The text of a scenario that does not come with the lab. */
  readonly yaml: string | undefined;
  recording: Recording;
  status: LabStatus | undefined;
  problems: readonly SetupProblem[];
  prompts: readonly FirstPrompt[];
  readonly branches: Branch[];
}

/** Branches kept at most; the oldest goes first. A recording of 100,000 events takes some 50 MB. */
const mostBranches = 8;

/** An experiment that has not been opened yet. */
export const experimentOf = ({ scenario, seed, yaml }: Described): Experiment => ({
  scenario,
  seed,
  yaml,
  recording: emptyRecording(),
  status: undefined,
  problems: [],
  prompts: [],
  branches: [],
});

interface Described {
  readonly scenario: Scenario;
  readonly seed?: number | undefined;
  readonly yaml?: string;
}

/** Takes what the lab sends. */
export const receive = (experiment: Experiment, batch: Batch): void => append(experiment.recording, batch);

/** A lab that answers with a failure; what it says is for people. */
export class LabFailure extends Error {
  readonly isOver: boolean;

  constructor(message: string, isOver: boolean) {
    super(message);
    this.isOver = isOver;
  }
}

/** Sends a request and keeps the status that comes with the answer. Throws `LabFailure`. */
export async function ask(experiment: Experiment, send: Ask, request: Asked): Promise<LabAnswer> {
  const answer = await send(request);
  if (answer.kind === "failed") throw new LabFailure(answer.message, answer.isOver);
  if ("status" in answer) experiment.status = answer.status;
  if (answer.kind === "opened") {
    experiment.problems = answer.problems;
    experiment.prompts = answer.prompts;
  }
  return answer;
}

/** Opens the lab anew, does a log again and lets it go on to a moment. */
export function openLab(
  experiment: Experiment,
  send: Ask,
  { log, until }: { readonly log: readonly LabCommand[]; readonly until: Nanos },
): Promise<LabAnswer> {
  experiment.recording = emptyRecording();
  const { scenario, seed } = experiment;
  return ask(experiment, send, { kind: "open", scenario, seed, log, until, knownUntil: undefined });
}

/** Where to, whether the future that is left is kept, and the log up to there if not the same. */
interface Fork {
  readonly at: Nanos;
  readonly keep: boolean;
  readonly log?: readonly LabCommand[];
}

/**
 * Goes back to a moment and lets the lab stand there: the log, cut short, is done again. The future that was
 * seen is kept as a branch where `keep` says so.
 */
export function forkAt(experiment: Experiment, send: Ask, { at, keep, log }: Fork): Promise<LabAnswer> {
  const { scenario, seed, recording, branches } = experiment;
  if (keep) branches.push({ recording, leftAt: at });
  if (branches.length > mostBranches) branches.shift();
  // Another log may give this very moment another face: what is known ends before it.
  const known = log === undefined ? at : nanos(at - 1);
  experiment.recording = cutAt(recording, known);
  const done = log ?? recording.log.filter((command) => command.at <= at);
  return ask(experiment, send, { kind: "open", scenario, seed, log: done, until: at, knownUntil: known });
}

/** Takes up a branch again where it ended; the one at hand is kept in its place. */
export function takeUp(experiment: Experiment, send: Ask, branch: Branch): Promise<LabAnswer> {
  const { scenario, seed, recording, branches } = experiment;
  const at = branches.indexOf(branch);
  if (at < 0) throw new Error("no such branch");
  branches[at] = { recording, leftAt: branch.leftAt };
  experiment.recording = branch.recording;
  const { head, log } = branch.recording;
  return ask(experiment, send, { kind: "open", scenario, seed, log, until: head, knownUntil: head });
}

/** Does something now, at the head. */
export const act = (experiment: Experiment, send: Ask, done: LabAct): Promise<LabAnswer> =>
  ask(experiment, send, { kind: "act", act: done });

/** When the first thing happens that can be seen: the script's first command, or time zero. */
export const firstAct = ({ script }: Scenario): Nanos =>
  script.reduce<Nanos | undefined>(
    (first, { at }) => (first === undefined || at < first ? at : first),
    undefined,
  ) ?? seconds(0);
