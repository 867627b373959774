/**
 * The two checks of ARP: who answered the last question for an address, and in whose name a node asked for
 * a neighbour so as to send a packet.
 */

import { expect, test } from "vitest";
import { openScenario } from "#cli/open-scenario";
import type { Check } from "#lesson/check";
import { checkTest } from "#lesson/checks/index";
import { markOf } from "#lesson/events";
import type { Line } from "#lesson/lesson";
import { openSolveLab, runLines } from "#lesson/solve-lab";

const mistake = (text: string): never => {
  throw new Error(text);
};

/** How it stands with a check after some lines; of what was before nothing is seen. */
async function standingAfter(scenario: string, lines: readonly Line[], check: Check) {
  const lab = await openSolveLab(openScenario(scenario).scenario ?? mistake("no such scenario"));
  const start = markOf(lab.recording);
  await runLines(lab, lines, undefined, mistake);
  return checkTest(check)({ recording: lab.recording, start, from: start, now: markOf(lab.recording) });
}

const arping: Line = { on: "router", run: "arping -c 1 -I eth0 10.0.0.10" };
const curl: Line = { on: "client", run: "curl -m 1 10.0.0.10" };
const ignore = (on: string): Line => ({ on, run: "sysctl -w net.ipv4.conf.all.arp_ignore=1" });
const answered: Check = { check: "arp-answered-by", address: "10.0.0.10", nodes: ["director"] };

test.each<[string, Line[], string | undefined]>([
  ["a program asks, and all three answer", [arping], "director, rs1, rs2"],
  ["the stack asks, and all three answer", [curl], "director, rs1, rs2"],
  ["one server is silent", [ignore("rs1"), arping], "director, rs2"],
  ["both servers are silent", [ignore("rs1"), ignore("rs2"), arping], "director"],
  ["only the last question counts", [arping, ignore("rs1"), ignore("rs2"), arping], "director"],
  ["nobody asks", [ignore("rs1"), ignore("rs2")], undefined],
  ["who announces does not ask", [{ on: "director", run: "arping -c 1 -U -I eth0 10.0.0.10" }], undefined],
])("%s", async (_, lines, who) => {
  const { isMet, now } = await standingAfter("arp-nothing-set", lines, answered);
  expect(now.map(({ value }) => value)).toEqual(who === undefined ? [] : [who]);
  expect(isMet).toBe(who === "director");
});

const asked: Check = { check: "arp-asked-as", node: "rs2", for: "10.0.0.10", as: "10.0.0.202" };
const announce = (value: number): Line => ({
  on: "rs2",
  run: `sysctl -w net.ipv4.conf.all.arp_announce=${value}; ip neigh flush dev eth0`,
});
const mangle: Line = {
  on: "rs2",
  run: "arptables -A OUTPUT -s 10.0.0.10 -j mangle --mangle-ip-s 10.0.0.202",
};
const ping: Line = { on: "rs2", run: "ping -c 1 10.0.0.101" };

test.each<[string, Line[], string | undefined]>([
  ["arp_announce 0: in the name of the packet that waits", [curl], "10.0.0.10"],
  ["arp_announce 1: as well, where the gateway is in its network", [announce(1), curl], "10.0.0.10"],
  ["arp_announce 2: in its own name", [announce(2), curl], "10.0.0.202"],
  ["arptables: in its own name", [mangle, curl], "10.0.0.202"],
  ["a packet of its own says nothing about that", [ping], undefined],
  ["who knows its gateway does not ask", [ping, curl], undefined],
])("%s", async (_, lines, as) => {
  const { isMet, now, event } = await standingAfter("arp-ignore-alone", lines, asked);
  expect(now.map(({ value }) => value)).toEqual(as === undefined ? [] : [as]);
  expect(isMet).toBe(as === "10.0.0.202");
  expect(event !== undefined).toBe(as !== undefined);
});
