/**
 * The scenario of every scheduler: who answers its script, and who would answer the same script with a
 * neighbour of that scheduler in its place. If both were the same, the scenario would not show its point.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLab } from "#lab/lab";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";

interface Row {
  readonly scheduler: string;
  /** What each command of the client said: `3 2 1` for RS3, RS2, RS1, `-` for refused. */
  readonly answers: readonly string[];
  readonly neighbour: string;
  readonly instead: readonly string[];
}

const rows: readonly Row[] = [
  {
    scheduler: "rr",
    answers: ["3 2 1 3", "1 3 1 3", "1 2 3 1 2 3", "1 2 1 2"],
    neighbour: "wrr",
    instead: ["3 2 1 1", "1 1 3 1", "2 3 1 1 1 2", "2 1 1 1"],
  },
  {
    scheduler: "wrr",
    answers: ["3 2 1", "1 1 2 1 2 1 3 2 1", "1 1 2 1 2 1 3 2 1"],
    neighbour: "rr",
    instead: ["3 2 1", "3 2 1 3 2 1 3 2 1", "3 2 1 3 2 1 3 2 1"],
  },
  {
    scheduler: "lc",
    answers: ["2 1 2 1 2 1", "3 3 3 2"],
    neighbour: "rr",
    instead: ["2 1 3 2 1 3", "2 1 3 2"],
  },
  {
    scheduler: "wlc",
    answers: ["3 2 1 1 2 1 1 2 1", "2 1 1 2 1 1 2 1", "3 2 1"],
    neighbour: "lc",
    instead: ["3 2 1 3 2 1 3 2 1", "2 1 2 1 2 1 2 1", "3 2 1"],
  },
  {
    scheduler: "sed",
    answers: ["1 1 1 1", "1 2 1 1 2 1 3 2 1", "1"],
    neighbour: "wlc",
    instead: ["3 2 1 1", "2 1 3 1 2 1 1 2 1", "2"],
  },
  {
    scheduler: "nq",
    answers: ["3", "2 1 1 1 2", "3", "3", "1 2 1"],
    neighbour: "sed",
    instead: ["1", "2 1 1 2 1", "1", "1", "3 2 1"],
  },
  {
    scheduler: "sh",
    answers: ["3 3 3 3", "2 3 2 1 2 1", "2 3 2 1 2 1", "- 3 - 1 - 1", "1 3 1 1 1 1", "2 3 3 1 3 1"],
    neighbour: "rr",
    instead: ["3 2 1 3", "2 1 3 2 1 3", "2 1 3 2 1 3", "1 3 1 3 1 3", "1 3 1 3 1 3", "2 1 3 2 1 3"],
  },
  {
    scheduler: "dh",
    answers: ["1 1 1 1 1 1", "1 2 1 3 2 3", "1 2 1 3 2 3"],
    neighbour: "sh",
    instead: ["1 2 1 1 1 1", "3 3 3 3 3 3", "3 3 3 3 3 3"],
  },
  {
    scheduler: "mh",
    answers: [
      "12 RS1 8 RS2 10 RS3",
      "10 had RS3; of the 20 others 0 moved",
      "9 RS1 12 RS2 9 RS3",
      "9 had RS3; of the 21 others 11 moved",
    ],
    neighbour: "sh",
    instead: [
      "9 RS1 12 RS2 9 RS3",
      "9 had RS3; of the 21 others 11 moved",
      "9 RS1 12 RS2 9 RS3",
      "9 had RS3; of the 21 others 11 moved",
    ],
  },
  {
    scheduler: "lblc",
    answers: ["3", "3 2", "2 2 2", "1 1 1", "1 1 1 1 1 1 1"],
    neighbour: "wlc",
    instead: ["3", "2 1", "1 2 1", "1 2 1", "3 2 1 1 2 1 1"],
  },
  {
    scheduler: "lblcr",
    answers: ["3 3", "2 2 2 2", "1 1 1 1 1 1 1", "2 1 1"],
    neighbour: "lblc",
    instead: ["3 3", "2 2 2 2", "1 1 1 1 1 1 1", "1 1 1"],
  },
  {
    scheduler: "fo",
    answers: ["1 1 1 1", "2 2", "1 1", "1 2 2"],
    neighbour: "ovf",
    instead: ["1 1 1 1", "2 2", "1 1", "2 2 3"],
  },
  {
    scheduler: "ovf",
    answers: ["1", "1 1 1 1 1", "2 2 2 2 3 3", "-", "1", "-"],
    neighbour: "fo",
    instead: [
      "1",
      "1 1 1 1 1",
      "1 1 1 1 1 1",
      "curl: (1) Received HTTP/0.9 when not allowed",
      "1",
      "curl: (1) Received HTTP/0.9 when not allowed",
    ],
  },
  {
    scheduler: "twos",
    answers: ["3 2 1 1 1 1 2 2 1", "3 2 1 1 2 1 1 1 2 2 3 1 1 1 1 2 2 1"],
    neighbour: "wlc",
    instead: ["3 2 1 1 2 1 1 2 1", "3 2 1 1 2 1 1 2 1 3 2 1 1 2 1 1 2 1"],
  },
];

