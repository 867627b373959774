/**
 * What lessons cost: solving each without a screen, asking a check after much has happened, and matching two
 * runs that are compared.
 */

import process from "node:process";
import { compareRuns } from "#lab/compare";
import type { Check } from "#lesson/check";
import { checkTest } from "#lesson/checks/index";
import { markOf } from "#lesson/marks";
import { solveLesson } from "#lesson/solve";
import { openSolveLab, runLines, type SolveLab } from "#lesson/solve-lab";
import { lessonNames, readLesson } from "./open-lesson.ts";
import { openScenario } from "./open-scenario.ts";

export interface LessonFigures {
  readonly lessons: number;
  readonly solve_ms_median: number;
  readonly solve_ms_worst: number;
  /** How much had happened when the checks were asked. */
  readonly events: number;
  readonly check_ms_worst: number;
  readonly compare_ms: number;
}

const mostSolveMs = 2000;
/** A check is asked after every batch of events, while the page draws. */
const mostCheckMs = 1;
const mostCompareMs = 1000;

/** Whether the figures leave a learner nothing to wait for. */
export const areGoodLessons = ({ solve_ms_worst, check_ms_worst, compare_ms }: LessonFigures): boolean =>
  solve_ms_worst <= mostSolveMs && check_ms_worst <= mostCheckMs && compare_ms <= mostCompareMs;

/** Solves the lessons named, all of them where none is, and asks checks in a lab in which much happened. */
export async function measureLessons(names: readonly string[] = lessonNames()): Promise<LessonFigures> {
  const solving: number[] = [];
  for (const name of names) solving.push(await solvingMillis(name));
  solving.sort((a, b) => a - b);
  const lab = await busyLab();
  const { events } = lab.recording;
  const checking = checks.map((check) => Math.min(...checkMillis(lab, check)));
  return {
    lessons: names.length,
    solve_ms_median: rounded(solving[Math.floor(names.length / 2)] ?? Number.NaN, 0),
    solve_ms_worst: rounded(solving.at(-1) ?? Number.NaN, 0),
    events: events.length,
    check_ms_worst: rounded(Math.max(...checking), 3),
    compare_ms: rounded(compareMillis(lab), 0),
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

async function solvingMillis(name: string): Promise<number> {
  const { lesson, scenario } = readLesson(name);
  if (lesson === undefined || scenario === undefined) throw new Error(`${name} does not read`);
  const begun = process.hrtime.bigint();
  const { isSolved } = await solveLesson(lesson, scenario);
  if (!isSolved) throw new Error(`${name} is not solved`);
  return millisSince(begun);
}

const millisSince = (begun: bigint): number => Number(process.hrtime.bigint() - begun) / 1e6;

/** Hundreds of requests, and one after the router has forgotten who has the address. */
async function busyLab(): Promise<SolveLab> {
  const { scenario } = openScenario("arp-nothing-set");
  const lab = await openSolveLab(scenario);
  const lines = [
    { on: "client", run: "for i in $(seq 160); do curl -s -m 1 10.0.0.10; done" },
    { on: "router", run: "ip neigh flush all" },
    { on: "client", run: "curl -m 1 10.0.0.10" },
  ];
  await runLines(lab, lines, undefined, (text) => {
    throw new Error(text);
  });
  return lab;
}

const syn = { kind: "frame-sent", frame: ["tcp.flags == SYN"] } as const;

/** One of each kind; most of them unmet, so that all that happened is looked at. */
const checks: readonly Check[] = [
  { check: "reply-received", node: "client", text: "no such text", times: 1000 },
  { check: "request-failed", node: "client" },
  { check: "share-of-load", node: "director", of: 10, each: { "10.0.0.201": 10 } },
  { check: "table-holds", node: "rs1", table: "sockets", row: { state: "LISTEN" } },
  { check: "arp-answered-by", address: "10.0.0.99", nodes: [] },
  { check: "arp-asked-as", node: "rs1", for: "10.0.0.10", as: "10.0.0.10" },
  { check: "event-seen", event: { ...syn, node: "rs2" } },
  { check: "drop-seen", node: "client" },
  { check: "output-shows", node: "client", text: "no such text" },
  { check: "field-changes", field: "ip.ttl", from: syn, to: { ...syn, node: "rs2" }, how: "less" },
];

const rounds = 15;

function checkMillis({ recording }: SolveLab, check: Check): readonly number[] {
  const ask = checkTest(check);
  const now = markOf(recording);
  const start = { ...now, position: 0, pieces: 0 };
  return Array.from({ length: rounds }, () => {
    const begun = process.hrtime.bigint();
    ask({ recording, start, from: start, now });
    return millisSince(begun);
  });
}

/** Against the same run in which every seventeenth event did not happen. */
function compareMillis({ recording }: SolveLab): number {
  const events = recording.events.slice(0, 10_000);
  const other = { ...recording, events: events.filter((_, place) => place % 17 !== 0) };
  const begun = process.hrtime.bigint();
  compareRuns({ one: { ...recording, events }, other });
  return millisSince(begun);
}
