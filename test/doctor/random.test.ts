/**
 * What the doctor's walks foretell of random labs is what a request meets there: served where every server of
 * its service would serve it, and not where none would.
 *
 * Cables lose nothing here. Left out are requests that a real server may catch by ARP, and schedulers that
 * keep clients of a server with weight 0.
 */

import process from "node:process";
import { expect, test } from "vitest";
import { look } from "#doctor/examination";
import { examine } from "#doctor/index";
import type { Request } from "#doctor/requests";
import type { Trip } from "#doctor/trips";
import { randomScenario } from "#scenario/random-scenario";
import { formatIpv4 } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { typedLab } from "#support/typed-lab";

const first = Number(process.env.SEED ?? 1);
const count = Number(process.env.COUNT ?? 40);

const withoutLosses = (text: string): string =>
  text.replace(/(loss|duplicate|corrupt): [^,}]*/g, (_found, what: string) => `${what}: 0%`);

/** Schedulers that give a client to its server whatever the weight. */
const stubborn = new Set(["sh", "dh", "mh"]);

const isPlain = ({ virtual, walk, taken }: Request): boolean => {
  if (taken === undefined || virtual.protocol !== protocols.tcp || virtual.port !== 80) return false;
  const isContested = walk.hops.some(({ takers }) => takers.length > 1);
  return !isContested && !stubborn.has(taken.service.scheduler.name);
};

function serves({ isServed, end, director, method, home, back, passesDirector }: Trip): boolean {
  if (!isServed) return false;
  if (end.kind === "arrived" && end.node === director.node) return true;
  if (method === "fullnat") return home?.end.kind === "arrived";
  return back?.end.kind === "arrived" && (method !== "nat" || passesDirector);
}

interface Foretold {
  readonly client: string;
  readonly vip: string;
  readonly isGood: boolean;
}

async function foretold(text: string, file: string): Promise<Foretold[]> {
  const { lab } = await typedLab(text, file);
  examine(lab.network);
  const { requests, trips } = look(lab.network);
  return requests.filter(isPlain).flatMap((request) => {
    const outcomes = new Set(trips.filter((trip) => trip.request === request).map(serves));
    const [isGood] = outcomes;
    if (isGood === undefined || outcomes.size > 1) return [];
    return [{ client: request.client.name, vip: formatIpv4(request.virtual.address), isGood }];
  });
}

test("a request meets what its walks foretell", async () => {
  const wrong: string[] = [];
  const seen = { good: 0, bad: 0 };
  for (let seed = first; seed < first + count; seed++) {
    const text = withoutLosses(randomScenario(seed));
    for (const { client, vip, isGood } of await foretold(text, `seed ${seed}`)) {
      const lab = await typedLab(text, `seed ${seed}`);
      const { said } = await lab.type(client, `curl -s -o /dev/null -m 15 -w '%{http_code}' ${vip}`);
      const isServed = /[24]\d\d/.test(said);
      if (isServed !== isGood) wrong.push(`seed ${seed}: ${client} to ${vip}: ${said}, foretold ${isGood}`);
      seen[isGood ? "good" : "bad"]++;
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.good).toBeGreaterThan(count / 10);
  expect(seen.bad).toBeGreaterThan(count / 20);
}, 600_000);
