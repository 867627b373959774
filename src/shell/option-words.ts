/** What is wrong with options, in the words of GNU getopt_long. */

import type { OptionProblem } from "./options.ts";

/** The usual sentence of getopt_long for a problem, without a newline. */
export function gnuWords(program: string, problem: OptionProblem): string {
  switch (problem.kind) {
    case "unknown-short":
      return `${program}: invalid option -- '${problem.option}'`;
    case "unknown-long":
      return `${program}: unrecognized option '${problem.option}'`;
    case "ambiguous": {
      const candidates = problem.candidates.map((candidate) => ` '${candidate}'`).join("");
      return `${program}: option '${problem.option}' is ambiguous; possibilities:${candidates}`;
    }
    case "missing-short":
      return `${program}: option requires an argument -- '${problem.option}'`;
    case "missing-long":
      return `${program}: option '${problem.option}' requires an argument`;
    case "unwanted":
      return `${program}: option '${problem.option}' doesn't allow an argument`;
  }
}
