/** What a machine does with lines that would think, fork or print without an end. */

import { describe, expect, test } from "vitest";
import { matches } from "#shell/expand/pattern";
import { randomOf } from "#sim/engine/random";
import { seedOr } from "#support/seed";
import { fakeLab, sh, terminalOf } from "./fake-machine.ts";

describe("time passes for a shell that thinks for long", () => {
  test("a thousand commands of its own take a few milliseconds, ten take none", async () => {
    expect((await sh("for i in {1..1000}; do :; done")).at - (await sh(":")).at).toBe(3e6);
    expect((await sh("for i in {1..10}; do :; done")).at).toBe((await sh(":")).at);
  });

  test("Ctrl-C ends a loop over many words", async () => {
    const lab = fakeLab();
    const { shell, line } = terminalOf(lab, lab.machine("host"));
    const running = shell.run("for i in {1..90000}; do for j in {1..90000}; do :; done; done");
    await lab.turns.advance(lab.simulation.now);
    expect(running.exitCode).toBeUndefined();
    running.signal("INT");
    await lab.turns.settle();
    expect(running.exitCode).toBe(130);
    expect(await line("echo $((i + j))")).toMatch(/^\d+\n$/);
  });
});

describe("what has no end is given one", () => {
  test.each([
    [
      "forks",
      "b() { b | b & }; b; sleep 0.004; echo over",
      /fork: Resource temporarily unavailable/,
      /^over\n$/,
    ],
    ["awk", "awk 'BEGIN{while(1){}}'; echo $?", /exceeded maximum iterations/, /^126\n$/],
    ["sed", "echo a | sed ':a;s/^/x/;ta'; echo $?", /exceeded maximum iterations/, /^126\n$/],
    ["braces", "set -- {1..400}{1..400}{1..400}; echo $#", /^$/, /^1\n$/],
  ])("%s", { timeout: 30_000 }, async (_name, line, err, out) => {
    const done = await sh(line, "bash", 0.05);
    expect(done.err).toMatch(err);
    expect(done.out).toMatch(out);
  });

  test("seq prints its numbers in turns", async () => {
    expect((await sh("seq -w 8 25000 | tail -n 2; seq -s , 3; seq 5 4")).out).toBe("24999\n25000\n1,2,3\n");
    const few = await sh("seq 20000 > /tmp/numbers; wc -l < /tmp/numbers");
    const many = await sh("seq 30001 > /tmp/numbers; wc -l < /tmp/numbers");
    expect([few.out, many.out, many.at - few.at]).toEqual(["20000\n", "30001\n", 2e6]);
  });
});

describe("patterns", () => {
  /** Whether a pattern of letters, `?` and `*` fits, tried out. */
  const fits = (pattern: string, text: string): boolean => {
    if (pattern === "") return text === "";
    if (pattern[0] === "*")
      return fits(pattern.slice(1), text) || (text !== "" && fits(pattern, text.slice(1)));
    return (
      text !== "" && (pattern[0] === "?" || pattern[0] === text[0]) && fits(pattern.slice(1), text.slice(1))
    );
  };

  test("with stars fit what trying out finds", () => {
    const random = randomOf(seedOr(1), "patterns");
    const word = (letters: string, length: number): string =>
      Array.from({ length }, () => letters.charAt(random.below(letters.length))).join("");
    let fitting = 0;
    for (let round = 0; round < 3000; round++) {
      const pattern = word("aab?**", random.below(8));
      const text = word("aab", random.below(9));
      expect(`${pattern} ${text} ${matches(pattern, text)}`).toBe(
        `${pattern} ${text} ${fits(pattern, text)}`,
      );
      if (matches(pattern, text)) fitting++;
    }
    expect(fitting).toBeGreaterThan(300);
  });

  test("with many stars take no longer for it", () => {
    expect(matches(`${"*a".repeat(40)}*b`, "a".repeat(2000))).toBe(false);
  });
});
