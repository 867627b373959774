/** A small scenario file without mistakes, and ways to put some in. */

import { expect } from "vitest";
import { formatDiagnostic } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";

export const sysctls = [
  "net.ipv4.ip_forward",
  "net.ipv4.conf.all.arp_ignore",
  "net.ipv4.conf.eth0.arp_ignore",
];

export const mistakesOf = (text: string): readonly string[] =>
  parseScenario(text, { file: "x.yaml", sysctls }).diagnostics.map(formatDiagnostic);

/** A diagnostic from its two halves: where and what is wrong, and what would be right. */
export const both = (wrong: string, right: string): string => `${wrong}; ${right}`;

/** The lines of a block, trimmed; one that does not begin with the file's name goes on the one before. */
export const lines = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\n\s*(?=x\.yaml:)/)
    .map((line) => line.replace(/\s*\n\s*/g, " "));

export const good = `title: { en: Two machines, zh: 两台机器 }
segments:
  lan: {}
nodes:
  a:
    kind: client
    devices: { eth0: lan }
  b:
    kind: host
    devices: { eth0: { segment: lan, mtu: 1400 } }
script:
  - { at: 1s, on: a, run: ping -c 1 10.0.0.2 }
`;

/** The good file with some of its text replaced. */
export function goodBut(...changes: readonly (readonly [string, string])[]): string {
  let text = good;
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  return text;
}
