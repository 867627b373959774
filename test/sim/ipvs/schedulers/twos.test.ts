/**
 * Power of two choices: the example of the documentation with its draws, how chance shares by weight, and
 * which kernels have it.
 */

import { describe, expect, test } from "vitest";
import { type Director, directorOf, ipvsadm, vip } from "#support/director-of";
import { change, picks, withServers } from "#support/picks";

/** Puts numbers in the place of chance, which is asked for one below `limit`. */
function inject(director: Director, numbers: readonly number[]): readonly number[] {
  const limits: number[] = [];
  const waiting = [...numbers];
  const below = (limit: number): number => {
    limits.push(limit);
    return waiting.shift() ?? 0;
  };
  const [service] = director.ipvs.services.all;
  if (service === undefined) throw new Error("no service");
  service.schedulerState = { random: { below }, drawn: [0, 0] };
  return limits;
}

describe("twos", () => {
  test("of two that are drawn the one with less load for its weight, the first drawn if equal", () => {
    const director = withServers("twos", [5, 3, 1], "mainline");
    const drawn = [5, 2, 6, 0, 1, 8, 1, 5, 9, 0, 8, 3, 0, 1, 6, 6, 1, 3, 1, 8, 6, 0, 9, 1];
    const limits = inject(director, drawn);
    expect(picks(director, 12)).toBe("R1 R3 R1 R1 R1 R2 R3 R1 R2 R1 R1 R1");
    expect(new Set(limits)).toEqual(new Set([10]));
    expect(limits.length).toBe(24);
  });

  test("those without weight and those overloaded are not drawn, their weight does not count", () => {
    const director = withServers("twos", [5, 3, 1], "mainline");
    change(director, "-e", 2, "-m -w 0");
    change(director, "-e", 3, "-m -w 1 -x 1");
    const limits = inject(director, [0, 1, 5, 5, 0, 0]);
    expect(picks(director, 3)).toBe("R3 R1 R1");
    expect(limits).toEqual([7, 7, 6, 6, 6, 6]);
  });

  test("nobody has weight: refused, and nothing is drawn", () => {
    const director = withServers("twos", [0, 0], "mainline");
    const limits = inject(director, []);
    expect(picks(director, 1)).toBe("-");
    expect(limits).toEqual([]);
  });

  test("the same seed gives the same picks, each service has its own chance", () => {
    const play = (port: number): string => {
      const director = directorOf("mainline");
      ipvsadm(director, `-A -t ${vip}:${port} -s twos`);
      for (const host of [11, 12, 13]) ipvsadm(director, `-a -t ${vip}:${port} -r 10.0.0.${host}:80 -m`);
      const [service] = director.ipvs.services.all;
      if (service === undefined) throw new Error("no service");
      const flow = { protocol: 6, client: 1, virtual: 1 };
      const picked = Array.from({ length: 40 }, () => {
        const chosen = service.scheduler.schedule(service.schedulerState, service, flow);
        return (chosen?.address ?? 0) & 0xff;
      });
      return picked.join(" ");
    };
    expect(play(80)).toBe(play(80));
    expect(play(80)).not.toBe(play(81));
  });

  test("Debian's kernel does not have it", () => {
    const add = `-A -t ${vip}:80 -s twos`;
    expect(ipvsadm(directorOf(), add)).toEqual({ ok: false, errno: "ENOENT" });
    expect(ipvsadm(directorOf("mainline"), add)).toEqual({ ok: true });
  });
});
