/** How the connections of a director are spread. */

import { beforeAll, expect, test } from "vitest";
import { isMet, type LessonLab, lessonLab, standingOf, typed } from "#support/lesson-lab";

let lab: LessonLab;

beforeAll(async () => {
  lab = await lessonLab("nat-basic", [
    "director: sysctl -w net.ipv4.ip_forward=1",
    "director: ipvsadm -A -t 192.168.10.200:80 -s rr",
    "director: ipvsadm -a -t 192.168.10.200:80 -r 10.0.0.201:80 -m",
    "director: ipvsadm -a -t 192.168.10.200:80 -r 10.0.0.202:80 -m",
    ...Array(4).fill("client: curl -m 1 192.168.10.200"),
  ]);
});

const check = {
  check: "share-of-load",
  node: "director",
  of: 4,
  each: { "10.0.0.201": 2, "10.0.0.202:80": 2 },
} as const;

test("is unmet before so many connections were made in this step", async () => {
  expect(isMet(lab, check)).toBe(false);
  await typed(lab, Array(3).fill("client: curl -m 1 192.168.10.200"));
  const { now, goal } = standingOf(lab, check);
  expect(isMet(lab, check)).toBe(false);
  expect(now.map(({ value }) => value).sort()).toEqual([1, 2]);
  expect(goal.map(({ value }) => value)).toEqual([2, 2]);
});

test("is met when the last ones are spread so, and only so", async () => {
  await typed(lab, ["client: curl -m 1 192.168.10.200"]);
  expect(isMet(lab, check)).toBe(true);
  expect(isMet(lab, { ...check, each: { "10.0.0.201": 4 } })).toBe(false);
  expect(isMet(lab, { ...check, node: "rs1" })).toBe(false);
  await typed(lab, [
    "director: ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w 0",
    ...Array(2).fill("client: curl -m 1 192.168.10.200"),
  ]);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, each: { "10.0.0.201": 1, "10.0.0.202": 3 } })).toBe(true);
});
