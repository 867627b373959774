/**
 * Chance and time for awk programs. just-bash's awk would ask its host for both, so its `rand`, `srand` and
 * `systime` are replaced by functions written in awk that start from the simulation.
 */

import type { Machine } from "./machine.ts";
import { startOfTime } from "./start-of-time.ts";

const nanosPerSecond = 1e9;
/** Since 1970. */
const startSeconds = startOfTime / 1000;

/** The generator of Park and Miller: its products stay below 2^53, which awk's numbers hold exactly. */
const generator = `
function lab_rand() { lab_state = (lab_state * 16807) % 2147483647; return lab_state / 2147483647 }
function lab_srand(seed,  last) {
  last = lab_seed; lab_seed = seed; lab_state = seed % 2147483646 + 1
  return last
}
`;

const program = /\b(rand|srand|systime)\s*\(/;

/** The arguments of awk, with chance and time of the simulation. */
export function awkArguments(argv: readonly string[], machine: Machine): string[] {
  const at = programIndex(argv);
  const text = argv[at];
  if (text === undefined || !program.test(text)) return [...argv];
  const now = String(startSeconds + Math.floor(machine.simulation.now / nanosPerSecond));
  const changed = text
    .replace(/\bsystime\s*\(\s*\)/g, now)
    .replace(/\bsrand\s*\(\s*\)/g, `lab_srand(${now})`)
    .replace(/\bsrand\s*\(/g, "lab_srand(")
    .replace(/\brand\s*\(/g, "lab_rand(");
  const seed = 1 + machine.simulation.random(`awk ${machine.name}`).below(2_147_483_646);
  return ["-v", `lab_state=${seed}`, ...argv.slice(0, at), `${generator}${changed}`, ...argv.slice(at + 1)];
}

/** Whether a program is one BEGIN block and no more: awk reads nothing then. */
export function isOnlyBegin(argv: readonly string[]): boolean {
  const text = (argv[programIndex(argv)] ?? "").trim();
  if (!/^BEGIN\s*\{/.test(text)) return false;
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "");
  let depth = 0;
  for (const [at, char] of [...bare].entries()) {
    if (char === "{") depth++;
    if (char === "}") depth--;
    if (char === "}" && depth === 0) return at === bare.length - 1;
  }
  return false;
}

/** Where the program's text is: the first word that is no option and no option's value. */
function programIndex(argv: readonly string[]): number {
  const valued = new Set(["-F", "-v", "-f"]);
  return argv.findIndex((arg, at) => !arg.startsWith("-") && !valued.has(argv[at - 1] ?? ""));
}
