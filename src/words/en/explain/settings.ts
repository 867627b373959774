/** What the values of switches mean, and how those of `all` and of a device combine, in English. */

import type { SettingFacts } from "../../why-facts.ts";

/** `max(all, eth0) = 0: …` without the chips that show the values. */
export function ruleText({ rule, device }: SettingFacts): string {
  const own = device ?? "the device";
  switch (rule) {
    case "max":
      return `The device that the packet came in by counts, here ${own}, and the larger of its value and that of all.`;
    case "either":
      return `One of all and ${own} suffices.`;
    case "both":
      return `Both all and ${own} are needed.`;
    case "alone":
      return device === undefined ? "" : `The value of ${own} alone counts.`;
  }
}

const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  arp_ignore: {
    "0": "every address of the host is answered for, whichever device holds it",
    "1": "only addresses of the device that was asked are answered for",
    "2": "only addresses of the device that was asked, and only to askers of their subnet",
    "3": "addresses of scope host are not answered for",
    "8": "nothing is answered",
  },
  arp_announce: {
    "0": "any own address may be named as the asker",
    "1": "an own address is named only where it is in a subnet with the asked one",
    "2": "always an address of the device that asks is named",
  },
  rp_filter: {
    "0": "the source is not checked",
    "1": "strict: the way back to the source must leave by the device that the packet came in by",
    "2": "loose: some way back to the source must exist",
  },
};

/** What an effective value means; nothing for switches that are just on or off. */
export const meaningOf = ({ field, effective }: SettingFacts): string | undefined =>
  meanings[field]?.[effective];

/** Meaning and rule of a switch, as sentences. */
export function settingText(facts: SettingFacts | undefined): string {
  if (facts === undefined) return "";
  const { field, effective } = facts;
  const meaning = meaningOf(facts);
  const said = meaning === undefined ? `${field} is ${effective}.` : `${field} ${effective}: ${meaning}.`;
  return [said, ruleText(facts)].filter((text) => text !== "").join(" ");
}
