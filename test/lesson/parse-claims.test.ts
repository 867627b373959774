/** The mistakes of claims and their words: each is found at its place, with what would be right. */

import { expect, test } from "vitest";
import { shippedScenarios } from "#cli/open-lesson";
import { asked } from "#lesson/claim-lesson";
import { parseClaims } from "#lesson/parse-claims";
import { tryClaim } from "#lesson/try-claim";
import { formatDiagnostic } from "#scenario/diagnostic";

const claims = `
- name: rr-begins-with-first
  verdict: untrue
  scenario: scheduler-rr
  play:
    - { on: client, run: curl 192.168.10.200 }
  shown:
    - { check: event-seen, event: { kind: destination-scheduled, with: { chosen: "10.0.0.203:80" } } }
  claimed:
    - { check: event-seen, event: { kind: destination-scheduled, with: { chosen: "10.0.0.201:80" } } }
  event: { kind: destination-scheduled, node: director }
  contrast:
    - { on: director, run: "ipvsadm -d -t 192.168.10.200:80 -r 10.0.0.203:80" }
    - { on: client, run: curl 192.168.10.200 }
`;

const words = `# Heading

About.

## true-or-not: True or not?

Is it so?

### option holds

Yes.

### option fails

No.

### option found

Found

### option untrue

Not so.

### option wrong-reason

Other reason.

### option not-always

Not always.

### option no-difference

All the same.

### reply holds

No.

## rr-begins-with-first: rr begins with the first

Three servers.

### done

With the last.
`;

type File = "claims.yaml" | "en.md" | "zh.md";
const scenarios = shippedScenarios();

function parsed(file: File, from: string, to: string) {
  const source = (name: File) => {
    const text = name === "claims.yaml" ? claims : words;
    if (name !== file) return { file: name, text };
    expect(text).toContain(from);
    return { file: name, text: text.replace(from, to) };
  };
  return parseClaims(
    { claims: source("claims.yaml"), words: { en: source("en.md"), zh: source("zh.md") } },
    scenarios,
  );
}

test("a claim becomes a lesson of one question, with its verdict at the end", () => {
  const { claims: read, diagnostics, heading } = parsed("en.md", "Heading", "Title");
  expect(diagnostics).toEqual([]);
  expect([heading.en.title, heading.zh.title]).toEqual(["Title", "Heading"]);
  const [one] = read;
  expect(one?.lesson.steps.map(({ kind, name }) => [kind, name])).toEqual([["predict", asked]]);
  expect(one?.words.en.steps[asked]?.done).toBe("**Not so.** With the last.");
  expect(one?.words.en.steps[asked]?.options).toEqual({ holds: "Yes.", fails: "No." });
});

test("a claim without what would be seen is read in two steps, not asked", () => {
  const claimed = / +claimed:\n.*\n/.exec(claims)?.[0] ?? "";
  const { claims: read, diagnostics } = parsed("claims.yaml", claimed, "");
  expect(diagnostics).toEqual([]);
  expect(read[0]?.lesson.steps.map(({ kind }) => kind)).toEqual(["read", "read"]);
  const said = Object.values(read[0]?.words.en.steps ?? {});
  expect(said.map(({ text }) => text)).toEqual(["Three servers.", "**Not so.** With the last."]);
});

test.each<[what: string, file: File, from: string, to: string, found: string]>([
  ["an unknown verdict", "claims.yaml", "untrue", "false", "claims.yaml:3:12: error"],
  ["an unknown scenario", "claims.yaml", "scheduler-rr", "scheduler-r", 'no scenario "scheduler-r"'],
  ["an unknown machine", "claims.yaml", "on: client", "on: clien", 'no node "clien"'],
  ["an unknown machine in the contrast", "claims.yaml", "on: director", "on: rs7", 'no node "rs7"'],
  ["no contrast", "claims.yaml", "contrast:", "contrasts:", 'a claim needs the key "contrast"'],
  [
    "a missing language",
    "zh.md",
    "## rr-begins",
    "## rr-ends",
    "zh.md:1:1: error: `## rr-begins-with-first: …`",
  ],
  ["words that nobody asks for", "en.md", "## rr-begins", "## rr-ends", 'no claim "rr-ends-with-first"'],
  [
    "a missing verdict",
    "en.md",
    "### option not-always",
    "### option never",
    "`### option not-always` is missing",
  ],
  ["a missing finding", "en.md", "### done\n\nWith the last.\n", "", "`### done`"],
  ["a fact", "en.md", "Three servers.", "Three servers. [three]", "a claim names no facts"],
  ["too many words", "zh.md", "With the last.", "last ".repeat(101), "101 words or characters"],
])("%s is found", (...[, file, from, to, found]) => {
  const { diagnostics, claims: read } = parsed(file, from, to);
  expect(read).toEqual([]);
  expect(diagnostics.map(formatDiagnostic).join("\n")).toContain(found);
});

test.each<[what: string, from: string, to: string, found: string]>([
  ["is made in the contrast too", "-r 10.0.0.203:80", "-r 10.0.0.201:80", "in the contrast too"],
  ["is not made at all", 'chosen: "10.0.0.203:80"', 'chosen: "10.0.0.202:80"', "do not give one answer"],
])("an observation that %s decides nothing", async (_what, from, to, found) => {
  const [one] = parsed("claims.yaml", from, to).claims;
  const scenario = scenarios.find("scheduler-rr");
  if (one === undefined || scenario === undefined) throw new Error("it does not read");
  expect((await tryClaim(one, scenario)).join("\n")).toContain(found);
});
