/**
 * How evenly and at what cost a page draws while it plays: frames a second, main-thread time of a frame, and
 * the longest task, all as the browser itself counts them.
 */

import type { CDPSession, Page } from "playwright-core";

export interface Drawn {
  readonly framesPerSecond: number;
  /**
   * What the page's thread works for a frame, in milliseconds: scripts, style, layout, and all else it does.
   * Time of the processor, so that what else the machine does counts less.
   */
  readonly costMillis: number;
  /**
   * The longest time for which the thread did one thing, in milliseconds. Browsers tell of more than 50 only;
   * where all are shorter it is at most the longest gap between two frames, and that is what it says then.
   */
  readonly longestTask: number;
}

/** Watches a page that plays, for so long. */
export async function watchFrames(page: Page, millis: number): Promise<Drawn> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const before = await threadSeconds(session);
  const { frames, elapsed, longestTask } = await page.evaluate(countFrames, millis);
  const spent = (await threadSeconds(session)) - before;
  await session.detach();
  return {
    framesPerSecond: (frames * 1000) / elapsed,
    costMillis: (spent * 1000) / frames,
    longestTask,
  };
}

async function threadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN;
}

/** Runs in the page. */
async function countFrames(
  millis: number,
): Promise<{ frames: number; elapsed: number; longestTask: number }> {
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  let longestTask = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: "longtask" });
  const began = await nextFrame();
  let now = began;
  let frames = 0;
  let longestGap = 0;
  while (now - began < millis) {
    const before = now;
    now = await nextFrame();
    longestGap = Math.max(longestGap, now - before);
    frames++;
  }
  for (const { duration } of observer.takeRecords()) longestTask = Math.max(longestTask, duration);
  observer.disconnect();
  return { frames, elapsed: now - began, longestTask: longestTask || Math.min(longestGap, 50) };
}
