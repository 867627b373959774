/**
 * Builds and serves the page of bare D3, and plays in it what a page of the lab has recorded.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { type PageServer, servePage } from "#cli/page-server";
import type { Bare } from "./bare.ts";
import { readRun } from "./bare-run.ts";
import { type Drawn, watchFrames } from "./frames.ts";

export interface BarePage {
  readonly url: string;
  /** Plays what the lab's page has recorded from a moment on, and watches it. */
  readonly play: (lab: Page, playing: Playing) => Promise<Drawn>;
  readonly close: () => Promise<void>;
}

export interface Playing {
  readonly from: number;
  /** How much simulated time passes in a millisecond. */
  readonly nanosPerMilli: number;
  readonly millis: number;
}

/** How long each of the two pages plays before it is measured: the browser gets used to it. */
export const warmUpMillis = 1000;

export async function openBarePage(browser: Browser): Promise<BarePage> {
  const folder = await mkdtemp(join(tmpdir(), "bare-"));
  await build({
    root: fileURLToPath(new URL(".", import.meta.url)),
    base: "./",
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: "bare.html" } },
  });
  const server: PageServer = await servePage({ folder, host: "127.0.0.1", ports: [0] });
  return {
    url: server.url,
    play: async (lab, { from, nanosPerMilli, millis }) => {
      const run = await readRun(lab, from, nanosPerMilli * (millis + 2 * warmUpMillis));
      const page = await browser.newPage({ viewport: lab.viewportSize() });
      await page.goto(`${server.url}bare.html`);
      await page.evaluate(
        ({ run, nanosPerMilli }) => {
          (window as unknown as { bare: Bare }).bare.play(run, nanosPerMilli);
        },
        { run, nanosPerMilli },
      );
      await page.waitForTimeout(warmUpMillis);
      const drawn = await watchFrames(page, millis);
      await page.close();
      return drawn;
    },
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
