/**
 * Ways to the goals of lessons that are not the one a lesson shows: each is taken, and the rest of the lesson
 * tells the same afterwards.
 */

import { expect, test } from "vitest";
import { readLesson } from "#cli/open-lesson";
import type { Lesson, Line } from "#lesson/lesson";
import { type LessonProblem, solveLesson } from "#lesson/solve";

type Way = readonly [what: string, lesson: string, step: string, lines: readonly string[]];

const ways: readonly Way[] = [
  [
    "the local route is taken away",
    "vip-on-lo-24",
    "one-address",
    [
      "rs1: ip route del local 10.0.0.0/24 dev lo table local",
      "rs2: ip addr del 10.0.0.10/24 dev lo && ip addr add 10.0.0.10/32 dev lo",
      "neighbour: curl 10.0.0.10; curl 10.0.0.10",
    ],
  ],
  [
    "a route to the client's network, beside the gateway",
    "director-as-gateway",
    "mend",
    [
      "rs1: ip route add 192.168.10.0/24 via 10.0.0.101",
      "rs2: ip route add 192.168.10.0/24 via 10.0.0.101",
      "client: curl -m 1 10.0.0.10; curl -m 1 10.0.0.10",
    ],
  ],
  [
    "the director believes its own address",
    "director-as-gateway",
    "mend",
    ["director: sysctl net.ipv4.conf.eth0.accept_local=1", "client: curl 10.0.0.10; curl 10.0.0.10"],
  ],
  [
    "a way back by the device the request came in by",
    "rp-filter-modes",
    "off-and-still-on",
    ["rs1: ip route replace default via 10.1.0.101", "client: curl 10.1.0.201"],
  ],
  [
    "a route to the client's network only",
    "director-without-route",
    "a-route",
    ["director: ip route add 192.168.10.0/24 via 10.0.0.101", "client: curl 10.0.0.10"],
  ],
];

const isOfFact = ({ text }: LessonProblem): boolean => text.startsWith("the fact ");

const lineOf = (text: string): Line => {
  const [on = "", run = ""] = text.split(/: (.*)/);
  return { on, run };
};

const takingTheWay = (lesson: Lesson, step: string, lines: readonly string[]): Lesson => ({
  ...lesson,
  steps: lesson.steps.map((other) =>
    other.kind === "do" && other.name === step ? { ...other, solution: lines.map(lineOf) } : other,
  ),
});

test.each(ways)("%s (%s, %s)", async (_what, name, step, lines) => {
  const { lesson, scenario } = readLesson(name);
  if (lesson === undefined || scenario === undefined) throw new Error(`${name} does not read`);
  expect(lesson.steps.find((other) => other.name === step)?.kind).toBe("do");
  const { problems } = await solveLesson(takingTheWay(lesson, step, lines), scenario);
  // What a lesson says of its own way does not hold of others.
  expect(problems.filter((problem) => problem.step !== step || !isOfFact(problem))).toEqual([]);
});
