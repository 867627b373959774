/** What a table holds now. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Check } from "#lesson/check";
import { isMet, type LessonLab, lessonLab, standingOf, typed } from "#support/lesson-lab";

let lab: LessonLab;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set");
  await typed(lab, ["client: curl -m 1 10.0.0.10", "rs1: sysctl -w net.ipv4.conf.all.arp_ignore=1"]);
});

type Holds = Extract<Check, { check: "table-holds" }>;
const holds = (
  node: string,
  table: Holds["table"],
  more: Omit<Holds, "check" | "node" | "table">,
): Holds => ({
  ...{ check: "table-holds", node, table },
  ...more,
});
const vip = { address: "10.0.0.10" };
const ignores = { name: "net.ipv4.conf.all.arp_ignore", value: 1 };

describe("a table", () => {
  test.each<[string, Holds]>([
    ["with such a row", holds("router", "neighbours", { row: { ...vip, device: "eth0" } })],
    ["with a value that begins so", holds("router", "neighbours", { row: { address: "10.0.0.*" } })],
    ["with a number that is text there", holds("rs1", "sysctls", { row: ignores })],
    ["without such a row", holds("client", "neighbours", { row: vip, absent: true })],
    ["with exactly so many", holds("director", "destinations", { row: { method: "*" }, count: 2 })],
    ["with a truth value", holds("rs1", "devices", { row: { name: "eth0", isUp: true } })],
  ])("%s meets it", (_what, check) => {
    expect(isMet(lab, check)).toBe(true);
  });

  test.each<[string, Holds]>([
    ["with none", holds("client", "neighbours", { row: vip })],
    ["with one that is to be absent", holds("router", "neighbours", { row: vip, absent: true })],
    ["where only a part fits", holds("rs2", "sysctls", { row: ignores })],
    ["with fewer", holds("director", "destinations", { row: { method: "*" }, count: 3 })],
    ["with more", holds("director", "destinations", { row: { method: "*" }, count: 1 })],
    ["of a node that is not there", holds("rs9", "neighbours", { row: vip })],
  ])("%s does not", (_what, check) => {
    expect(isMet(lab, check)).toBe(false);
  });
});

test("says what comes nearest", () => {
  const wanted = holds("rs1", "sysctls", { row: { ...ignores, value: 2 } });
  const { now, goal } = standingOf(lab, wanted);
  expect(now.map(({ value }) => value)).toEqual([ignores.name, "1"]);
  expect(goal.map(({ value }) => value)).toEqual([ignores.name, "2"]);
});
