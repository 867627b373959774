/** date: the simulation's date. Setting it is left out. */

import type { Command } from "#shell/command";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { formatMoment, type Moment, momentOf } from "./clock.ts";

const usualFormat = "%a %b %e %H:%M:%S %Z %Y";

export const date: Command = {
  options: {
    options: [
      { name: "utc", short: "u", long: "utc" },
      { name: "date", short: "d", long: "date", takes: "value", valueName: "STRING" },
      { name: "iso", short: "I", long: "iso-8601", takes: "optional" },
      { name: "mail", short: "R", long: "rfc-email" },
      { name: "set", short: "s", long: "set", takes: "value", valueName: "STRING" },
    ],
  },
  operands: () => [],
  run: (process) => {
    const given = parseOptions(date.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("date", given.problem)}\nTry 'date --help' for more information.\n`);
      return 1;
    }
    if (given.has("set")) {
      process.stderr.write("date: not modelled in LVS Lab: the date follows the simulation\n");
      return 1;
    }
    const text = given.value("date");
    const moment = text === undefined ? momentOf(process.machine.simulation.now) : momentFrom(text);
    if (moment === undefined) {
      process.stderr.write(`date: invalid date '${text}'\n`);
      return 1;
    }
    process.stdout.write(`${formatMoment(moment, formatOf(given.operands[0], given.value("iso"), given))}\n`);
    return 0;
  },
};

function formatOf(
  operand: string | undefined,
  iso: string | undefined,
  given: { has(name: string): boolean },
): string {
  if (operand?.startsWith("+") === true) return operand.slice(1);
  if (given.has("mail")) return "%a, %d %b %Y %H:%M:%S %z";
  if (!given.has("iso")) return usualFormat;
  return iso === "seconds" ? "%Y-%m-%dT%H:%M:%S+00:00" : "%Y-%m-%d";
}

/** `@SECONDS` and dates written as 2026-01-01 or 2026-01-01 10:00:00, in UTC. */
function momentFrom(text: string): Moment | undefined {
  if (/^@\d+$/.test(text)) return { date: new Date(Number(text.slice(1)) * 1000), nanos: 0 };
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?Z?$/.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return { date: new Date(Date.UTC(year, month - 1, day, hour, minute, second)), nanos: 0 };
}
