/**
 * Which local address and port a connection of FULLNAT gets, and what becomes of them afterwards.
 */

import { describe, expect, test } from "vitest";
import { seconds } from "#sim/engine/time";
import { addDestination, deleteDestination } from "#sim/ipvs/destination-admin";
import { fullnat } from "#sim/ipvs/forwarders/fullnat";
import { removeOrphans } from "#sim/ipvs/lifetime";
import { connectionRows } from "#sim/ipvs/listing";
import { addLocalAddress, deleteLocalAddress, localAddressRows } from "#sim/ipvs/local-address-admin";
import { addService } from "#sim/ipvs/service-admin";
import { formatEndpoint, formatIpv4 } from "#sim/wire/address";
import { arrive, client, type Director, directorOf, serviceName, setVs, vip } from "#support/director-of";
import { ip } from "#support/stack-of";

const name = serviceName(`${vip}:80`);

function directorWith(locals: readonly string[], servers = ["10.0.0.11"], scheduler = "lc"): Director {
  const director = directorOf("fullnat");
  addService(director.ipvs, name, { scheduler });
  for (const server of servers) {
    addDestination(director.ipvs, name, { address: ip(server), port: 80, weight: 1, forwarder: fullnat });
  }
  for (const local of locals) addLocalAddress(director.ipvs, name, { address: ip(local) });
  return director;
}

/** The local ends of the packets that leave when so many clients open, one after another; `-`: dropped. */
const open = (director: Director, ...ports: number[]): string[] =>
  ports.map((port) => {
    const [packet] = arrive(director, "eth0", ["S", `${client}:${port}`, `${vip}:80`]);
    const { payload } = packet ?? {};
    return packet === undefined || payload?.kind !== "tcp"
      ? "-"
      : formatEndpoint(packet.src, payload.srcPort);
  });

/** Lets so many seconds pass. */
const wait = ({ simulation }: Director, time: number): void =>
  simulation.runUntil((simulation.now + seconds(time)) as typeof simulation.now);

const conflicts = ({ ipvs }: Director): string =>
  (localAddressRows(ipvs)?.[0]?.rows ?? [])
    .map((row) => `${formatIpv4(row.address)} ${row.conflicts}/${row.connections}`)
    .join(", ");

describe("addresses are taken in turn", () => {
  test("one after another, each with ports of its own", () => {
    const director = directorWith(["10.0.0.5", "10.0.0.6"]);
    const ends = ["10.0.0.5:1025", "10.0.0.6:1025", "10.0.0.5:1026", "10.0.0.6:1026"];
    expect(open(director, 1, 2, 3, 4)).toEqual(ends);
  });

  test("with rr one in twenty is skipped, so that a server does not always meet the same", () => {
    const director = directorWith(["10.0.0.5", "10.0.0.6"], ["10.0.0.11", "10.0.0.12"], "rr");
    const ends = open(director, ...Array.from({ length: 400 }, (_, index) => index + 1));
    const turns = ends.filter((end, index) => index > 0 && end.slice(0, 8) === ends[index - 1]?.slice(0, 8));
    expect(turns.length).toBeGreaterThan(5);
    expect(turns.length).toBeLessThan(40);
  });

  test("an address that is deleted serves on, and gets no new connections", () => {
    const director = directorWith(["10.0.0.5", "10.0.0.6"]);
    open(director, 1);
    deleteLocalAddress(director.ipvs, name, ip("10.0.0.5"));
    expect(open(director, 2, 3)).toEqual(["10.0.0.6:1025", "10.0.0.6:1026"]);
    expect(open(director, 1)).toEqual(["10.0.0.5:1025"]);
    deleteLocalAddress(director.ipvs, name, ip("10.0.0.6"));
    expect(open(director, 4)).toEqual(["-"]);
  });

  test("at most sixteen are tried", () => {
    const locals = Array.from({ length: 17 }, (_, index) => `10.0.0.${100 + index}`);
    const director = directorWith(locals);
    setVs(director, { fullnat_lport_max: 1025 });
    const ports = Array.from({ length: 16 }, (_, index) => index + 1);
    expect(open(director, ...ports)).not.toContain("-");
    // The seventeenth is the next in turn; after it all that are tried are full.
    expect(open(director, 17, 18)).toEqual(["10.0.0.116:1025", "-"]);
    expect(conflicts(director)).toMatch(/^10\.0\.0\.100 1\/1, .*10\.0\.0\.116 0\/1$/);
  });
});

