/**
 * A whole run of a scenario as text: every event with its cause and values, and what every command said.
 *
 * Uses nothing of the host, so that the same code runs in Node and in a browser's worker.
 */

import { recordLine } from "#lab/event-record";
import { openLab } from "#lab/lab";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { formatDiagnostic } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";
import { later, type Nanos, nanos } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";

/** The trace of a scenario's text, a line each for events and pieces of output. */
export async function traceOf(text: string, until?: Nanos): Promise<string> {
  const { scenario, diagnostics } = parseScenario(text, { file: "scenario" });
  if (scenario === undefined) return diagnostics.map(formatDiagnostic).join("\n");
  const lines: string[] = [];
  const lab = await openLab(scenario, {
    onBuilt: ({ simulation }) =>
      simulation.observe((event: TraceEvent) => lines.push(recordLine(event, nanos(0)))),
  });
  lines.push(...lab.problems.map(({ node, text: said }) => `${node} setup: ${said}`));
  const terminals = terminalsOf(lab, {
    onOutput: ({ node, number }, said, stream) =>
      lines.push(JSON.stringify({ at: lab.simulation.now, node, number, stream, said })),
  });
  await playScript(lab, { terminals, until: until === undefined ? undefined : later(until, nanos(0)) });
  return `${lines.join("\n")}\n`;
}

/** FNV-1a over the characters, 32 bits, in hexadecimal: enough to see that two traces differ. */
export function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
