/** `lvs-lab solve` and `lvs-lab new`: what is missing in a lesson, what is wrong, and when it is done. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lvsLab } from "#support/command-line";

const folder = mkdtempSync(join(tmpdir(), "lvs-lab-lessons-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the sample with some of its lesson.yaml replaced. */
function sampleBut(name: string, from: string | RegExp, to: string): string {
  const copy = join(folder, name);
  cpSync("test/lesson/sample", copy, { recursive: true });
  const file = join(copy, "lesson.yaml");
  const text = readFileSync(file, "utf8");
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return copy;
}

const counts = (lessons: number, solved: number, more: object = {}): object => ({
  ...{ lessons, solved, met_at_start: 0, wrong_attempts_refused: 2 },
  ...more,
});

async function solved(...argv: string[]): Promise<{ code: number | undefined; out: string; json: unknown }> {
  const { code, out } = await lvsLab("solve", ...argv, "--json");
  return { code, out, json: JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") };
}

describe("solve", () => {
  test("solves a lesson, and counts what was refused", async () => {
    const { code, out, json } = await solved("test/lesson/sample");
    expect(out).toContain("sample: solved, 2 wrong attempts refused\n");
    expect(json).toEqual(counts(1, 1));
    expect(code).toBe(0);
  });

  test.each<[what: string, from: string | RegExp, to: string, said: RegExp, more: object]>([
    [
      "a step that is done before it begins",
      / {4}checks:\n {6}- \{ check: arp-answered-by[\s\S]*? {4}solution:/,
      "    checks: [{ check: table-holds, node: rs1, table: devices, row: { name: eth0 } }]\n    solution:",
      /:\d+:1: error: step only-the-director: it is met before anything is done/,
      { met_at_start: 1, wrong_attempts_refused: 0 },
    ],
    [
      "a solution that does not suffice",
      "all.arp_ignore=1 }\n      - { on: rs2",
      "all.arp_ignore=0 }\n      - { on: rs2",
      /the solution does not do it: arp-answered-by is not met \(10\.0\.0\.10 director, rs1, not/,
      {},
    ],
    [
      "a wrong attempt that suffices",
      "lo.arp_ignore=1 }\n          - { on: rs2, run: sysctl -w net.ipv4.conf.lo.",
      "all.arp_ignore=1 }\n          - { on: rs2, run: sysctl -w net.ipv4.conf.all.",
      /the wrong attempt on-lo meets all checks/,
      { wrong_attempts_refused: 1 },
    ],
    [
      "a fact that does not hold",
      "how: less",
      "how: more",
      /step only-the-director: the fact two-macs does not hold: field-changes is not met/,
      {},
    ],
    [
      "a wrong cause that nothing contradicts",
      "{ kind: packet-delivered, node: director }",
      "{ kind: packet-fragmented, node: director }",
      /step cause: nothing contradicts the cause director-down/,
      {},
    ],
    [
      "a pause that does not come",
      "until: { kind: request-answered }",
      "until: { kind: request-failed }",
      /step whose-answer: the request-failed at which the run pauses does not come/,
      {},
    ],
    [
      "an answer that came too early",
      "at: { kind: arp-reply-sent, node: rs1 }",
      "at: { kind: request-answered }",
      /step whose-answer: the packets have given the answer before it is asked/,
      {},
    ],
    [
      "a command that is not there",
      "before:\n",
      "before:\n  - { on: rs1, run: no-such-command }\n",
      /there is no such command/,
      {},
    ],
  ])("says so: %s", async (...[what, from, to, said, more]) => {
    const { code, out, json } = await solved(sampleBut(what.replaceAll(" ", "-"), from, to));
    expect(out).toMatch(said);
    expect(json).toEqual(counts(1, 0, more));
    expect(code).toBe(1);
  });

  test("without a name goes through the course, and knows no other", async () => {
    const { err, code } = await lvsLab("solve", "no-such-lesson");
    expect(err).toMatch(/^lvs-lab solve: there is no lesson no-such-lesson; /);
    expect(code).toBe(2);
  });
});

describe("new lesson", () => {
  test("makes a folder, of which solve says what is missing and nothing else", async () => {
    const made = join(folder, "fresh");
    const { code } = await lvsLab("new", "lesson", made);
    expect(code).toBe(0);
    const { out, json } = await solved(made);
    const lines = out.trimEnd().split("\n").slice(0, -1);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line).toMatch(/^\S+\/fresh\/(?:lesson\.yaml|en\.md|zh\.md):\d+:\d+: error: .*; \S/);
      expect(line).toMatch(/missing|without a|has no title/);
    }
    expect(json).toEqual(counts(1, 0, { wrong_attempts_refused: 0 }));
  });

  test.each([
    [["lesson", join(folder, "fresh")], "is there already"],
    [["lesson", "Bad Name"], "cannot be a lesson's name"],
    [["scenario", "x"], "say: new lesson NAME"],
    [["lesson"], "say: new lesson NAME"],
  ])("%j is refused", async (argv, why) => {
    const { code, err } = await lvsLab("new", ...argv);
    expect(err).toContain(why);
    expect(code).toBe(2);
  });
});
