/**
 * A lab that is busy: twelve machines, and clients that keep so many requests under way that about as many
 * frames are in flight at any moment.
 */

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { seconds } from "#sim/engine/time";
import type { App } from "#ui/app";

/** What the page lets people script it by. */
export interface Scripted {
  readonly lvsLab: App;
}

const file = "bench/twelve-machines.yaml";
const clients = ["client1", "client2", "client3", "client4"];

/** Programs on each client, begun one after the other, so that what they send is spread. */
const programs = 25;

/** The machines of the file with other things to do: each client program keeps so many requests under way. */
export function busyScenario(requests: number): Scenario {
  const { scenario, diagnostics } = parseScenario(readFileSync(file, "utf8"), { file });
  if (scenario === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const script = clients.map((on) => ({
    at: seconds(0.1),
    on,
    run: `for i in $(seq ${programs}); do ab -q -c ${requests} -n 1000000 http://10.0.0.10/ & done`,
  }));
  return { ...scenario, script };
}

/** Opens it in the page, and comes back when every view has drawn it. */
export const open = (page: Page, scenario: Scenario): Promise<void> =>
  page.evaluate(
    async ({ scenario, title }) => {
      const { lvsLab } = window as unknown as Scripted;
      await lvsLab.start({ open: { name: undefined, title, summary: undefined }, scenario });
      lvsLab.page.player.pause();
      for (let frames = 0; frames < 60; frames++) await new Promise(requestAnimationFrame);
    },
    { scenario, title: scenario.title },
  );

/** Lets it go on as fast as it can until so many events are recorded. */
export async function record(page: Page, events: number): Promise<void> {
  await page.evaluate(() => {
    const { player } = (window as unknown as Scripted).lvsLab.page;
    player.setSpeed("max");
    player.play();
  });
  await page.waitForFunction(
    (wanted) => (window as unknown as Scripted).lvsLab.page.recording().events.length >= wanted,
    events,
    { timeout: 300_000, polling: 100 },
  );
  await page.evaluate(() => (window as unknown as Scripted).lvsLab.page.player.pause());
}

/** How many frames are in flight at each of some moments of the recorded run. */
export const inFlightAt = (page: Page, moments: readonly number[]): Promise<number[]> =>
  page.evaluate((asked) => {
    const { flights } = (window as unknown as Scripted).lvsLab.page.recording().inFlight;
    return asked.map(
      (at) => flights.filter(({ sentAt, arrivesAt }) => sentAt <= at && at < arrivesAt).length,
    );
  }, moments);

/** Plays the recorded run from a moment on, ten times as fast as people usually look at it. */
export const playFrom = (page: Page, at: number): Promise<void> =>
  page.evaluate((from) => {
    const { player } = (window as unknown as Scripted).lvsLab.page;
    player.seek({ at: from as never });
    player.setSpeed(10);
    player.play();
  }, at);

/** Stops; answers the moment that is shown, and the end of what is recorded. */
export const pause = (page: Page): Promise<{ at: number; head: number }> =>
  page.evaluate(() => {
    const { player, store, recording } = (window as unknown as Scripted).lvsLab.page;
    player.pause();
    return { at: store.state().moment.at, head: recording().head };
  });
