/**
 * How `lvs-lab run` words a pick: in one line, with the numbers each candidate was compared by.
 */

import { describe, expect, test } from "vitest";
import { reckoningWords } from "#cli/reckoning-words";
import type { IpvsEvent } from "#sim/ipvs/ipvs-events";
import { vip } from "#support/director-of";
import { change, picks, withServers } from "#support/picks";

/**
 * The words of the last of so many picks; R1 has weight 5, R2 3, R3 1. `edit` is of R3. Counters are
 * `active+inactive`.
 */
function wordsOf(scheduler: string, count: number, edit: string): string[] {
  const director = withServers(scheduler, [5, 3, 1], "mainline");
  const [service] = director.ipvs.services.all;
  if (scheduler === "twos" && service !== undefined) {
    service.schedulerState = { random: { below: () => 0 }, drawn: [0, 0] };
  }
  if (edit !== "") change(director, "-e", 3, edit);
  let last = "";
  director.simulation.observe(({ event }: { readonly event: IpvsEvent }) => {
    if (event.kind === "destination-scheduled") last = reckoningWords(event);
  });
  picks(director, count);
  return last
    .replace(`TCP ${vip}:80 `, "")
    .replaceAll(/10\.0\.0\.1(\d):80/g, "R$1")
    .replaceAll(/weight (\d+), (\d+) active, (\d+) inactive/g, "$1, $2+$3")
    .split(/ of |(?<=\)), /);
}

const untouched = ["R3 (1, 0+0: chosen)", "R2 (3, 0+0: not reached)", "R1 (5, 0+0: not reached)"];

describe("R1 with weight 5, R2 with 3, R3 with 1", () => {
  test.each([
    ["rr", 1, "", ["rr chooses R3 (after the list's head)", ...untouched]],
    [
      "rr",
      2,
      "",
      [
        "rr chooses R2 (after R3)",
        "R3 (1, 1+0: not reached)",
        "R2 (3, 0+0: chosen)",
        "R1 (5, 0+0: not reached)",
      ],
    ],
    [
      "wrr",
      4,
      "",
      [
        "wrr chooses R1 (after R1, current 1, largest 5, step 1, needed 5)",
        "R3 (1, 1+0: below the current weight)",
        "R2 (3, 1+0: below the current weight)",
        "R1 (5, 1+0: chosen)",
      ],
    ],
    [
      "sed",
      4,
      "",
      [
        "sed chooses R1",
        "R3 (1, 0+0, cost 1: more loaded)",
        "R2 (3, 1+0, cost 2/3: more loaded)",
        "R1 (5, 2+0, cost 3/5: chosen)",
      ],
    ],
    [
      "sed",
      7,
      "",
      [
        "sed chooses R3",
        "R3 (1, 0+0, cost 1: chosen)",
        "R2 (3, 2+0, cost 3/3: equal, but compared later)",
        "R1 (5, 4+0, cost 5/5: equal, but compared later)",
      ],
    ],
    [
      "nq",
      2,
      "",
      ["nq chooses R2 (idle R2)", "R3 (1, 1+0: not idle)", "R2 (3, 0+0: chosen)", "R1 (5, 0+0: not reached)"],
    ],
    [
      "ovf",
      7,
      "",
      ["ovf chooses R2", "R3 (1, 0+0: less weight)", "R2 (3, 0+0: chosen)", "R1 (5, 6+0: full)"],
    ],
    [
      "lblc",
      3,
      "",
      [
        "lblc chooses R2 (remembered R3, busy yes)",
        "R3 (1, 2+0, cost 512: more loaded)",
        "R2 (3, 0+0, cost 0/3: chosen)",
        "R1 (5, 0+0, cost 0/5: equal, but compared later)",
      ],
    ],
    [
      "sh -b sh-fallback",
      1,
      "-m -w 0",
      [
        "sh chooses R2 (key 3232248330, bucket 90, holder R3, probes 2, probed 180 181, found R2)",
        "R3 (0, 0+0: quiesced)",
        "R2 (3, 0+0: chosen)",
        "R1 (5, 0+0: not in the bucket)",
      ],
    ],
    [
      "twos",
      1,
      "-m -w 0",
      [
        "twos chooses R2 (total 8, drawn 0 0, choice R2, choice R2)",
        "R3 (0, 0+0: quiesced)",
        "R2 (3, 0+0, cost 0/3: chosen)",
        "R1 (5, 0+0: not drawn)",
      ],
    ],
  ])("%s, pick %i", (scheduler, count, edit, words) => {
    expect(wordsOf(scheduler, count, edit)).toEqual(words);
  });
});
