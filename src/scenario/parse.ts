/**
 * The text of a scenario file to a scenario, with a diagnostic for every mistake in it.
 *
 * Never throws and always ends, whatever the text: the limits are in `yaml.ts`.
 */

import { check } from "./check.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { collector, hasErrors } from "./diagnostic.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioShape } from "./scenario-shape.ts";
import { readYaml } from "./yaml.ts";

export interface Parsed {
  /** `undefined` if there is any error; warnings alone do not prevent it. */
  readonly scenario: Scenario | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParseOptions {
  /** The name of the file in diagnostics. */
  readonly file: string;
  /** The sysctls of a node that has `eth0`; without them unknown names are not found here. */
  readonly sysctls?: readonly string[];
}

/** Reads a scenario; all mistakes are in `diagnostics`, in the order of the file. */
export function parseScenario(text: string, { file, sysctls }: ParseOptions): Parsed {
  const { report, diagnostics } = collector(file);
  const root = readYaml(text, report);
  if (root === undefined) return { scenario: undefined, diagnostics: diagnostics() };
  const scenario = scenarioShape.read(root, report);
  if (root.kind === "map") check({ root, lines: text.split("\n"), sysctls }, report);
  const found = diagnostics();
  return { scenario: hasErrors(found) ? undefined : scenario, diagnostics: found };
}
