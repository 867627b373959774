/** Whether the options that were given may stand with the command, in the order in which ipvsadm looks. */

import { type Failure, fail } from "./failure.ts";
import type { CommandName, Grammar, OptionName } from "./option-table.ts";

/** What is wrong with the options of a command, if anything. */
export function checkOptions(
  { optionNames, rules }: Grammar,
  command: CommandName,
  given: ReadonlySet<OptionName>,
): Failure | undefined {
  const allowed = rules[command] ?? {};
  let exclusive: OptionName | undefined;
  for (const option of optionNames) {
    const rule = allowed[option];
    if (!given.has(option)) {
      if (rule === "needed") {
        return fail(`You need to supply the '${option}' option for the '${command}' command`);
      }
      continue;
    }
    if (rule === undefined) return fail(`Illegal '${option}' option with the '${command}' command`);
    if (rule !== "exclusive") continue;
    if (exclusive !== undefined) {
      return fail(
        `The option '${option}' conflicts with the '${exclusive}' option in the '${command}' command`,
      );
    }
    exclusive = option;
  }
  return undefined;
}
