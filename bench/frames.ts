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
   * The longest that the thread worked at one thing, in milliseconds: time of the processor as well. On the
   * clock it takes longer where the lab's worker and what draws the screen want the same processors.
   */
  readonly longestTask: number;
  /** The longest gap between two frames of the screen, in milliseconds of the clock. */
  readonly longestGap: number;
}

/** Watches a page that plays, for so long. */
export async function watchFrames(page: Page, millis: number): Promise<Drawn> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const tasks = await watchTasks(session);
  const before = await threadSeconds(session);
  const { frames, elapsed, longestGap } = await page.evaluate(countFrames, millis);
  const spent = (await threadSeconds(session)) - before;
  const longestTask = await tasks();
  await session.detach();
  return {
    framesPerSecond: (frames * 1000) / elapsed,
    costMillis: (spent * 1000) / frames,
    longestTask,
    longestGap,
  };
}

async function threadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN;
}

/** An event of the browser's own trace; times in microseconds, `tdur` those of the processor. */
interface TraceEntry {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Begins to watch the tasks of the page's thread; the answer ends it and tells the longest. */
async function watchTasks(session: CDPSession): Promise<() => Promise<number>> {
  const entries: TraceEntry[] = [];
  session.on("Tracing.dataCollected", ({ value }) => void entries.push(...(value as never as TraceEntry[])));
  const traceConfig = { includedCategories: ["toplevel"] };
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  return async () => {
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    return longestOf(entries) / 1000;
  };
}

function longestOf(entries: readonly TraceEntry[]): number {
  const isMain = ({ name, args }: TraceEntry): boolean =>
    name === "thread_name" && args?.name === "CrRendererMain";
  const threads = new Set(entries.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = entries.filter(
    ({ name, pid, tid, tdur }) =>
      name.endsWith("RunTask") && tdur !== undefined && threads.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error("the browser told of no tasks");
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0);
}

/** Runs in the page. */
async function countFrames(millis: number): Promise<{ frames: number; elapsed: number; longestGap: number }> {
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
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
  return { frames, elapsed: now - began, longestGap };
}
