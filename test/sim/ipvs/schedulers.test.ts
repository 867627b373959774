/**
 * Which destination gets a new connection: sequences that a real kernel chose (rr, wrr, wlc), and thresholds.
 */

import { describe, expect, test } from "vitest";
import { client, counts, directorOf, ipvsadm, vip } from "#support/director-of";
import { pickOf, picks, withServers } from "#support/picks";
import { give } from "#support/stack-of";

const r1 = "10.0.0.11";
const r2 = "10.0.0.12";
const r3 = "10.0.0.13";

describe("rr", () => {
  test("goes from the last added to the first, and on where a deleted one stood", () => {
    const director = withServers("rr", [5, 3, 1]);
    expect(picks(director, 16)).toBe("R3 R2 R1 R3 R2 R1 R3 R2 R1 R3 R2 R1 R3 R2 R1 R3");
    ipvsadm(director, `-d -t ${vip}:80 -r ${r2}:80`);
    expect(picks(director, 6, 41000)).toBe("R1 R3 R1 R3 R1 R3");
    ipvsadm(director, `-a -t ${vip}:80 -r ${r2}:80 -m -w 3`);
    expect(picks(director, 8, 42000)).toBe("R1 R2 R3 R1 R2 R3 R1 R2");
    ipvsadm(director, `-e -t ${vip}:80 -r ${r2}:80 -m -w 0`);
    expect(picks(director, 5, 43000)).toBe("R3 R1 R3 R1 R3");
  });

  test("goes on with the one that followed a deleted one it had just picked", () => {
    const director = withServers("rr", [1, 1, 1]);
    expect(picks(director, 2)).toBe("R3 R2");
    ipvsadm(director, `-d -t ${vip}:80 -r ${r2}:80`);
    expect(picks(director, 3, 41000)).toBe("R1 R3 R1");
  });
});

describe("wrr", () => {
  test.each([
    [[5, 3, 1], "R3 R2 R1 R1 R1 R2 R1 R2 R1 R3 R2 R1 R1 R1 R2 R1"],
    [[4, 2, 2], "R3 R2 R1 R1 R3 R2 R1 R1 R3 R2 R1 R1"],
    [[5, 3, 0], "R2 R1 R1 R1 R2 R1 R2 R1 R2 R1 R1 R1 R2 R1 R2 R1 R2 R1"],
    [[0, 0, 0], "- -"],
  ])("weights %j: %s", (weights, expected) => {
    expect(picks(withServers("wrr", weights), expected.split(" ").length)).toBe(expected);
  });

  test("an edit starts the round at the head of the list and keeps the threshold", () => {
    const director = withServers("wrr", [5, 3, 1]);
    picks(director, 5);
    ipvsadm(director, `-e -t ${vip}:80 -r ${r3}:80 -m -w 4`);
    expect(picks(director, 14, 41000)).toBe("R3 R1 R3 R2 R1 R3 R2 R1 R3 R2 R1 R1 R3 R1");
  });

  test("gives up when all that have weight are overloaded, and goes on when one is not any more", () => {
    const director = withServers("wrr", [3, 1]);
    ipvsadm(director, `-e -t ${vip}:80 -r ${r1}:80 -m -w 3 -x 2`, `-e -t ${vip}:80 -r ${r2}:80 -m -w 1 -x 1`);
    expect(picks(director, 5)).toBe("R2 R1 R1 - -");
    ipvsadm(director, `-e -t ${vip}:80 -r ${r1}:80 -m -w 3 -x 3`);
    expect(picks(director, 2, 41000)).toBe("R1 -");
  });
});

