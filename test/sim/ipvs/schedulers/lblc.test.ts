/**
 * Locality: who serves an address goes on serving it. Sequences that a real kernel chose, what changes of the
 * list do to what is remembered, and when it is forgotten.
 */

import { describe, expect, test } from "vitest";
import type { Locality } from "#sim/ipvs/locality";
import type { Scheduler } from "#sim/ipvs/scheduler";
import { lblc } from "#sim/ipvs/schedulers/lblc";
import { lblcr } from "#sim/ipvs/schedulers/lblcr";
import type { Service } from "#sim/ipvs/service";
import { deleteService } from "#sim/ipvs/service-admin";
import { type Director, directorOf, ipvsadm, pass, serviceName, setVs, vip } from "#support/director-of";
import { change, pickOf, picks, withServers } from "#support/picks";
import { give } from "#support/stack-of";

const serviceOf = ({ ipvs }: Director): Service => ipvs.services.all[0] as Service;
const stateOf = (director: Director): Locality => serviceOf(director).schedulerState as Locality;

describe("weights 5, 3, 1 with connections held", () => {
  test.each([
    ["lblc", "R3 R3 R2 R2 R2 R2 R1 R1 R1 R1 R1 R1 R1 R1 R1 R1"],
    ["lblcr", "R3 R3 R2 R2 R2 R2 R1 R1 R1 R1 R1 R1 R1 R2 R1 R1"],
  ])("%s: %s", (scheduler, expected) => {
    expect(picks(withServers(scheduler, [5, 3, 1]), 16)).toBe(expected);
  });
});

describe.each(["lblc", "lblcr"])("%s", (scheduler) => {
  test("each address has its own server, whoever asks", () => {
    const director = directorOf();
    ipvsadm(director, `-A -f 7 -s ${scheduler}`);
    for (const one of [11, 12, 13]) ipvsadm(director, `-a -f 7 -r 10.0.0.${one} -m -w 4`);
    for (const target of [201, 202, 203]) give(director.stack, "eth0", `10.0.0.${target}/32`);
    const ask = (from: string): string =>
      [201, 202, 203].map((target) => pickOf(director, from, `10.0.0.${target}`, 7)).join(" ");
    expect(ask("192.168.50.10:4000")).toBe("R3 R2 R1");
    expect(ask("192.168.50.11:4000")).toBe("R3 R2 R1");
  });

  test("a deleted server is passed over, and serves again when it is back", () => {
    const director = withServers(scheduler, [9, 9]);
    expect(picks(director, 1)).toBe("R2");
    change(director, "-d", 2);
    change(director, "-a", 2, "-m -w 9");
    expect(picks(director, 1, 41000)).toBe("R2");
    change(director, "-d", 2);
    expect(picks(director, 1, 42000)).toBe("R1");
  });

  test("the trash keeps a server that is remembered, until the service is gone", () => {
    const director = withServers(scheduler, [1, 1]);
    picks(director, 1);
    change(director, "-d", 2);
    pass(director, 1000);
    expect(director.ipvs.trash.destinations.map(({ references }) => references)).toEqual([1]);
    deleteService(director.ipvs, serviceName(`${vip}:80`));
    pass(director, 1000);
    expect(director.ipvs.trash.destinations).toEqual([]);
  });

  test("an address nobody has asked for is forgotten at the thirtieth minute, not before", () => {
    const director = withServers(scheduler, [1, 1]);
    setVs(director, { [`${scheduler}_expiration`]: 1 });
    picks(director, 1);
    pass(director, 1800);
    expect(stateOf(director).entries.size).toBe(1);
    pass(director, 60);
    expect(stateOf(director).entries.size).toBe(0);
  });

  test("an address that was asked for within the expiration is kept", () => {
    const director = withServers(scheduler, [1, 1]);
    picks(director, 1);
    pass(director, 4000);
    expect(stateOf(director).entries.size).toBe(1);
  });

  test("when there are too many addresses, those not asked for in six minutes make room", () => {
    const director = withServers(scheduler, [1]);
    const { schedule } = (scheduler === "lblc" ? lblc : lblcr) as Scheduler<Locality>;
    const ask = (address: number): void => {
      const flow = { protocol: 6, client: 0, virtual: address * 65536 + 80 };
      schedule(stateOf(director), serviceOf(director), flow);
    };
    for (let address = 0; address < 16384 + 300; address++) ask(address);
    pass(director, 350);
    expect(stateOf(director).entries.size).toBe(16684);
    ask(0);
    pass(director, 130);
    const { entries } = stateOf(director);
    // A third more than the surplus, and the rest of the last bucket.
    expect(entries.size).toBeLessThanOrEqual(16684 - 400);
    expect(entries.size).toBeGreaterThan(16684 - 400 - 40);
    expect(entries.has(0 as never)).toBe(true);
  });
});

describe("lblc", () => {
  test("whoever serves an address goes on though overloaded, but not without weight", () => {
    const director = withServers("lblc", [9, 9]);
    change(director, "-e", 2, "-m -w 9 -x 1");
    expect(picks(director, 3)).toBe("R2 R2 R2");
    change(director, "-e", 2, "-m -w 0");
    expect(picks(director, 2, 41000)).toBe("R1 R1");
  });

  test("explains itself by who is remembered and whether that one is busy", () => {
    const director = withServers("lblc", [4, 1]);
    const explained = (): unknown =>
      lblc.explain?.(stateOf(director), serviceOf(director), flowTo(director))(undefined).state;
    expect(explained()).toEqual([{ name: "remembered", value: "nobody" }]);
    picks(director, 2);
    expect(explained()).toEqual([
      { name: "remembered", value: "10.0.0.12:80" },
      { name: "busy", value: "yes" },
    ]);
  });
});

describe("lblcr", () => {
  test("an overloaded member of the set is passed over", () => {
    const director = withServers("lblcr", [9, 9]);
    change(director, "-e", 2, "-m -w 9 -x 1");
    expect(picks(director, 3)).toBe("R2 R1 R1");
  });

  test("a set that stays as it is loses its most loaded member, one at a pick", () => {
    const director = withServers("lblcr", [1, 1, 1]);
    setVs(director, { lblcr_expiration: 10 });
    picks(director, 7);
    const members = (): string[] =>
      [...stateOf(director).entries.values()].flatMap((entry) =>
        entry.members.map(({ address }) => `R${(address & 0xff) - 10}`),
      );
    expect(members()).toEqual(["R1", "R2", "R3"]);
    pass(director, 10);
    picks(director, 1, 41000);
    expect(members()).toEqual(["R1", "R2", "R3"]);
    pass(director, 1);
    picks(director, 1, 42000);
    expect(members().length).toBe(2);
    picks(director, 1, 43000);
    expect(members().length).toBe(2);
  });

  test("says nothing in the log when nobody can serve a new address", () => {
    const director = withServers("lblcr", [0]);
    expect(picks(director, 1)).toBe("-");
    expect(director.stack.kernelLog.lines).toEqual([]);
  });
});

const flowTo = (director: Director): { protocol: number; client: number; virtual: number } => {
  const { address, port } = serviceOf(director);
  return { protocol: 6, client: 0, virtual: address * 65536 + port };
};
