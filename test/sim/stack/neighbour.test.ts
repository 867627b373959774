/**
 * The neighbour states as a recording of Linux 6.1 shows them: what is asked when, and what happens to
 * packets.
 */

import { describe, expect, test } from "vitest";
import { confirm } from "#sim/stack/neighbour";
import { deleteNeighbour, flushNeighbours, setNeighbour } from "#sim/stack/neighbour-admin";
import { onCarrierLost } from "#sim/stack/neighbour-loss";
import { occupied } from "#sim/stack/neighbour-queue";
import {
  entryOf,
  ip,
  macOf,
  newSimulation,
  type Station,
  sendTo,
  stationOf,
  until,
  watch,
  wire,
} from "#support/arp-link";

function two(): { a: Station; b: Station; simulation: ReturnType<typeof newSimulation> } {
  const simulation = newSimulation();
  const a = stationOf(simulation, "a", 1, { addresses: ["10.0.0.1/24"] });
  const b = stationOf(simulation, "b", 2, { addresses: ["10.0.0.2/24"] });
  wire(simulation, [a.eth0, b.eth0]);
  return { a, b, simulation };
}

test("a packet for an unknown neighbour asks at once and leaves with the answer", () => {
  const { a, b, simulation } = two();
  until(simulation, 72);
  sendTo(a, "10.0.0.2", 7);
  expect(entryOf(a, "10.0.0.2")).toBe("INCOMPLETE");
  until(simulation, 100);
  expect(a.sent).toEqual(["0.072 >all who-has 10.0.0.2 tell 10.0.0.1", "0.072 >2 packet 7"]);
  expect(entryOf(a, "10.0.0.2")).toBe("REACHABLE 2");
  expect(entryOf(b, "10.0.0.1")).toBe("STALE 1");
});

test("without an answer it asks three times and every waiting packet fails after three gaps", () => {
  const { a, simulation } = two();
  until(simulation, 72);
  sendTo(a, "10.0.0.9", 1);
  sendTo(a, "10.0.0.9", 2);
  until(simulation, 3135);
  expect(a.failed).toEqual([]);
  until(simulation, 3136);
  expect(a.sent.map((line) => line.slice(0, 5))).toEqual(["0.072", "1.088", "2.112"]);
  expect(a.failed).toEqual([1, 2]);
  expect(entryOf(a, "10.0.0.9")).toBe("FAILED");
  sendTo(a, "10.0.0.9", 3);
  expect(entryOf(a, "10.0.0.9")).toBe("INCOMPLETE");
});

test("a sender that tries again at once loses that packet and the rest, and is asked for", () => {
  const { a, simulation } = two();
  let tries = 0;
  a.stack.arpHooks.unreachable.push(() => {
    if (tries++ === 0) sendTo(a, "10.0.0.9", 10);
  });
  for (const origin of [1, 2]) sendTo(a, "10.0.0.9", origin);
  until(simulation, 3072);
  expect(a.failed).toEqual([1]);
  expect(entryOf(a, "10.0.0.9")).toBe("INCOMPLETE");
  expect(a.sent).toHaveLength(4);
  until(simulation, 7000);
  expect(a.failed).toEqual([1]);
});

test("a stale entry is used at once and checked five seconds later with a unicast request", () => {
  const { a, b, simulation } = two();
  until(simulation, 70);
  sendTo(a, "10.0.0.2", 1);
  until(simulation, 71);
  sendTo(b, "10.0.0.1", 2);
  expect(entryOf(b, "10.0.0.1")).toBe("DELAY 1");
  expect(b.sent.at(-1)).toBe("0.071 >1 packet 2");
  until(simulation, 5119);
  expect(entryOf(b, "10.0.0.1")).toBe("DELAY 1");
  until(simulation, 5121);
  expect(b.sent.at(-1)).toBe("5.120 >1 who-has 10.0.0.1 tell 10.0.0.2");
  expect(entryOf(b, "10.0.0.1")).toBe("REACHABLE 1");
});

describe("only a confirmation at most five seconds old when the late timer looks spares the check", () => {
  test.each([
    [72, "PROBE 1"],
    [119, "PROBE 1"],
    [121, "REACHABLE 1"],
    [3000, "REACHABLE 1"],
  ])("confirmed at %i ms: %s", (confirmedAt, state) => {
    const { a, b, simulation } = two();
    until(simulation, 70);
    sendTo(a, "10.0.0.2", 1);
    until(simulation, 71);
    sendTo(b, "10.0.0.1", 2);
    until(simulation, confirmedAt);
    confirm(b.stack, b.eth0, ip("10.0.0.1"));
    until(simulation, 5120);
    expect(entryOf(b, "10.0.0.1")).toBe(state);
  });
});

test("a neighbour that died is asked three times alone, then fails; with traffic everybody is asked", () => {
  const { a, b, simulation } = two();
  sendTo(a, "10.0.0.2", 1);
  until(simulation, 1);
  sendTo(b, "10.0.0.1", 2);
  a.eth0.device.isUp = false;
  until(simulation, 8191);
  expect(entryOf(b, "10.0.0.1")).toBe("PROBE 1");
  until(simulation, 8192);
  expect(entryOf(b, "10.0.0.1")).toBe("FAILED");
  const asked = b.sent.filter((line) => line.includes("who-has"));
  expect(asked.map((line) => line.split(" ")[1])).toEqual([">1", ">1", ">1"]);
  expect(asked.map((line) => line.split(" ")[0])).toEqual(["5.120", "6.144", "7.168"]);
  sendTo(b, "10.0.0.1", 3);
  expect(b.sent.at(-1)).toBe("8.192 >all who-has 10.0.0.1 tell 10.0.0.2");
});

