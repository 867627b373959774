/**
 * Finds and reads a scenario: by its path, or by its bare name in scenarios/.
 *
 * Whatever is wrong with it becomes lines of text, never a stack trace.
 */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { knownSysctls } from "#lab/known-sysctls";
import { type Diagnostic, formatDiagnostic } from "#scenario/diagnostic";
import { nearest } from "#scenario/nearest";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { UsageError } from "./arguments.ts";

/** A scenario file as it was read; `scenario` is missing where there are errors. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
  readonly scenario: Scenario | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a scenario, with a diagnostic for every mistake. Throws `UsageError` where there is no such file. */
export function readScenario(named: string): ScenarioFile {
  const path = pathOf(named);
  const text = textOf(path);
  return { path, text, ...parseScenario(text, { file: path, sysctls: knownSysctls() }) };
}

/** As `readScenario`, for whoever needs a scenario to go on: mistakes are a `UsageError` too. */
export function openScenario(named: string): ScenarioFile & { readonly scenario: Scenario } {
  const file = readScenario(named);
  const { scenario, diagnostics } = file;
  if (scenario !== undefined) return { ...file, scenario };
  throw new UsageError([`${file.path} is no scenario yet`, ...diagnostics.map(formatDiagnostic)].join("\n"));
}

/** The scenarios that come with the program: beside src in a clone, beside dist in a published copy. */
export function shippedFolder(): string | undefined {
  const here = [
    new URL("../../scenarios/", import.meta.url),
    new URL("../../../scenarios/", import.meta.url),
  ];
  return here.map((url) => fileURLToPath(url)).find((folder) => existsSync(folder));
}

/** The names of the scenarios that come with the program, in order. */
export function shippedNames(): string[] {
  const folder = shippedFolder();
  return folder === undefined ? [] : namesIn(folder);
}

function pathOf(named: string): string {
  if (existsSync(named) && !statSync(named).isDirectory()) return named;
  const folder = shippedFolder();
  if (folder === undefined || basename(named) !== named) throw new UsageError(`there is no file ${named}`);
  const shipped = join(folder, named.endsWith(".yaml") ? named : `${named}.yaml`);
  if (existsSync(shipped)) return shipped;
  throw new UsageError(
    `there is no file ${named}, and no scenario of that name${nearestWords(named, namesIn(folder))}`,
  );
}

function nearestWords(named: string, names: readonly string[]): string {
  const near = nearest(named, names);
  return `${near === undefined ? "" : `; did you mean ${near}?`} (\`lvs-lab list\` shows all)`;
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length))
    .sort();

function textOf(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(readFileSync(path));
  } catch (error) {
    const why = error instanceof TypeError ? "it is not UTF-8 text" : reasonOf(error);
    throw new UsageError(`${path} cannot be read: ${why}`);
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
