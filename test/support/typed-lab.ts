/** A lab in which lines are typed one after the other, and what they said. */

import { type Lab, openLab } from "#lab/lab";
import { terminalsOf, typeIn } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { later, seconds } from "#sim/engine/time";

export interface TypedLab {
  readonly lab: Lab;
  /** Types a line and lets it end, at most half a minute later. Answers what it said, and its exit code. */
  readonly type: (node: string, line: string) => Promise<Answer>;
}

export interface Answer {
  /** `undefined`: it goes on. */
  readonly exitCode: number | undefined;
  readonly said: string;
}

const patience = seconds(30);

/** Opens a scenario from its text; a mistake in it or in its setups is an error here. */
export async function typedLab(text: string, file: string): Promise<TypedLab> {
  const { scenario, diagnostics } = parseScenario(text, { file });
  if (scenario === undefined)
    throw new Error(`${file}: ${diagnostics.map(({ message }) => message).join("; ")}`);
  const lab = await openLab(scenario);
  const [problem] = lab.problems;
  if (problem !== undefined) throw new Error(`${file}: ${problem.node}: ${problem.text}`);
  const said = new Map<unknown, string>();
  const terminals = terminalsOf(lab, {
    onOutput: (typed, output) => said.set(typed, (said.get(typed) ?? "") + output),
  });
  return {
    lab,
    async type(node, line) {
      const typed = typeIn(terminals, node, line);
      if (typed === undefined) throw new Error(`${file}: no machine ${node}`);
      const { running } = typed;
      await lab.turns.runUntil(() => running.exitCode !== undefined, later(lab.simulation.now, patience));
      return { exitCode: running.exitCode, said: said.get(typed) ?? "" };
    },
  };
}