describe("wlc", () => {
  test("weights 5, 3, 1 with connections held", () => {
    const director = withServers("wlc", [5, 3, 1]);
    expect(picks(director, 16)).toBe("R3 R2 R1 R1 R2 R1 R1 R2 R1 R3 R2 R1 R1 R2 R1 R1");
    expect(counts(director)).toBe(`${r3} 2/0, ${r2} 5/0, ${r1} 9/0`);
  });

  test("an overloaded destination is passed over until entries expire", () => {
    const director = directorOf();
    ipvsadm(
      director,
      `-A -t ${vip}:80 -s wlc`,
      `-a -t ${vip}:80 -r ${r1}:80 -m -x 2`,
      `-a -t ${vip}:80 -r ${r2}:80 -m -x 4 -y 1`,
    );
    expect(picks(director, 8)).toBe("R2 R1 R2 R1 R2 R2 - -");
  });
});

describe("weights 5, 3, 1 with connections held", () => {
  test.each([
    ["lc", "R3 R2 R1 R3 R2 R1 R3 R2 R1 R3 R2 R1 R3 R2 R1 R3"],
    ["sed", "R1 R2 R1 R1 R2 R1 R3 R2 R1 R1 R2 R1 R1 R2 R1 R3"],
    ["nq", "R3 R2 R1 R1 R1 R2 R1 R2 R1 R1 R2 R1 R1 R2 R1 R3"],
    ["fo", "R1 R1 R1 R1 R1 R1 R1 R1 R1 R1"],
    ["ovf", "R1 R1 R1 R1 R1 R1 R2 R2 R2 R2 R3 R3 - -"],
  ])("%s: %s", (scheduler, expected) => {
    expect(picks(withServers(scheduler, [5, 3, 1]), expected.split(" ").length)).toBe(expected);
  });
});

describe("hashing", () => {
  const sources = Array.from({ length: 12 }, (_, index) => `10.0.0.${10 + index}`);

  test("sh: the client's address decides, weights give buckets", () => {
    const director = withServers("sh", [5, 3, 1]);
    const picked = sources.map((source) => pickOf(director, `${source}:4000`, vip));
    expect(picked.join(" ")).toBe("R1 R1 R2 R3 R2 R2 R2 R1 R1 R1 R1 R1");
  });

  test("sh-port: the port has a say", () => {
    const director = withServers("sh -b sh-port", [5, 3, 1]);
    const ports = Array.from({ length: 10 }, (_, index) => 40000 + index);
    const picked = ports.map((port) => pickOf(director, `10.0.0.10:${port}`, vip));
    expect(picked.join(" ")).toBe("R1 R1 R2 R1 R1 R3 R1 R1 R2 R3");
  });

  test("sh: weight 0 keeps one bucket a lap, whose clients are refused unless sh-fallback looks on", () => {
    const clients = Array.from({ length: 200 }, (_, index) => `172.16.0.${index + 1}:4000`);
    const refusedBy = (scheduler: string): number => {
      const director = withServers(scheduler, [0, 3, 1]);
      return clients.filter((from) => pickOf(director, from, vip) === "-").length;
    };
    expect(refusedBy("sh")).toBeGreaterThan(0);
    expect(refusedBy("sh -b sh-fallback")).toBe(0);
  });

  test("dh: the destination's address decides, weights do not", () => {
    const director = directorOf();
    ipvsadm(director, "-A -f 7 -s dh");
    for (const server of [r1, r2, r3]) ipvsadm(director, `-a -f 7 -r ${server} -m -w 9`);
    const picked = Array.from({ length: 12 }, (_, index) => {
      const target = `10.0.0.${200 + index}`;
      give(director.stack, "eth0", `${target}/32`);
      return pickOf(director, `${client}:4000`, target, 7);
    });
    expect(picked.join(" ")).toBe("R3 R1 R2 R1 R3 R2 R3 R1 R1 R2 R3 R2");
  });
});

test("a scheduler finds nobody: the kernel's log says so", () => {
  const director = withServers("rr", [0]);
  picks(director, 1);
  const lines = director.stack.kernelLog.lines.map(({ text }) => text);
  expect(lines).toEqual([`IPVS: rr: TCP ${vip}:80 - no destination available`]);
});
