/** What a first visit to the page loads before something moves: little enough, and what it should. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PageServer } from "#cli/page-server";
import { builtPage, serveBuiltPage } from "#support/built-page";
import { startBrowser } from "#support/chromium";
import { type FirstLoad, firstLoad, gzipBytesOf, scriptTable } from "#support/first-load";

const limit = 180 * 1024;

let browser: Browser;
let server: PageServer;
let load: FirstLoad;

beforeAll(async () => {
  browser = await startBrowser();
  server = await serveBuiltPage();
  load = await firstLoad(browser, server.url, await builtPage());
}, 60_000);

afterAll(async () => {
  await browser.close();
  await server.close();
});

test("the scripts of the first load, worker included, are at most 180 KiB", () => {
  const bytes = gzipBytesOf(load.scripts);
  expect(bytes, scriptTable(load.scripts)).toBeLessThanOrEqual(limit);
});

test("the scripts counted are those of the page, its worker and its scenario", () => {
  const kinds = load.scripts.map(({ name }) => name.replace(/^assets\/|-[\w-]{8}\.js$/g, ""));
  expect(kinds).toEqual(expect.arrayContaining(["index", "worker", expect.stringMatching(/^scenario-/)]));
  expect(kinds.filter((kind) => /^(?:scenario-text|scenarios|browser|xterm|yaml|zh)/.test(kind))).toEqual([]);
});
