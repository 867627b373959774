/**
 * The state of an entry after each packet, for methods whose replies pass the director and for those whose
 * do not.
 */

import { describe, expect, test } from "vitest";
import {
  arrive,
  client,
  counts,
  type Director,
  directorOf,
  entries,
  ipvsadm,
  pass,
  setVs,
  vip,
} from "#support/director-of";

function directorFor(method: "-m" | "-g"): Director {
  const director = directorOf();
  ipvsadm(director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r 10.0.0.11:80 ${method}`);
  return director;
}

/** `>S` from the client, `<SA` from the destination. */
function play(director: Director, packets: string): string {
  for (const packet of packets.split(" ")) {
    const letters = packet.slice(1);
    if (packet.startsWith(">")) arrive(director, "eth0", [letters, `${client}:4000`, `${vip}:80`]);
    else arrive(director, "eth1", [letters, "10.0.0.11:80", `${client}:4000`]);
  }
  return entries(director)[0]?.split(" ").slice(4).join(" ") ?? "none";
}

describe("with address translation both directions are seen", () => {
  test.each([
    [">S", "SYN_RECV 60", "1/0"],
    [">S <SA", "SYN_RECV 60", "1/0"],
    [">S <SA >A", "ESTABLISHED 900", "1/0"],
    [">S <SA >A >FA", "CLOSE_WAIT 60", "0/1"],
    [">S <SA >A >FA <FA", "TIME_WAIT 120", "0/1"],
    [">S <SA >A >FA <FA >A", "TIME_WAIT 120", "0/1"],
    [">S <SA >A <FA", "FIN_WAIT 120", "0/1"],
    [">S <SA >A <FA >FA <A", "TIME_WAIT 120", "0/1"],
    [">S <SA >A >R", "CLOSE 10", "0/1"],
    [">S >R", "SYN_RECV 60", "1/0"],
    [">S <R", "CLOSE 10", "0/1"],
    [">S <R <SA", "SYN_SENT 120", "1/0"],
    [">S <SA >A >.", "CLOSE 10", "0/1"],
    [">SA", "SYN_RECV 60", "1/0"],
  ])("%s: %s", (packets, expected, active) => {
    const director = directorFor("-m");
    expect(play(director, packets)).toBe(expected);
    expect(counts(director)).toBe(`10.0.0.11 ${active}`);
  });
});

describe("with direct routing only the client is seen", () => {
  test.each([
    [">S", "SYN_RECV 60"],
    [">S >A", "ESTABLISHED 900"],
    [">S >A >FA", "FIN_WAIT 120"],
    [">S >A >FA >A", "FIN_WAIT 120"],
    [">S >A >R", "CLOSE 10"],
    [">S >R", "SYN_RECV 60"],
    [">S >A >FA >S", "SYN_RECV 60"],
  ])("%s: %s", (packets, expected) => {
    expect(play(directorFor("-g"), packets)).toBe(expected);
  });
});

test("secure_tcp: the client's ACK alone opens nothing, the destination's does", () => {
  const director = directorFor("-m");
  setVs(director, { secure_tcp: 3 });
  expect(play(director, ">S >A")).toBe("SYN_RECV 60");
  expect(play(director, "<A")).toBe("ESTABLISHED 900");
});

test("an entry goes when its time is out, late by as much as the kernel's timer wheel, never early", () => {
  const director = directorFor("-m");
  play(director, ">S <SA >A >R");
  pass(director, 10);
  expect(entries(director)).toHaveLength(1);
  pass(director, 0.3);
  expect(entries(director)).toHaveLength(0);
  expect(counts(director)).toBe("10.0.0.11 0/0");
});

test("every packet starts the time again", () => {
  const director = directorFor("-m");
  play(director, ">S <SA >A");
  pass(director, 800);
  play(director, "<A");
  pass(director, 800);
  expect(play(director, "<A")).toBe("ESTABLISHED 900");
  pass(director, 930);
  expect(entries(director)).toEqual([]);
});