describe("ports", () => {
  test("each server has its own list: the same port may go to two of them", () => {
    const director = directorWith(["10.0.0.5"], ["10.0.0.11", "10.0.0.12"]);
    expect(open(director, 1, 2)).toEqual(["10.0.0.5:1025", "10.0.0.5:1025"]);
    const servers = connectionRows(director.ipvs).map(({ destination }) => formatIpv4(destination.address));
    expect(servers.sort()).toEqual(["10.0.0.11", "10.0.0.12"]);
  });

  test("a service's address that another has too shares its ports", () => {
    const director = directorWith(["10.0.0.5"]);
    const other = serviceName(`${vip}:81`);
    addService(director.ipvs, other, { scheduler: "lc" });
    addDestination(director.ipvs, other, {
      address: ip("10.0.0.11"),
      port: 80,
      weight: 1,
      forwarder: fullnat,
    });
    addLocalAddress(director.ipvs, other, { address: ip("10.0.0.5") });
    open(director, 1);
    const [packet] = arrive(director, "eth0", ["S", `${client}:1`, `${vip}:81`]);
    expect(packet?.payload).toMatchObject({ srcPort: 1026 });
  });

  test("without one left no entry is made and nothing is sent; the next round they are there again", () => {
    const director = directorWith(["10.0.0.5"]);
    setVs(director, { fullnat_lport_min: 2000, fullnat_lport_max: 2001 });
    expect(open(director, 1, 2, 3)).toEqual(["10.0.0.5:2000", "10.0.0.5:2001", "-"]);
    expect(connectionRows(director.ipvs)).toHaveLength(2);
    expect(director.sent).toHaveLength(2);
    expect(conflicts(director)).toBe("10.0.0.5 1/2");
    wait(director, 61);
    expect(conflicts(director)).toBe("10.0.0.5 1/0");
    expect(open(director, 4, 5)).not.toContain("-");
  });

  test("are given out in the order in which they came back, behind those never used", () => {
    const director = directorWith(["10.0.0.5"]);
    setVs(director, { fullnat_lport_max: 1028 });
    open(director, 1);
    wait(director, 5);
    open(director, 2);
    wait(director, 50);
    open(director, 3);
    wait(director, 12);
    // 1025 came back first, then 1026; 1027 is in use.
    expect(open(director, 4, 5, 6, 7)).toEqual(["10.0.0.5:1028", "10.0.0.5:1025", "10.0.0.5:1026", "-"]);
  });

  test("that are in use are passed over when the range begins anew, and count as conflicts", () => {
    const director = directorWith(["10.0.0.5"]);
    open(director, 1, 2);
    setVs(director, { fullnat_lport_max: 1030 });
    expect(open(director, 3)).toEqual(["10.0.0.5:1027"]);
    expect(conflicts(director)).toBe("10.0.0.5 2/3");
    wait(director, 61);
    // The two come back once each, and 1027 too.
    const ends = open(director, ...Array.from({ length: 7 }, (_, index) => 10 + index));
    expect(new Set(ends).size).toBe(7);
    expect(ends.filter((end) => end === "-")).toHaveLength(1);
  });

  test("come back when entries of a deleted server are thrown away", () => {
    const director = directorWith(["10.0.0.5"]);
    open(director, 1, 2);
    deleteDestination(director.ipvs, name, { address: ip("10.0.0.11"), port: 80 });
    removeOrphans(director.ipvs);
    wait(director, 1);
    expect(conflicts(director)).toBe("10.0.0.5 0/0");
    expect(director.ipvs.localEnds?.byReply.count).toBe(0);
  });
});

test("what an administrator may not do", () => {
  const { ipvs } = directorWith(["10.0.0.5"]);
  const address = ip("10.0.0.5");
  expect(addLocalAddress(ipvs, name, { address })).toEqual({ ok: false, errno: "EEXIST" });
  expect(addLocalAddress(ipvs, name, { address: ip("10.0.0.9"), device: "dpdk0" })).toMatchObject({
    errno: "ENODEV",
  });
  expect(addLocalAddress(ipvs, serviceName(`${vip}:1`), { address })).toMatchObject({ errno: "ESRCH" });
  expect(deleteLocalAddress(ipvs, name, ip("10.0.0.6"))).toEqual({ ok: false, errno: "ENOENT" });
  expect(localAddressRows(ipvs, serviceName(`${vip}:1`))).toBeUndefined();
});
