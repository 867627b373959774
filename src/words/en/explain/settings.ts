/** What the values of switches mean, and how those of `all` and of a device combine, in English. */

import type { SettingFacts } from "#words/why-facts";

/** How the values came to the one that counts: `arp_ignore is the larger of all (0) and eth0 (0): 0`. */
function ruleText({ field, rule, effective, values, device }: SettingFacts): string {
  const named = values.map(({ scope, value }) => `${scope} (${value})`).join(" and ");
  if (values.length < 2) return `${field}${device === undefined ? "" : ` of ${device}`} is ${effective}`;
  switch (rule) {
    case "max":
      return `${field} is the larger of ${named}: ${effective}`;
    case "either":
      return `${field} is on where one of ${named} is, so it is ${effective}`;
    case "both":
      return `${field} needs both ${named}, so it is ${effective}`;
    case "alone":
      return `${field} is ${effective}`;
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
    "1": "strict, the way back to the source must leave by the device that the packet came in by",
    "2": "loose, some way back to the source must exist",
  },
};

/** What an effective value means; nothing for switches that are just on or off. */
export const meaningOf = ({ field, effective }: SettingFacts): string | undefined =>
  meanings[field]?.[effective];

/** Rule and meaning of a switch, as a sentence. */
export function settingText(facts: SettingFacts | undefined): string {
  if (facts === undefined) return "";
  const meaning = meaningOf(facts);
  return `${ruleText(facts)}${meaning === undefined ? "" : `, ${meaning}`}.`;
}
