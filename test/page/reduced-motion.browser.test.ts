/**
 * For people who want no motion frames stand at the start, the middle and the end of their cables and glide
 * nowhere, what is dropped lies there at once, and nothing flips; for all others these things move.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { eventLike, goTo, lookAt, playToEnd, press } from "#support/lab-page";

const { open } = labBrowser();

/** Where the only frame on the stage is seen while it plays, slowly, from a moment to another. */
const placesFrom = (page: Page, from: number, until: number): Promise<string[]> =>
  page.evaluate(
    async ({ from, until }) => {
      const { player, store } = window.lvsLab.page;
      const places = new Set<string>();
      player.pause();
      player.seek({ at: from as never });
      player.setSpeed(0.3);
      player.play();
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (store.state().moment.at >= until) break;
        const frames = document.querySelectorAll("#stage .layer-of-frames > g:not([aria-hidden])");
        const [only] = frames;
        if (frames.length === 1) places.add(only?.getAttribute("transform") ?? "");
      }
      player.pause();
      return [...places];
    },
    { from, until },
  );

/** When the client's first request is on its first cable: from its sending until it has arrived. */
async function firstHop(page: Page): Promise<[number, number]> {
  const sent = await eventLike(page, { kind: "frame-sent", node: "client" });
  return page.evaluate((sent) => {
    const { events, inFlight } = window.lvsLab.page.recording();
    const at = events.find(({ id }) => id === sent)?.at ?? 0;
    const flight = inFlight.flights.find(({ sentAt }) => sentAt === at);
    if (flight === undefined) throw new Error("nothing is on the cable");
    return [flight.sentAt, flight.arrivesAt] as [number, number];
  }, sent);
}

const animationOf = (page: Page): Promise<string> =>
  page
    .locator("#stage .beside .is-changed .new")
    .first()
    .evaluate((element) => getComputedStyle(element).animationName);

/** How what was dropped lies while it plays, from the drop until a while later. */
const fallsOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { player, store } = window.lvsLab.page;
    const lies = new Set<string>();
    const until = performance.now() + 600;
    player.setSpeed(1);
    player.play();
    while (performance.now() < until) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const falling = document.querySelector("#stage .falling");
      if (falling !== null) lies.add(falling.getAttribute("transform") ?? "");
    }
    player.pause();
    if (store.state().player.play !== "paused") throw new Error("it does not stand still");
    return [...lies];
  });

describe.each([
  { reducedMotion: "reduce", isStill: true },
  { reducedMotion: "no-preference", isStill: false },
] as const)("with $reducedMotion", ({ reducedMotion, isStill }) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=tunnel-basic", reducedMotion }));
    expect(await playToEnd(page)).toBe("idle");
  });

  test("frames stand at three places of a cable, or glide along it", async () => {
    const places = await placesFrom(page, ...(await firstHop(page)));
    expect(places.length).toBeGreaterThan(1);
    if (isStill) expect(places.length, places.join(" ")).toBeLessThanOrEqual(3);
    else expect(places.length).toBeGreaterThan(5);
  });

  test("what is dropped lies there, or falls", async () => {
    const dropped = await eventLike(page, { kind: "packet-dropped", reason: "reverse-path" });
    await goTo(page, { position: dropped - 2 });
    const lies = await fallsOf(page);
    if (isStill) expect(lies).toHaveLength(1);
    else expect(lies.length).toBeGreaterThan(3);
  });

  test("a header that changes is another, or flips", async () => {
    await lookAt(page, await eventLike(page, { kind: "request-forwarded", method: "tunnel" }));
    expect(await animationOf(page)).toBe(isStill ? "none" : "stage-flip");
  });

  test("steps go from event to event all the same", async () => {
    const sent = await eventLike(page, { kind: "frame-sent", node: "client" });
    await goTo(page, { position: sent });
    const position = () => page.evaluate(() => window.lvsLab.page.store.state().moment.position);
    const before = await position();
    await press(page, "ArrowRight", "ArrowRight");
    expect(await position()).toBe(before + 2);
    await press(page, "j");
    expect(await position()).toBeLessThan(before + 2);
  });

  test("whoever changes it in the system is heeded without a reload", async () => {
    await page.emulateMedia({ reducedMotion: isStill ? "no-preference" : "reduce" });
    await page.locator(isStill ? "html:not([data-still])" : "html[data-still]").waitFor();
    const places = await placesFrom(page, ...(await firstHop(page)));
    if (isStill) expect(places.length).toBeGreaterThan(5);
    else expect(places.length, places.join(" ")).toBeLessThanOrEqual(3);
  });
});
