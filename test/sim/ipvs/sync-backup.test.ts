/**
 * What a backup makes of messages: each was sent to a real kernel, and what is expected is what that had in
 * its table afterwards. Two destinations by direct routing, 10.0.0.11 and 10.0.0.12.
 */

import { expect, test } from "vitest";
import { startSyncDaemon, stopSyncDaemon } from "#sim/ipvs/sync-daemon";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { udpDatagram } from "#sim/wire/udp";
import { type Director, directorOf, entries, ipvsadm, take } from "#support/director-of";
import { ip } from "#support/stack-of";

interface Crafted {
  readonly type?: string;
  readonly protocol?: string;
  readonly size?: string;
  readonly flags?: string;
  readonly state?: string;
  readonly port?: string;
  readonly timeout?: string;
  readonly server?: string;
  readonly more?: string;
}

/** A record of version 1: an established connection of client port 40960 unless said otherwise. */
function record(crafted: Crafted = {}): string {
  const { type = "00", protocol = "06", flags = "00000083", state = "0001", port = "a000" } = crafted;
  const { timeout = "00000384", server = "0a00000b", more = "" } = crafted;
  const size = crafted.size ?? (36 + more.length / 2).toString(16).padStart(4, "0");
  const head = `${type}${protocol}${size}${flags}${state}${port}00500050`;
  return `${head}00000000${timeout}c0a8320a0a000064${server}${more}`;
}

const good = record({ port: "a001" });

/** A message of version 1 for syncid 3; `count` where that is not the number of records. */
function message(records: readonly string[], count = records.length): string {
  const size = (8 + records.join("").length / 2).toString(16).padStart(4, "0");
  return `0003${size}${count.toString(16).padStart(2, "0")}010000${records.join("")}`;
}

function backup(syncId = 3): Director {
  const director = directorOf();
  ipvsadm(director, "-A -t 10.0.0.100:80 -s rr", "-a -t 10.0.0.100:80 -r 10.0.0.11:80");
  ipvsadm(director, "-a -t 10.0.0.100:80 -r 10.0.0.12:80");
  expect(startSyncDaemon(director.ipvs, "backup", { interface: "eth1", syncId })).toBe("ok");
  return director;
}

function hear(director: Director, hex: string): void {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number(`0x${byte}`));
  const payload = udpDatagram({ srcPort: 40000, dstPort: 8848, payload: bytes });
  const ends = { src: ip("10.0.0.3"), dst: ip("224.0.0.81") };
  take(director, "eth1", ipv4({ origin: 1, ...ends, protocol: protocols.udp, payload, ttl: 1 }));
}

/** `40960>11 ESTABLISHED 900`. */
const table = (director: Director): string[] =>
  entries(director).map((line) =>
    line.replace(/192\.168\.50\.10:|10\.0\.0\.100:80 10\.0\.0\.|:80(?= )/g, ""),
  );

const lastLog = ({ stack }: Director): string | undefined => stack.kernelLog.lines.at(-1)?.text;

