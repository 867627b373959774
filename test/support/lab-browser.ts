/**
 * A browser and a server of the built page for the tests of one file.
 */

import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { PageServer } from "#cli/page-server";
import { serveBuiltPage } from "./built-page.ts";
import { startBrowser } from "./chromium.ts";
import { type HowToOpen, type LabPage, openLabPage } from "./lab-page.ts";

export interface LabBrowser {
  /** Opens the page for somebody who was never here. */
  readonly open: (how?: HowToOpen) => Promise<LabPage>;
  readonly browser: () => Browser;
  /** The address of the page, with a slash at its end. */
  readonly url: () => string;
}

/** Starts both before the file's tests and ends both after them; `flags` are the browser's. */
export function labBrowser(...flags: readonly string[]): LabBrowser {
  let started: { readonly browser: Browser; readonly server: PageServer } | undefined;
  const running = () => {
    if (started === undefined) throw new Error("the browser did not start");
    return started;
  };
  beforeAll(async () => {
    const [browser, server] = await Promise.all([startBrowser(...flags), serveBuiltPage()]);
    started = { browser, server };
  }, 60_000);
  // What a test opened goes on moving until it is closed, and takes the time of the next.
  let kept: readonly BrowserContext[] = [];
  beforeEach(() => {
    kept = running().browser.contexts();
  });
  afterEach(async () => {
    const opened = running()
      .browser.contexts()
      .filter((context) => !kept.includes(context));
    await Promise.all(opened.map((context) => context.close()));
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.server.close();
  });
  return {
    open: (how) => openLabPage(running().browser, running().server.url, how),
    browser: () => running().browser,
    url: () => running().server.url,
  };
}
