/**
 * In which order entries end whose time is out in the same slot of the kernel's timer wheel.
 */

import { expect, test } from "vitest";
import { arrive, client, directorOf, entries, ipvsadm, pass, vip } from "#support/director-of";

test("a template goes with its connections: what was set last fires first", () => {
  const director = directorOf();
  ipvsadm(director, `-A -t ${vip}:80 -s rr -p 120`, `-a -t ${vip}:80 -r 10.0.0.11:80 -m`);
  for (const letters of ["S", "A", "FA"]) arrive(director, "eth0", [letters, `${client}:4000`, `${vip}:80`]);
  expect(entries(director)).toHaveLength(2);
  pass(director, 124);
  expect(entries(director)).toEqual([]);
});
