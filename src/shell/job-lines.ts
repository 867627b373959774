/** What the shell says of its background jobs: the lines of `jobs`, and those before the next prompt. */

import type { BackgroundJob, ShellState } from "./state.ts";

/** Lines about jobs that have ended since the last prompt, as bash prints before the next one. */
export function endedJobs(state: ShellState): string[] {
  const ended = state.jobs.filter(({ exitCode: code }) => code !== undefined);
  for (const job of ended) state.jobs.splice(state.jobs.indexOf(job), 1);
  return ended.map((job, index) => jobLine(job, index === ended.length - 1 ? "+" : "-"));
}

/** A line of `jobs`. */
export function jobLine(job: BackgroundJob, mark: "+" | "-" | " "): string {
  const isRunning = job.exitCode === undefined;
  return `[${job.number}]${mark}  ${stateOf(job.exitCode).padEnd(23)} ${job.text}${isRunning ? " &" : ""}\n`;
}

function stateOf(code: number | undefined): string {
  if (code === undefined) return "Running";
  if (code === 143) return "Terminated";
  if (code === 130) return "Interrupt";
  return code === 0 ? "Done" : `Exit ${code}`;
}
