/**
 * Maglev hashing: places and picks that a real kernel chose.
 */

import { describe, expect, test } from "vitest";
import { mh } from "#sim/ipvs/schedulers/mh";
import type { Service } from "#sim/ipvs/service";
import { arrive, type Director, directorOf, ipvsadm, vip } from "#support/director-of";
import { change, pickOf, withServers } from "#support/picks";
import { give } from "#support/stack-of";

const clients = Array.from({ length: 12 }, (_, index) => `10.0.0.${10 + index}:4000`);

/** Servers 192.168.1.11 to 13 with weights 5, 3 and 1. */
function measured(): Director {
  const director = directorOf();
  give(director.stack, "eth1", "192.168.1.2/24");
  ipvsadm(director, `-A -t ${vip}:80 -s mh`);
  [5, 3, 1].forEach((weight, index) => {
    ipvsadm(director, `-a -t ${vip}:80 -r 192.168.1.${11 + index}:80 -m -w ${weight}`);
  });
  return director;
}

const serviceOf = ({ ipvs }: Director): Service => ipvs.services.all[0] as Service;

/** The last numbers of the addresses that hold the slots. */
const slots = (director: Director): number[] =>
  mh.start(serviceOf(director)).table.map(({ address }) => (address & 0xff) - 10);

describe("mh", () => {
  test("the table is shared out by weight", () => {
    const table = slots(measured());
    expect(table.slice(0, 10)).toEqual([1, 1, 1, 3, 1, 2, 1, 2, 3, 3]);
    expect([1, 2, 3].map((one) => table.filter((held) => held === one).length)).toEqual([2273, 1365, 455]);
  });

  test("the client's address decides", () => {
    const director = measured();
    expect(clients.map((from) => pickOf(director, from)).join(" ")).toBe(
      "R3 R1 R1 R2 R1 R2 R2 R1 R1 R3 R1 R1",
    );
  });

  test("a server that goes takes few clients of others with it", () => {
    const director = measured();
    const before = slots(director);
    ipvsadm(director, `-d -t ${vip}:80 -r 192.168.1.13:80`);
    const after = slots(director);
    const moved = before.filter((held, slot) => held !== 3 && held !== after[slot]);
    expect(moved.length).toBe(7);
  });

  test("large weights are scaled down to six bits, and nobody to nothing", () => {
    const table = slots(withServers("mh", [65535, 1]));
    const held = table.filter((one) => one === 2).length;
    expect(held).toBe(Math.ceil(4093 / 64));
  });

  test("a server without weight keeps its clients and refuses them, unless mh-fallback looks on", () => {
    const shares = (scheduler: string): string[] => {
      const director = withServers(scheduler, [1, 1, 1]);
      const first = clients.map((from) => pickOf(director, from));
      change(director, "-e", 1, "-m -w 0");
      return first.map((had, index) => `${had}${pickOf(director, `10.0.0.${10 + index}:4001`)}`);
    };
    expect(new Set(shares("mh"))).toEqual(new Set(["R1-", "R2R2", "R3R3"]));
    expect(new Set(shares("mh -b mh-fallback"))).toEqual(new Set(["R1R2", "R1R3", "R2R2", "R3R3"]));
  });

  test("a server that is added without weight gets no slots, also when it was there before with some", () => {
    const director = withServers("mh", [1, 1, 1]);
    for (const from of clients) arrive(director, "eth0", ["S", from, `${vip}:80`]);
    change(director, "-d", 1);
    change(director, "-a", 1, "-m -w 0");
    expect(new Set(slots(director))).toEqual(new Set([2, 3]));
  });

  test("with mh-port the port has a say, without it has none", () => {
    const ofPorts = (scheduler: string): number => {
      const director = withServers(scheduler, [1, 1, 1]);
      const ports = Array.from({ length: 30 }, (_, index) => 40000 + index);
      return new Set(ports.map((port) => pickOf(director, `10.0.0.10:${port}`))).size;
    };
    expect(ofPorts("mh")).toBe(1);
    expect(ofPorts("mh -b mh-port")).toBe(3);
  });

  test("nobody has ever had weight: refused", () => {
    expect(pickOf(withServers("mh", [0, 0]), "10.0.0.10:4000")).toBe("-");
    expect(pickOf(withServers("mh -b mh-fallback", [0]), "10.0.0.10:4000")).toBe("-");
  });

  test("explains itself by slot and holder", () => {
    const director = withServers("mh", [1]);
    const service = serviceOf(director);
    const flow = { protocol: 6, client: 0, virtual: 0 };
    const explained = mh.explain?.(mh.start(service), service, flow)(undefined);
    expect(explained?.state).toEqual([
      { name: "key", value: 0 },
      { name: "slot", value: expect.any(Number) },
      { name: "holder", value: "10.0.0.11:80" },
    ]);
  });
});
