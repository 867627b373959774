/**
 * iptables 1.8.9, arptables (1.8.9 and 0.0.5) and conntrack 1.4.7, word for word: their sessions with a real
 * kernel against the same commands here.
 */

import { describe, expect, test } from "vitest";
import { exchangesOf, replay } from "./transcript.ts";

const sessions = [
  "iptables/rules",
  "iptables/nat",
  "iptables/errors",
  "iptables/legacy",
  "iptables/restore",
  "arptables/arp-nft",
  "arptables/arp-legacy",
  "conntrack",
];

describe("the tools of the packet filter say what the real ones say", () => {
  test.each(sessions)("%s", async (name) => {
    const recorded = exchangesOf(new URL(`./${name}.txt`, import.meta.url));
    expect(recorded.length).toBeGreaterThan(5);
    const replayed = await replay(recorded);
    const text = (exchanges: typeof recorded): readonly string[] =>
      exchanges.map(({ command, answer }) => `$ ${command}\n${answer}`);
    expect(text(replayed)).toEqual(text(recorded));
  });
});
