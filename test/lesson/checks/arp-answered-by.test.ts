/** Who answers a question for an address. */

import { expect, test } from "vitest";
import { isMet, lessonLab, standingOf, typed } from "#support/lesson-lab";

const check = { check: "arp-answered-by", address: "10.0.0.10", nodes: ["director"] } as const;
const everybody = { ...check, nodes: ["rs2", "director", "rs1"] };
const silence = [1, 2].map((number) => `rs${number}: sysctl -w net.ipv4.conf.all.arp_ignore=1`);

test("is unmet where nobody asked", async () => {
  const lab = await lessonLab("arp-nothing-set", ["client: curl -m 1 10.0.0.10"]);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, nodes: [] })).toBe(false);
});

test("is met when these answered, and nobody else", async () => {
  const lab = await lessonLab("arp-nothing-set");
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, everybody)).toBe(true);
  await typed(lab, [...silence, "router: ip neigh flush all", "client: curl -m 1 10.0.0.10"]);
  expect(standingOf(lab, check)).toMatchObject({ isMet: true, now: [{ value: "director" }] });
  expect(isMet(lab, everybody)).toBe(false);
});

test("says nothing while an answer is under way", async () => {
  const lab = await lessonLab("arp-nothing-set", [silence[1] ?? ""]);
  await typed(lab, ["client: curl -m 1 10.0.0.10"], { kind: "arp-reply-sent", node: "rs1" });
  const first = standingOf(lab, { ...check, nodes: ["rs1"] });
  expect(first).toMatchObject({ isMet: false, now: [{ value: "rs1" }] });
});

test("hears questions of programs, and that nobody answers", async () => {
  const lab = await lessonLab("arp-nothing-set");
  await typed(lab, ["router: arping -c 1 -I eth0 10.0.0.99"]);
  expect(isMet(lab, { ...check, address: "10.0.0.99", nodes: [] })).toBe(true);
  await typed(lab, ["router: arping -c 1 -I eth0 10.0.0.10"]);
  expect(isMet(lab, everybody)).toBe(true);
});