const heard: readonly (readonly [string, string, readonly string[]])[] = [
  ["one connection", message([record()]), ["TCP 40960 11 ESTABLISHED 900"]],
  ["less than a head", "000300", []],
  ["the one-packet flag", message([record({ flags: "00002083" })]), []],
  ["flags that nobody may send", message([record({ flags: "ffffc0ff" })]), ["TCP 40960 11 ESTABLISHED 900"]],
  ["no time", message([record({ timeout: "00000000", state: "0005" })]), ["TCP 40960 11 TIME_WAIT 120"]],
  [
    "a template without a time",
    message([record({ port: "0000", flags: "00001183", timeout: "00000000" })]),
    ["TCP 0 11 ASSURED 180"],
  ],
  ["another protocol", message([record({ protocol: "11", state: "0000" })]), ["UDP 40960 11 UDP 900"]],
  ["a protocol of nobody", message([record({ protocol: "2f" }), good]), ["TCP 40961 11 ESTABLISHED 900"]],
  ["a state of nobody", message([record({ state: "0063" }), good]), ["TCP 40961 11 ESTABLISHED 900"]],
  ["a server of nobody", message([record({ server: "0a000063" })]), ["TCP 40960 99 ESTABLISHED 900"]],
  ["what is to be ignored", message([record({ more: "4902aabb" })]), ["TCP 40960 11 ESTABLISHED 900"]],
  [
    "what must not be ignored",
    message([record({ more: "2902aabb" }), good]),
    ["TCP 40961 11 ESTABLISHED 900"],
  ],
  ["an engine of nobody", message([record({ more: "02016103017a", port: "0000", flags: "00001183" })]), []],
  [
    "a call of SIP",
    message([record({ more: "02036162630303736970", protocol: "11", port: "0000", flags: "00001183" })]),
    ["UDP 0 11 ASSURED 900"],
  ],
  [
    "version 0",
    "02030034" +
      "0006a00000500050c0a8320a0a0000640a00000b00830001" +
      "0006a00100500050c0a8320a0a0000640a00000b01830005",
    ["TCP 40960 11 ESTABLISHED 900", "TCP 40961 11 TIME_WAIT 120"],
  ],
];

test.each(heard)("%s", (_, hex, expected) => {
  const director = backup();
  const lines = director.stack.kernelLog.lines.length;
  hear(director, hex);
  expect(table(director)).toEqual(expected);
  expect(director.stack.kernelLog.lines.length).toBe(lines);
});

const refused: readonly (readonly [string, string, string, number])[] = [
  ["fewer records than it says", message([good], 2), "too small", 1],
  ["a record that goes on beyond the end", message([good, record({ size: "0040" })]), "msg > buffer", 1],
  ["a record of another version", message([good, record({ size: "1024" })]), "Unknown version 1", 1],
  ["a record of another type", message([good, record({ type: "20" })]), "Err: -10 in decoding", 1],
  ["a record that is too short", message([good, record({ size: "0014" })]), "Err: -20 in decoding", 1],
  ["half an option", message([good, record({ more: "02" })]), "Err: -30 in decoding", 1],
  ["an empty option", message([good, record({ more: "0200" })]), "Err: -40 in decoding", 1],
  [
    "sequence numbers cut short",
    message([good, record({ more: "010400000001" })]),
    "Err: -50 in decoding",
    1,
  ],
  ["an option twice", message([record({ more: "020161020161" }), good]), "Err: -60 in decoding", 0],
];

test.each(refused)("%s ends the message, and is complained of", (_, hex, complaint, count) => {
  const director = backup();
  hear(director, hex);
  expect(table(director)).toHaveLength(count);
  expect(lastLog(director)).toBe(`IPVS: BACKUP, Dropping buffer, ${complaint}`);
});

test("an entry to another server gives way to a live connection, but not to the end of an old one", () => {
  const director = backup();
  hear(director, message([record({ flags: "00000183", state: "0005" })]));
  hear(director, message([record({ server: "0a00000c" })]));
  director.simulation.runUntil(1e9 as never);
  expect(table(director)).toEqual(["TCP 40960 12 ESTABLISHED 899"]);
  hear(director, message([record({ flags: "00000183", state: "0005" })]));
  expect(table(director)).toEqual(["TCP 40960 12 ESTABLISHED 899"]);
});

test("a backup hears its own syncid, one of syncid 0 all, and one that was stopped nobody", () => {
  const other = backup(4);
  hear(other, message([good]));
  expect(table(other)).toEqual([]);
  const all = backup(0);
  hear(all, message([good]));
  expect(table(all)).toHaveLength(1);
  expect(stopSyncDaemon(all.ipvs, "backup")).toBe("ok");
  hear(all, message([record()]));
  expect(table(all)).toHaveLength(1);
});
