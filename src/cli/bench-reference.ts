/**
 * The reference work beside a reference program doing the same: whole processes, A B A B, user CPU seconds.
 */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { UsageError } from "./arguments.ts";

const rounds = 3;
const leastRatio = 8;
const leastTracedRatio = 4;

/** Pairs this simulator with the reference program; answers 1 when it is not fast enough beside it. */
export async function compareWithReference(
  program: string,
  { conns, isJson }: { readonly conns: number; readonly isJson: boolean },
): Promise<number> {
  if (!existsSync(program)) {
    throw new UsageError(`there is no program ${program}; lvs-lab bench --help says how to build one`);
  }
  const own = ["--work", "tcp", "--conns", String(conns), "--nat"];
  const reference: number[] = [];
  const ours: number[] = [];
  const traced: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    reference.push(await userCpu(program, ["--mode=tcp", `--conns=${conns}`]));
    ours.push(await userCpu(process.execPath, [...thisProgram(), "bench", ...own]));
    traced.push(await userCpu(process.execPath, [...thisProgram(), "bench", ...own, "--trace"]));
    const last = [reference, ours, traced].map((list) => list.at(-1)?.toFixed(2));
    process.stdout.write(`round ${round}: reference ${last[0]} s, ours ${last[1]} s, traced ${last[2]} s\n`);
  }
  const [a, b, c] = [median(reference), median(ours), median(traced)];
  const figures = { ns3_cpu_s: a, ours_cpu_s: b, ratio: a / b, traced_ratio: a / c };
  const [ratio, tracedRatio] = [figures.ratio.toFixed(1), figures.traced_ratio.toFixed(1)];
  process.stdout.write(
    `median of user CPU seconds: ${a.toFixed(2)} against ${b.toFixed(2)}, ${ratio} times; ` +
      `traced ${tracedRatio} times\n`,
  );
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
  return figures.ratio >= leastRatio && figures.traced_ratio >= leastTracedRatio ? 0 : 1;
}

/** How this very command line was started. */
const thisProgram = (): string[] => [process.argv[1] ?? ""];

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * User CPU seconds of a whole child process, by the difference that this process's children account makes.
 */
async function userCpu(program: string, args: readonly string[]): Promise<number> {
  const script = 'TIMEFORMAT=%U; time "$0" "$@" >/dev/null';
  const child = spawn("bash", ["-c", script, program, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const seconds = Number(said.trim().split("\n").at(-1));
  if (code !== 0 || Number.isNaN(seconds)) {
    throw new UsageError(`${program} ended with ${code}: ${said.trim().split("\n")[0] ?? ""}`);
  }
  return seconds;
}
