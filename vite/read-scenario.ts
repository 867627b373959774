/**
 * Reads a scenario file while the page is built. Runs in vite's module runner, for only there the names of
 * our own modules (`#scenario/…`) lead to TypeScript.
 */
import { knownSysctls } from "#lab/known-sysctls";
import { formatDiagnostic } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { cardOf, type ScenarioCard } from "#scenario/scenario-card";

export interface ReadScenario {
  readonly scenario: Scenario;
  readonly card: ScenarioCard;
}

/** The scenario of a text. Throws all diagnostics, a line each with its place: warnings are mistakes here. */
export function readScenario(text: string, { name, file }: { name: string; file: string }): ReadScenario {
  const { scenario, diagnostics } = parseScenario(text, { file, sysctls: knownSysctls() });
  if (scenario === undefined || diagnostics.length > 0)
    throw new Error(
      [`${file} cannot be built into the page`, ...diagnostics.map(formatDiagnostic)].join("\n"),
    );
  return { scenario, card: cardOf(name, scenario) };
}
