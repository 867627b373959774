/** In whose name a node asks for its neighbour. */

import { expect, test } from "vitest";
import { isMet, lessonLab, typed } from "#support/lesson-lab";

const check = { check: "arp-asked-as", node: "rs1", for: "10.0.0.10", as: "10.0.0.10" } as const;
const asItself = { ...check, as: "10.0.0.201" };

test("is unmet where it had nothing to send, and met by the name it used", async () => {
  const lab = await lessonLab("arp-nothing-set", ["client: curl -m 1 10.0.0.10"]);
  expect(isMet(lab, check)).toBe(false);
  const ask = ["rs1: ip neigh flush all", "client: curl -m 1 10.0.0.10"];
  await typed(lab, ask);
  expect(isMet(lab, check)).toBe(true);
  expect(isMet(lab, asItself)).toBe(false);
  expect(isMet(lab, { ...check, node: "rs2" })).toBe(false);
  await typed(lab, ["rs1: sysctl -w net.ipv4.conf.all.arp_announce=2", ...ask]);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, asItself)).toBe(true);
});
