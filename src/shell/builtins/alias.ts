/** alias and unalias. As in bash they count in terminals only, for the first word of a command. */

import { complain } from "../state.ts";
import type { Builtin } from "./builtin.ts";

const line = (name: string, text: string): string => `alias ${name}='${text.replaceAll("'", `'\\''`)}'\n`;

export const alias: Builtin = ({ run, args }) => {
  const { aliases } = run.state;
  let status = 0;
  for (const word of args.length === 0 ? aliases.keys() : args) {
    const equals = word.indexOf("=");
    if (equals > 0) {
      aliases.set(word.slice(0, equals), word.slice(equals + 1));
      continue;
    }
    const known = aliases.get(word);
    if (known !== undefined) run.ends.stdout.write(line(word, known));
    else {
      complain(run, `alias: ${word}: not found`);
      status = 1;
    }
  }
  return status;
};

export const unalias: Builtin = ({ run, args }) => {
  const { aliases } = run.state;
  if (args[0] === "-a") aliases.clear();
  let status = 0;
  for (const name of args.filter((arg) => arg !== "-a")) {
    if (aliases.delete(name)) continue;
    complain(run, `unalias: ${name}: not found`);
    status = 1;
  }
  return status;
};
