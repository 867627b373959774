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

const mangle = "arptables -A OUTPUT -s 10.0.0.10 -j mangle --mangle-ip-s 10.0.0.202";

test.each([
  ["that of the VIP, by arp_announce 1", "sysctl -w net.ipv4.conf.all.arp_announce=1", "10.0.0.10"],
  ["its own, by arptables", mangle, "10.0.0.202"],
])("is met by the name that leaves: %s", async (_, setting, name) => {
  const lab = await lessonLab("arp-ignore-alone", [`rs2: ${setting}`]);
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  expect(isMet(lab, { ...check, node: "rs2", as: name })).toBe(true);
});

test("hears no question for another packet, and none where the neighbour is known", async () => {
  const lab = await lessonLab("arp-ignore-alone");
  await typed(lab, ["rs2: ping -c 1 10.0.0.101"]);
  expect(isMet(lab, { ...check, node: "rs2", as: "10.0.0.202" })).toBe(false);
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  expect(isMet(lab, { ...check, node: "rs2", as: "10.0.0.10" })).toBe(false);
});
