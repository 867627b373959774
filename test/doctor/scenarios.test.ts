/**
 * The doctor at every moment of the scenarios that come with the program: what it says before each command of
 * their scripts, and at the end. Sound scenarios get no finding; those that show a fault get it until their
 * own script mends it.
 */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { look } from "#doctor/examination";
import { examine } from "#doctor/index";
import { goOn, openSession, type Session } from "#lab/session";
import { parseScenario } from "#scenario/parse";
import { later, nanos, seconds } from "#sim/engine/time";
import { stories } from "./stories.ts";

const names = readdirSync("scenarios")
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.slice(0, -".yaml".length));

async function opened(name: string): Promise<Session> {
  const path = `scenarios/${name}.yaml`;
  const { scenario } = parseScenario(readFileSync(path, "utf8"), { file: path });
  if (scenario === undefined) throw new Error(`${path} does not read`);
  return openSession(scenario, {});
}

const told = ({ lab }: Session): string =>
  examine(lab.network)
    .map(({ name, node }) => `${name} ${node}`)
    .join(", ");

/** What is said when it changes, with the second of the script's next command. */
async function storyOf(session: Session): Promise<string[]> {
  const story: string[] = [];
  let before = "";
  const note = (when: string): void => {
    const now = told(session);
    if (now !== before) story.push(`${when}: ${now}`);
    before = now;
  };
  for (const { at } of session.script) {
    await goOn(session, nanos(Math.max(at - 1, 0)), () => false);
    note(`${at / 1e9} s`);
  }
  await goOn(session, later(session.script.at(-1)?.at ?? nanos(0), seconds(3)), () => false);
  note("end");
  return story;
}

test.each(names)("%s", async (name) => {
  expect(await storyOf(await opened(name))).toEqual(stories[name] ?? []);
});

test("silence about sound scenarios is not blindness: packets are followed there and back", async () => {
  expect(Object.keys(stories).filter((name) => !names.includes(name))).toEqual([]);
  const served: string[] = [];
  for (const name of names.filter((each) => stories[each] === undefined)) {
    const session = await opened(name);
    expect(told(session)).toBe("");
    const { trips } = look(session.lab.network);
    const isServed = trips.every((trip) => trip.isServed && trip.back?.end.kind === "arrived");
    if (trips.length > 0 && isServed) served.push(name);
  }
  expect(served.length).toBeGreaterThanOrEqual(10);
});
