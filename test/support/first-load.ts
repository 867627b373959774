/**
 * What a first visit loads before something moves: every script that the page and its worker ask for until
 * the page says that its first frame moves (the mark `first-frame`), and how long that takes.
 */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Browser, Request } from "playwright-core";

export interface LoadedScript {
  readonly name: string;
  readonly bytes: number;
  /** As `gzip -9` makes it. */
  readonly gzipBytes: number;
}

export interface FirstLoad {
  /** In the order of being asked for. */
  readonly scripts: readonly LoadedScript[];
  /** From the beginning of the navigation until the first frame moves. */
  readonly firstFrameMs: number;
}

/** A visit by somebody who was never here, to a page that is served from a folder. */
export async function firstLoad(browser: Browser, url: string, folder: string): Promise<FirstLoad> {
  const context = await browser.newContext();
  const requests: Request[] = [];
  context.on("request", (request) => requests.push(request));
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName("first-frame").length > 0);
  const { origin, firstFrameMs } = await page.evaluate(() => ({
    origin: performance.timeOrigin,
    firstFrameMs: performance.getEntriesByName("first-frame")[0]?.startTime ?? Number.NaN,
  }));
  // When a request began is known when its answer has come; what is asked for from here on came later.
  const asked = [...requests];
  await Promise.all(asked.map((request) => request.response()));
  const early = asked.filter((request) => request.timing().startTime <= origin + firstFrameMs);
  const names = early.map((request) => new URL(request.url()).pathname.slice(1));
  const scripts = [...new Set(names)]
    .filter((name) => name.endsWith(".js"))
    .map((name) => sizeOf(folder, name));
  await context.close();
  return { scripts, firstFrameMs };
}

function sizeOf(folder: string, name: string): LoadedScript {
  const content = readFileSync(`${folder}${name}`);
  return { name, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
}

export const gzipBytesOf = (scripts: readonly LoadedScript[]): number =>
  scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);

/** A line for each script, the largest first, and their sum. */
export function scriptTable(scripts: readonly LoadedScript[]): string {
  const sorted = [...scripts].sort((one, other) => other.gzipBytes - one.gzipBytes);
  const sum = { name: "all", bytes: scripts.reduce((all, { bytes }) => all + bytes, 0) };
  const lines = [...sorted, { ...sum, gzipBytes: gzipBytesOf(scripts) }].map(
    ({ name, bytes, gzipBytes }) => `${String(bytes).padStart(9)} ${String(gzipBytes).padStart(9)}  ${name}`,
  );
  return ["    bytes   gzip -9  script", ...lines].join("\n");
}
