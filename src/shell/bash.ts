/**
 * The text tools of just-bash as commands of the lab: awk, sed, cut, cp and their like. The package is loaded
 * when the first of them runs.
 *
 * A tool is given all its input at its end and gives all its output at its own end; those that treat each
 * line by itself (see line-wise.ts) are given what has arrived as it comes. Its clock is the host's, so what
 * would tell the time is put in its words beforehand.
 */

import type { Command as BashCommand } from "just-bash/browser";
import { awkArguments, isOnlyBegin } from "./awk-chance.ts";
import type { Command, Process } from "./command.ts";
import { bashFiles } from "./files/bash-files.ts";
import { errorText } from "./files/error-text.ts";
import { isLineWise } from "./line-wise.ts";
import { collectingSink, textSource } from "./pipe.ts";

/** just-bash asks its file system whether there is a program before it runs its own of that name. */
const toolFolder = "/bin";

/** Tools that start other commands: `find -exec`. */
const startsOthers = new Set(["find"]);

/** A command of the lab in the form that just-bash's tools can start. */
const bridge = (process: Process, name: string): BashCommand => ({
  name,
  execute: async (args, context) => {
    const [stdout, stderr] = [collectingSink(), collectingSink()];
    const ends = { stdin: textSource(context.stdin), stdout, stderr };
    const exitCode = await process.execute([name, ...args], ends);
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode };
  },
});

/**
 * A tool may work as long as it likes, but for endless loops: nothing can interrupt it while it thinks. They
 * end after about a second of the host's.
 */
const unlimited = 1e9;
const limits = {
  maxAwkIterations: 1_000_000,
  maxCommandCount: unlimited,
  maxLoopIterations: unlimited,
  maxSedIterations: 50_000,
  maxWorkUnits: unlimited,
};

/** A command that just-bash does. */
export const bashTool = (name: string): Command => ({
  run: (process) => (isLineWise(name, process.argv) ? runByLines(name, process) : runWhole(name, process)),
});

async function runWhole(name: string, process: Process): Promise<number> {
  const input = readsInput(name, process.argv) ? await process.stdin.readAll() : "";
  return give(process, await execute(name, process, input));
}

/** Gives the tool the complete lines that have arrived, again and again. */
async function runByLines(name: string, process: Process): Promise<number> {
  let status = 0;
  let partial = "";
  for (;;) {
    const piece = await process.stdin.read();
    const text = partial + (piece ?? "");
    const end = piece === undefined ? text.length : text.lastIndexOf("\n") + 1;
    partial = text.slice(end);
    if (end > 0) status = give(process, await execute(name, process, text.slice(0, end)));
    if (piece === undefined || status > 1) return status;
  }
}

function give(process: Process, result: { stdout: string; stderr: string; exitCode: number }): number {
  const { name, stdout, stderr } = process;
  if (result.stdout !== "") stdout.write(result.stdout);
  if (result.stderr !== "") stderr.write(result.stderr);
  if (stdout.failure === undefined) return result.exitCode;
  stderr.write(`${name}: write error: ${errorText[stdout.failure]}\n`);
  return 1;
}

async function execute(name: string, process: Process, stdin: string) {
  const { Bash } = await import("just-bash/browser");
  const { machine, cwd, env, argv } = process;
  const others = startsOthers.has(name) ? [...machine.commands.keys()].filter((other) => other !== name) : [];
  const programs = new Set([name, ...others].map((program) => `${toolFolder}/${program}`));
  const tools = new Bash({
    fs: bashFiles(machine.files, (path) => programs.has(path)),
    cwd,
    commands: [name],
    customCommands: others.map((other) => bridge(process, other)),
    env: { ...Object.fromEntries(env), PATH: toolFolder, TZ: "UTC", LC_ALL: "C" },
    executionLimits: limits,
    defenseInDepth: false,
  });
  const result = await tools.exec(name, { args: argumentsFor(name, process, argv), stdin, cwd });
  if (result.stdoutKind !== "bytes") return result;
  const bytes = Uint8Array.from(result.stdout, (char) => char.charCodeAt(0));
  return { ...result, stdout: new TextDecoder().decode(bytes) };
}

/** The arguments for just-bash: `cp -a` is its `cp -rp`. */
function argumentsFor(name: string, { machine }: Process, argv: readonly string[]): string[] {
  if (name === "awk") return awkArguments(argv, machine);
  if (name !== "cp") return [...argv];
  return argv.map((arg) => (/^-[a-zA-Z]*a/.test(arg) ? arg.replace("a", "rp") : arg));
}

/** Tools that work on files and arguments only, so that they do not wait for a terminal's input. */
const withoutInput = new Set(
  "basename chmod cp dirname du expr file find ln mkdir mv readlink rm rmdir stat tree".split(" "),
);

/** Options whose value stands in the next word. */
const valued: Readonly<Record<string, readonly string[]>> = {
  awk: ["-F", "-v", "-f"],
  cut: ["-d", "-f", "-c", "-b"],
  sed: ["-e", "-f"],
};

function readsInput(name: string, argv: readonly string[]): boolean {
  if (withoutInput.has(name)) return false;
  if (name === "awk" && isOnlyBegin(argv)) return false;
  if (name === "tr" || argv.includes("-")) return true;
  const options = valued[name] ?? [];
  const operands = argv.filter((arg, at) => !arg.startsWith("-") && !options.includes(argv[at - 1] ?? ""));
  const hasProgram = (name === "awk" || name === "sed") && !argv.includes("-f") && !argv.includes("-e");
  return operands.length <= (hasProgram ? 1 : 0);
}
