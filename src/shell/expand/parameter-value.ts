/**
 * The values of parameters: variables, elements of arrays, positional and special parameters. Time and chance
 * come from the simulation.
 */

import { byBytes } from "../files/tree.ts";
import { startOfTime } from "../start-of-time.ts";
import { type Run, type ShellState, variableText } from "../state.ts";
import type { Expander } from "./parameter.ts";

/** RANDOM is below this. */
const randomLimit = 32_768;
const nanosPerSecond = 1e9;
const millisPerSecond = 1000;

/** The elements of `$@`, `$*`, `${a[@]}`; `undefined` for a parameter with one value. */
export function elementsOf({ state }: Run, parameter: string): readonly string[] | undefined {
  if (parameter === "@" || parameter === "*") return state.parameters;
  const array = /^(\w+)\[[@*]\]$/.exec(parameter)?.[1];
  if (array === undefined) return undefined;
  const value = state.variables.get(array)?.value;
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** The names of variables that begin so, in byte order. */
export const namesWith = ({ state }: Run, prefix: string): string[] =>
  [...state.variables.keys()].filter((name) => name.startsWith(prefix)).sort(byBytes);

/** The value of a parameter, `undefined` where it is not set. */
export async function parameterValue(expander: Expander, parameter: string): Promise<string | undefined> {
  const { run } = expander;
  const elements = elementsOf(run, parameter);
  if (elements !== undefined) return elements.length === 0 ? undefined : elements.join(" ");
  if (/^\d+$/.test(parameter)) {
    return parameter === "0" ? run.state.zero : run.state.parameters[Number(parameter) - 1];
  }
  const special = specialValue(run, parameter);
  if (special !== undefined) return special;
  const subscript = /^(\w+)\[(.*)\]$/s.exec(parameter);
  if (subscript === null) return variableText(run.state, parameter) ?? changingValue(run, parameter);
  return elementValue(expander, subscript[1] ?? "", subscript[2] ?? "");
}

async function elementValue(
  expander: Expander,
  array: string,
  subscript: string,
): Promise<string | undefined> {
  const elements = elementsOf(expander.run, `${array}[@]`) ?? [];
  const index = Number(await expander.source(`$((${subscript}))`));
  return elements.at(index);
}

function specialValue({ state }: Run, parameter: string): string | undefined {
  switch (parameter) {
    case "?":
      return String(state.status);
    case "#":
      return String(state.parameters.length);
    case "$":
      return String(state.pid);
    case "!":
      return state.lastBackground === undefined ? "" : String(state.lastBackground);
    case "-":
      return [...state.flags].sort(byBytes).join("");
    case "LINENO":
      return String(state.line);
    case "PPID":
      return "1";
  }
  return undefined;
}

/** Variables that change by themselves in bash; dash has none. */
function changingValue({ state, flow }: Run, parameter: string): string | undefined {
  if (state.dialect === "dash") return undefined;
  const sinceStart = flow.simulation.now - state.startedAt;
  if (parameter === "RANDOM") return String(state.random.below(randomLimit));
  if (parameter === "SECONDS") return String(Math.floor(sinceStart / nanosPerSecond));
  if (parameter === "EPOCHSECONDS") return String(Math.floor(epochSeconds(state)));
  if (parameter === "HOSTNAME") return state.machine.hostname;
  return undefined;
}

/** The date of the simulation, in seconds since 1970. */
export const epochSeconds = ({ machine }: ShellState): number =>
  startOfTime / millisPerSecond + machine.simulation.now / nanosPerSecond;