test("a confirmation lasts between half and one and a half times base_reachable_time", () => {
  const { a, simulation } = two();
  sendTo(a, "10.0.0.2", 1);
  until(simulation, 14_000);
  expect(entryOf(a, "10.0.0.2")).toBe("REACHABLE 2");
  until(simulation, 50_000);
  expect(entryOf(a, "10.0.0.2")).toBe("STALE 2");
});

test("a confirmed entry grows stale under traffic that nobody acknowledges", () => {
  const { a, simulation } = two();
  const states = new Set<string>();
  for (let second = 0; second < 52; second++) {
    sendTo(a, "10.0.0.2", second);
    until(simulation, second * 1000 + 500);
    states.add(entryOf(a, "10.0.0.2"));
  }
  expect(states).toContain("DELAY 2");
  expect(states).not.toContain("FAILED");
});

test("the oldest packets end where the queue has no room, and the newest wait", () => {
  const { a, b, simulation } = two();
  a.eth0.neighbourConf.unres_qlen_bytes = occupied(84) * 2 + 1;
  for (const origin of [1, 2, 3]) sendTo(a, "10.0.0.2", origin);
  until(simulation, 10);
  expect(a.sent.slice(1)).toEqual(["0.000 >2 packet 2", "0.000 >2 packet 3"]);
  expect(b.failed).toEqual([]);
});

describe("what an administrator sets", () => {
  test("a permanent entry sends no request and no message changes it", () => {
    const { a, b, simulation } = two();
    const request = { address: ip("10.0.0.2"), mac: macOf(0x77), state: "PERMANENT" } as const;
    expect(setNeighbour(a.stack, a.eth0, "change", request)).toBe("ENOENT");
    expect(setNeighbour(a.stack, a.eth0, "add", request)).toBe("ok");
    expect(setNeighbour(a.stack, a.eth0, "add", request)).toBe("EEXIST");
    sendTo(a, "10.0.0.2", 1);
    sendTo(b, "10.0.0.1", 2);
    until(simulation, 100);
    expect(a.sent[0]).toBe("0.000 >119 packet 1");
    expect(entryOf(a, "10.0.0.2")).toBe("PERMANENT 119");
  });

  test("a flush spares permanent entries, losing the carrier does too, and a delete takes any", () => {
    const { a, simulation } = two();
    setNeighbour(a.stack, a.eth0, "add", { address: ip("10.0.0.7"), mac: macOf(7), state: "PERMANENT" });
    sendTo(a, "10.0.0.2", 1);
    until(simulation, 10);
    expect(flushNeighbours(a.stack, a.eth0)).toBe(1);
    sendTo(a, "10.0.0.2", 2);
    until(simulation, 20);
    onCarrierLost(a.stack, a.eth0);
    expect([...a.eth0.neighbours.keys()]).toEqual([ip("10.0.0.7")]);
    expect(deleteNeighbour(a.stack, a.eth0, ip("10.0.0.7"))).toBe("ok");
    expect(deleteNeighbour(a.stack, a.eth0, ip("10.0.0.7"))).toBe("ENOENT");
  });

  test("deleting an entry that is being asked for fails the packets that wait in it", () => {
    const { a } = two();
    sendTo(a, "10.0.0.9", 5);
    deleteNeighbour(a.stack, a.eth0, ip("10.0.0.9"));
    expect(a.failed).toEqual([5]);
    expect(entryOf(a, "10.0.0.9")).toBe("none");
  });
});

describe("the number of entries", () => {
  test("below gc_thresh1 an old entry stays for ever; above it unused ones go", () => {
    const { a, simulation } = two();
    const add = (number: number): void => {
      const address = ip(`10.0.0.${number}`);
      setNeighbour(a.stack, a.eth0, "add", { address, mac: macOf(number), state: "STALE" });
    };
    for (let number = 10; number < 20; number++) add(number);
    until(simulation, 500_000);
    expect(a.eth0.neighbours.size).toBe(10);
    a.stack.sysctl.global.neigh_gc_thresh1 = 11;
    add(20);
    until(simulation, 520_000);
    expect([...a.eth0.neighbours.keys()]).toEqual([ip("10.0.0.20")]);
  });

  test("at gc_thresh3 a packet for one more neighbour is dropped, and the reason is told", () => {
    const { a } = two();
    const reasons: unknown[] = [];
    watch(a, "packet-dropped", (event) => void reasons.push(event.reason, event.setting?.name));
    a.stack.sysctl.global.neigh_gc_thresh2 = 1;
    a.stack.sysctl.global.neigh_gc_thresh3 = 2;
    for (const number of [7, 8, 9]) sendTo(a, `10.0.0.${number}`, number);
    expect(reasons).toEqual(["neighbour-queue-full", "gc_thresh3"]);
  });
});
