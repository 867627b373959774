/** Builtins about background jobs: jobs, wait, kill, fg, bg. */

import type { Signal } from "../command.ts";
import { signalJob, waitFor } from "../flow.ts";
import { jobLine } from "../job-lines.ts";
import { answerSignal } from "../signals.ts";
import { type BackgroundJob, complain, type Leaving, type Run, type ShellState } from "../state.ts";
import type { Builtin } from "./builtin.ts";

export const jobs: Builtin = ({ run, args }) => {
  const { state, ends } = run;
  for (const [index, job] of state.jobs.entries()) {
    const fromEnd = state.jobs.length - index;
    const mark = fromEnd === 1 ? "+" : fromEnd === 2 ? "-" : " ";
    ends.stdout.write(args.includes("-p") ? `${job.pid}\n` : jobLine(job, mark));
  }
  forget(state, ({ exitCode }) => exitCode !== undefined);
  return 0;
};

function forget(state: ShellState, chooses: (job: BackgroundJob) => boolean): void {
  for (const job of state.jobs.filter(chooses)) state.jobs.splice(state.jobs.indexOf(job), 1);
}

/** The job that `%1`, `%%` or a process id names. */
function jobOf({ jobs: all }: ShellState, name: string): BackgroundJob | undefined {
  if (name === "%%" || name === "%+" || name === "%") return all.at(-1);
  if (name === "%-") return all.at(-2);
  if (name.startsWith("%")) return all.find(({ number }) => String(number) === name.slice(1));
  return all.find(({ pid }) => String(pid) === name);
}

async function waitForJob(run: Run, job: BackgroundJob): Promise<number | Leaving> {
  while (job.exitCode === undefined) {
    const untilEnded = (wake: () => void): (() => void) => {
      const ended = (): void => wake();
      job.waiting.add(ended);
      return () => void job.waiting.delete(ended);
    };
    const waited = await waitFor<void>(run.flow, untilEnded, undefined, job.job);
    if (waited.kind !== "signal") continue;
    const leaving = await answerSignal(run, waited.signal);
    if (leaving !== undefined) return leaving;
  }
  return job.exitCode;
}

export const wait: Builtin = async ({ run, args }) => {
  const { state } = run;
  const names = args.filter((arg) => !arg.startsWith("-"));
  const asked = names.length === 0 ? [...state.jobs] : names.map((name) => jobOf(state, name));
  let status = 0;
  for (const [index, job] of asked.entries()) {
    if (job === undefined) {
      const words = `pid ${names[index]} is not a child of this shell`;
      if (state.dialect === "bash") complain(run, `wait: ${words}`);
      status = 127;
      continue;
    }
    const code = await waitForJob(run, job);
    if (typeof code !== "number") return code;
    status = names.length === 0 ? 0 : code;
    forget(state, (other) => other === job);
  }
  return status;
};

const signals = new Map<string, Signal>([
  ["INT", "INT"],
  ["SIGINT", "INT"],
  ["2", "INT"],
  ["TERM", "TERM"],
  ["SIGTERM", "TERM"],
  ["15", "TERM"],
  ["9", "TERM"],
  ["KILL", "TERM"],
  ["SIGKILL", "TERM"],
]);

/** `kill [-SIGNAL] JOB…`. KILL does what TERM does to a program that does not catch it. */
export const kill: Builtin = ({ run, args }) => {
  const { state } = run;
  const named = args[0] === "-s" ? args[1] : args[0]?.startsWith("-") === true ? args[0].slice(1) : undefined;
  const targets = args.slice(named === undefined ? 0 : args[0] === "-s" ? 2 : 1);
  if (named === "0") return targets.every((target) => jobOf(state, target) !== undefined) ? 0 : 1;
  const signal = named === undefined ? "TERM" : signals.get(named);
  if (signal === undefined) {
    complain(run, `kill: ${named}: invalid signal specification`);
    return 1;
  }
  let status = 0;
  for (const target of targets) {
    const job = jobOf(state, target);
    if (job?.exitCode === undefined && job !== undefined) signalJob(job.job, signal);
    else {
      complain(run, `kill: ${noTarget(state, target)}`);
      status = 1;
    }
  }
  return status;
};

function noTarget({ dialect }: ShellState, target: string): string {
  const isJob = target.startsWith("%");
  if (dialect === "dash") return isJob ? `No such job: ${target}` : "No such process";
  return isJob ? `${target}: no such job` : `(${target}) - No such process`;
}

/** Brings a job to the foreground: Ctrl-C reaches it until it ends. */
export const fg: Builtin = async ({ run, args }) => {
  const { state, ends, flow } = run;
  const job = jobOf(state, args[0] ?? "%%");
  if (job === undefined) {
    complain(run, `fg: ${args[0] ?? "current"}: no such job`);
    return 1;
  }
  ends.stdout.write(`${job.text}\n`);
  flow.job.children.add(job.job);
  const outcome = await waitForJob(run, job);
  flow.job.children.delete(job.job);
  forget(state, (other) => other === job);
  return outcome;
};

/** Jobs are never stopped here, so there is nothing to set going again. */
export const bg: Builtin = ({ run, args }) => {
  const { state } = run;
  const job = jobOf(state, args[0] ?? "%%");
  const words =
    job === undefined ? `${args[0] ?? "current"}: no such job` : `job ${job.number} already in background`;
  complain(run, `bg: ${words}`);
  return job === undefined ? 1 : 0;
};