const fileOf = (scheduler: string): string => `scenarios/scheduler-${scheduler}.yaml`;

test("every scenario of a scheduler has its row", () => {
  const files = readdirSync("scenarios").filter((name) => name.startsWith("scheduler-"));
  expect(files.length).toBeGreaterThan(0);
  expect(rows.map(({ scheduler }) => fileOf(scheduler)).sort()).toEqual(
    files.map((name) => `scenarios/${name}`),
  );
});

describe.each(rows)("$scheduler", ({ scheduler, answers, neighbour, instead }) => {
  const text = readFileSync(fileOf(scheduler), "utf8");

  test("its answers", async () => {
    expect(await answersOf(text)).toEqual(answers);
  });

  test(`${neighbour} would answer otherwise`, async () => {
    const other = text.replaceAll(new RegExp(`-s ${scheduler}\\b`, "g"), `-s ${neighbour}`);
    expect(other).not.toBe(text);
    expect(await answersOf(other)).toEqual(instead);
    expect(instead).not.toEqual(answers);
  });
});

test("with another seed, twos draws others and wlc does not", async () => {
  const twos = `seed: 2\n${readFileSync(fileOf("twos"), "utf8")}`;
  const [row] = rows.filter(({ scheduler }) => scheduler === "twos");
  expect(await answersOf(twos)).not.toEqual(row?.answers);
  expect(await answersOf(twos.replace("-s twos", "-s wlc"))).toEqual(row?.instead);
});

/** Plays a scenario; what each command of the client printed, in short, if it printed anything. */
async function answersOf(text: string): Promise<string[]> {
  const { scenario } = parseScenario(text, { file: "a scenario" });
  if (scenario === undefined) throw new Error("the scenario does not read");
  const lab = await openLab(scenario);
  expect(lab.problems).toEqual([]);
  const said = new Map<number, string>();
  const terminals = terminalsOf(lab, {
    onOutput: ({ number, node }, piece) => {
      if (node === "client") said.set(number, (said.get(number) ?? "") + piece);
    },
  });
  await playScript(lab, { terminals });
  return [...said.values()].map(inShort).filter((line) => line !== "");
}

/** `10.0.0.203 RS3` becomes `3`, a refusal `-`; lines about jobs are left out, others stay. */
const inShort = (output: string): string =>
  output
    .split("\n")
    .filter((line) => !/^(\[\d+\].*)?$/.test(line))
    .map(
      (line) =>
        /^10\.0\.0\.20\d RS(\d)$/.exec(line)?.[1] ?? (/Couldn't connect/.test(line) ? "-" : line.trim()),
    )
    .join(" ");
