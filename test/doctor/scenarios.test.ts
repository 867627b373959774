/**
 * The doctor at the scenarios that come with the program, as they are set up and at the end of their scripts:
 * it says nothing about a sound one, and names the fault of one that is made to show a fault.
 */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { look } from "#doctor/examination";
import type { FindingName } from "#doctor/finding";
import { examine } from "#doctor/index";
import { goOn, openSession, type Session } from "#lab/session";
import { parseScenario } from "#scenario/parse";
import { later, nanos, seconds } from "#sim/engine/time";

type Told = readonly (readonly [FindingName, string])[];

interface Expected {
  /** At time zero, before a packet. */
  readonly start?: Told;
  /** After the script. */
  readonly end?: Told;
}

const both = (name: FindingName): Told => [
  [name, "rs1"],
  [name, "rs2"],
];

/** Those not named here are sound at both moments. */
const expected: Readonly<Record<string, Expected>> = {
  "arp-ignore-alone": { start: both("arp-announce-leak") },
  "arp-lo-24": { start: both("vip-on-lo-wide") },
  "arp-lo-only": { start: [...both("arp-answers-vip"), ...both("arp-announce-leak")] },
  "arp-nothing-set": { start: [...both("arp-answers-vip"), ...both("arp-announce-leak")] },
  "dr-director-as-gateway": { start: both("director-as-gateway") },
  // The script takes node2 off the network.
  "dr-ifconfig": { end: [["device-down", "node2"]] },
  "nat-no-forward": { start: [["ip-forward-off", "director"]] },
  "nat-same-network-client": { start: both("nat-client-next-door") },
  "nat-wrong-gateway": { start: [["nat-wrong-way-back", "rs2"]] },
  "persistence-office": { start: [["persistence-behind-nat", "director"]] },
  // The script ends with pages that load; the director has no route by which to complain of uploads.
  "tunnel-basic": { end: [["tunnel-mtu", "director"]] },
  "tunnel-mtu-trap": { start: [["tunnel-mtu", "firewall"]] },
  // The script ends with direct routing through routers.
  "tunnel-two-routers": {
    end: [
      ["not-on-link", "director"],
      ["not-on-link", "director"],
    ],
  },
};

const names = readdirSync("scenarios")
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.slice(0, -".yaml".length));

async function opened(name: string): Promise<Session> {
  const path = `scenarios/${name}.yaml`;
  const { scenario } = parseScenario(readFileSync(path, "utf8"), { file: path });
  if (scenario === undefined) throw new Error(`${path} does not read`);
  return openSession(scenario, {});
}

const told = ({ lab }: Session): Told => examine(lab.network).map(({ name, node }) => [name, node]);

async function endScript(session: Session): Promise<void> {
  const last = session.script.at(-1)?.at ?? nanos(0);
  await goOn(session, later(last, seconds(3)), () => false);
}

test.each(names)("%s: what is told before a packet and after the script", async (name) => {
  const session = await opened(name);
  const { start = [], end = [] } = expected[name] ?? {};
  expect(told(session)).toEqual(start);
  await endScript(session);
  expect(told(session)).toEqual(end);
});

test("silence about sound scenarios is not blindness: packets are followed there and back", async () => {
  expect(Object.keys(expected).filter((name) => !names.includes(name))).toEqual([]);
  const sound = names.filter((name) => expected[name] === undefined);
  let served = 0;
  for (const name of sound) {
    const session = await opened(name);
    const { trips } = look(session.lab.network);
    if (trips.length > 0 && trips.every(({ isServed, back }) => isServed && back?.end.kind === "arrived"))
      served++;
  }
  expect(served).toBeGreaterThanOrEqual(10);
}, 120_000);
