/**
 * What the setups of a lab complained about, each with the place in the file where that setup stands.
 */

import type { SetupProblem } from "#lab/lab";
import { collector, formatDiagnostic } from "#scenario/diagnostic";
import { entryOf, valueAt } from "#scenario/located";
import { readYaml } from "#scenario/yaml";

const inShell = /^(?:bash|\/bin\/sh): (?:line )?(\d+):/;

/** The problems as lines `file:line:column: error: node: what`. */
export function setupLines(path: string, text: string, problems: readonly SetupProblem[]): string[] {
  const { report, diagnostics } = collector(path);
  const root = readYaml(text, report);
  for (const { node, text: said } of problems) {
    const place = entryOf(valueAt(root, "nodes"), node);
    const setup = entryOf(place?.value, "setup") ?? place;
    const line = setup?.key === "setup" ? Number(inShell.exec(said)?.[1] ?? 0) : 0;
    const at = { line: (setup?.keyAt.line ?? 1) + line, column: line > 0 ? 1 : (setup?.keyAt.column ?? 1) };
    report.error(at, { message: `${node}: ${said}`, remedy: "correct the setup of this node" });
  }
  return diagnostics().map(formatDiagnostic);
}
