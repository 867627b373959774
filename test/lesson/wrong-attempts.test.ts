/** Wrong attempts are recognised by what is wrong in them, however they are written. */

import { describe, expect, test } from "vitest";
import type { DoStep } from "#lesson/lesson";
import { attemptIn, misplacedOn } from "#lesson/wrong-attempts";
import { lineOf } from "#support/lesson-lab";

const lines = (...texts: string[]) => texts.map(lineOf);

const step: DoStep = {
  ...{ kind: "do", name: "mend", checks: [] },
  solution: lines(
    "director: ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202:80 -m",
    "rs1: sysctl -w a=1",
    "rs2: sysctl -w a=1",
    "client: curl 10.0.0.10",
    "client: curl 10.0.0.10",
  ),
  wrong: [
    {
      name: "without-m",
      lines: lines(
        "director: ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202:80",
        "client: curl -m 1 10.0.0.10",
        "client: curl -m 1 10.0.0.10",
      ),
    },
    { name: "one-server", lines: lines("rs1: sysctl -w a=1", "client: curl -m 1 10.0.0.10") },
    { name: "on-lo", lines: lines("rs1: sysctl -w lo=1", "rs2: sysctl -w lo=1", "client: curl 10.0.0.10") },
    { name: "address", lines: lines("rs1: ip addr del 10.0.0.10/32 dev lo", "client: curl 10.0.0.10") },
  ],
};

const withoutM = "director: ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202:80";
const twice = ["client: curl -m 1 10.0.0.10", "client: curl -m 1 10.0.0.10"];

describe("an attempt", () => {
  test.each([
    ["typed as it is listed", [withoutM, ...twice], "without-m"],
    [
      "with options in another order",
      ["director: ipvsadm -a -r 10.0.0.202 -t 10.0.0.10:80", ...twice],
      "without-m",
    ],
    ["with what is so anyway", [`${withoutM} -g -w 1`, ...twice], "without-m"],
    [
      "tried in other words",
      [withoutM, "client: curl http://10.0.0.10/", "client: curl 10.0.0.10"],
      "without-m",
    ],
    ["tried in a loop", [withoutM, "client: for i in 1 2; do curl -s 10.0.0.10; done"], "without-m"],
    ["with lines between", [withoutM, "director: ipvsadm -Ln", "rs2: ip addr", ...twice], "without-m"],
    ["tried once too few", [withoutM, "client: curl 10.0.0.10"], undefined],
    ["not tried", [withoutM], undefined],
    ["on another machine", [withoutM.replace("director", "rs2"), ...twice], undefined],
    ["that is mended", [withoutM, ...twice, `${withoutM} -m`], undefined],
    ["that is mended and tried", [withoutM, ...twice, `${withoutM} -m`, ...twice], undefined],
    ["with lines in the wrong order", [...twice, withoutM], undefined],
    ["that is a part of the solution", ["rs1: sysctl a=1", ...twice], "one-server"],
    ["that was gone beyond", ["rs1: sysctl a=1", "rs2: sysctl a=1", ...twice], undefined],
    ["of two settings at once", ["rs1: sysctl -w lo=1", "rs2: sysctl b=2 lo=1", ...twice], "on-lo"],
    ["in short", ["rs1: ip a delete 10.0.0.10/32 dev lo", ...twice], "address"],
    ["after another: the last", ["rs1: ip a del 10.0.0.10/32 dev lo", withoutM, ...twice], "without-m"],
    ["of nothing", [], undefined],
  ])("%s", (_what, typed, name) => {
    expect(attemptIn(step, lines(...typed))?.name).toBe(name);
  });
});

describe("a line of the solution on a machine that it is not for", () => {
  test.each([
    ["is noticed", ["client: ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202 -m"], "client"],
    ["until another follows", ["client: sysctl -w a=1", "rs1: sysctl -w a=1"], undefined],
    ["tried meanwhile", ["client: sysctl -w a=1", ...twice], "client"],
    ["on its own machine is none", ["rs2: sysctl -w a=1"], undefined],
    ["that the lesson lists has its own reply", ["rs1: sysctl -w lo=1"], undefined],
    ["of nothing is none", [], undefined],
  ])("%s", (_what, typed, on) => {
    expect(misplacedOn(step, lines(...typed))).toBe(on);
  });
});
