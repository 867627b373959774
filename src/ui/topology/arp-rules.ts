/**
 * Whether rules of arptables keep a question for an address from being heard, whoever asks it. Rules that
 * depend on who asks, and chains of one's own, decide nothing here.
 */

import type { FilterRow } from "#sim/rows";

type Rows = Iterable<FilterRow>;

const isOfInput = ({ tool, chain }: FilterRow): boolean => tool.startsWith("arptables") && chain === "INPUT";

/** The rules as text, without what they have counted. */
export function arpRulesText(rows: Rows): string {
  let said = "";
  for (const row of rows) if (isOfInput(row)) said += `${row.tool} ${row.number} ${row.text}\n`;
  return said;
}

/** Whether a question for the address that comes in by the device is dropped. */
export function dropsQuestion(rows: Rows, address: string, device: string): boolean {
  const rules = [...rows].filter(isOfInput);
  const tools = new Set(rules.map(({ tool }) => tool));
  return [...tools].some((tool) => {
    const own = rules.filter((row) => row.tool === tool);
    const first = own
      .filter(({ number }) => number > 0)
      .sort((one, other) => one.number - other.number)
      .map(({ text }) => verdictOf(text, address, device))
      .find((verdict) => verdict !== undefined);
    const policy = own.find(({ number }) => number === 0)?.text.endsWith(" DROP") === true;
    return first === undefined ? policy : first === "DROP";
  });
}

/** What a rule does with every such question; `undefined`: nothing, or not with every one. */
function verdictOf(text: string, address: string, device: string): string | undefined {
  const words = text.split(" ").slice(2);
  let target: string | undefined;
  for (let at = 0; at < words.length; at += 2) {
    const value = words[at + 1] ?? "";
    if (words[at] === "-j") target = value;
    else if (words[at] === "-d" && value.replace(/\/32$/, "") === address) continue;
    else if (words[at] === "-i" && value === device) continue;
    else return undefined;
  }
  return target === "DROP" || target === "ACCEPT" ? target : undefined;
}
