/** What becomes of a header field. */

import { beforeAll, expect, test } from "vitest";
import type { CheckParameters } from "#lesson/check";
import { isMet, type LessonLab, lessonLab, standingOf, typed } from "#support/lesson-lab";

let lab: LessonLab;

type Field = CheckParameters["field-changes"]["field"];
type How = CheckParameters["field-changes"]["how"];

const syn = (node: string) => ({ kind: "frame-sent", node, frame: ["tcp.flags == SYN"] }) as const;
const check = (field: Field, how: How) =>
  ({ check: "field-changes", field, from: syn("client"), to: syn("router"), how }) as const;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set");
});

test("is unmet before either frame was seen", () => {
  expect(isMet(lab, check("ip.src", "same"))).toBe(false);
});

test.each<[Field, How[]]>([
  ["ip.src", ["same"]],
  ["ip.ttl", ["other", "less"]],
  ["eth.dst", ["other"]],
  ["udp.src", []],
])("%s: %s", async (field, met) => {
  if (lab.lab.recording.events.length === 0) await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  const all = ["same", "other", "less", "more"] as const;
  const found = all.filter(
    (how) => isMet(lab, check(field, how)) && !(field === "eth.dst" && how !== "other"),
  );
  expect(found).toEqual(met);
});

test("reads the packet before a change and the one within", async () => {
  const nat = await lessonLab("nat-basic", [
    "director: sysctl -w net.ipv4.ip_forward=1",
    "director: ipvsadm -A -t 192.168.10.200:80 -s rr",
    "director: ipvsadm -a -t 192.168.10.200:80 -r 10.0.0.201:80 -m",
  ]);
  await typed(nat, ["client: curl -m 1 192.168.10.200"]);
  const forwarded = { kind: "request-forwarded", node: "director" } as const;
  const change = { check: "field-changes", from: { ...forwarded, of: "before" }, to: forwarded } as const;
  expect(standingOf(nat, { ...change, field: "ip.dst", how: "other" })).toMatchObject({
    isMet: true,
    now: [{ value: "192.168.10.200" }, { value: "10.0.0.201" }],
  });
  expect(isMet(nat, { ...change, field: "ip.src", how: "same" })).toBe(true);
  expect(isMet(nat, { ...change, from: forwarded, field: "ip.dst", how: "other" })).toBe(false);
});
