/**
 * The page without a network: whole after the first visit, never two versions in one page, and nothing from
 * anybody else's host.
 */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PageServer, servePage } from "#cli/page-server";
import { builtPage } from "#support/built-page";
import { startBrowser } from "#support/chromium";
import { visit } from "#support/page-visit";
import { type Content, listing } from "../vite/offline.ts";

const newFile = "assets/new-1.js";
const workerFile = "service-worker.js";
let browser: Browser;
let built: string;
let folder: string;
let server: PageServer;
let context: BrowserContext;

beforeAll(async () => {
  browser = await startBrowser();
  built = await builtPage();
}, 60_000);

afterAll(() => browser.close());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lvs-lab-offline-"));
  cpSync(built, folder, { recursive: true });
  server = await servePage({ folder, host: "127.0.0.1", ports: [0] });
  context = await browser.newContext();
});

afterEach(async () => {
  await context.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(place, name)).isFile() && name !== workerFile)
    .map((name) => name.replaceAll(sep, "/"));

const contentsOf = (place: string): Content[] =>
  filesIn(place).map((name) => [name, readFileSync(join(place, name))]);

/** Makes what is in the folder a version of its own, as a build would. */
function release(): void {
  const worker = readFileSync(join(folder, workerFile), "utf8");
  writeFileSync(
    join(folder, workerFile),
    listing(contentsOf(folder)) + worker.slice(worker.indexOf("\n") + 1),
  );
}

const rewrite = (name: string, change: (text: string) => string): void =>
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), "utf8")));

const retitle = (title: string): void =>
  rewrite("index.html", (text) => text.replace(/<title>.*<\/title>/, `<title>${title}</title>`));

/** Until a worker has kept all and serves this page. */
const isKept = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", undefined, {
    timeout: 30_000,
  });

/** The files of the names that the page can get at now. */
const reachable = (page: Page, names: readonly string[]): Promise<string[]> =>
  page.evaluate(async (asked) => {
    const found = asked.map(async (name) => {
      const response = await fetch(name).catch(() => undefined);
      return response?.ok ? name : "";
    });
    return (await Promise.all(found)).filter((name) => name !== "");
  }, names);

const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

/** The title that the served file gave, before the page itself changes it. */
const titleServed = (page: Page): Promise<string> =>
  page.evaluate(async () => /<title>(.*?)<\/title>/.exec(await (await fetch("./")).text())?.[1] ?? "");

/** Looks for a newer version, and waits for what comes of it. */
const update = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const end = new Promise<string>((resolve) => {
      registration.addEventListener("updatefound", () => {
        const { installing: worker } = registration;
        worker?.addEventListener("statechange", () => {
          if (worker.state === "activated" || worker.state === "redundant") resolve(worker.state);
        });
      });
    });
    await registration.update().catch(() => undefined);
    return end;
  });

describe("the page after its first visit", () => {
  test("is whole without a network, every file of it", { timeout: 60_000 }, async () => {
    const { page, complaints } = await visit(context, server.url);
    await isKept(page);
    expect(complaints).toEqual([]);
    await page.close();
    await server.close();
    const again = await visit(context, `${server.url}?lang=zh`);
    await again.page.waitForFunction(() => performance.getEntriesByName("first-frame").length > 0);
    const names = filesIn(folder);
    expect(names.length).toBeGreaterThan(50);
    expect(await reachable(again.page, names)).toEqual(names);
    expect(again.complaints).toEqual([]);
  });

  test("is kept from when its first frame moves on, and asks no other host for anything", async () => {
    const asked: Request[] = [];
    context.on("request", (request) => asked.push(request));
    const { page } = await visit(context, server.url);
    await isKept(page);
    const frameAt = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByName("first-frame")[0]?.startTime ?? Infinity),
    );
    const kept = asked.filter((request) => request.serviceWorker() !== null);
    expect(kept.length).toBeGreaterThan(50);
    expect(Math.min(...kept.map((request) => request.timing().startTime))).toBeGreaterThan(frameAt);
    expect(asked.map((request) => request.url()).filter((url) => !url.startsWith(server.url))).toEqual([]);
  });

  test("can be installed", async () => {
    const { page } = await visit(context, server.url);
    await isKept(page);
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A context of a test keeps nothing after it, and the browser says so.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(["in-incognito"]);
  });
});

describe("a newer version", () => {
  test("is shown from the next load on, and the older page keeps its own files", {
    timeout: 60_000,
  }, async () => {
    writeFileSync(join(folder, "assets", "only-old-1.js"), "0;");
    retitle("old");
    release();
    const { page: first } = await visit(context, server.url);
    await isKept(first);
    rmSync(join(folder, "assets", "only-old-1.js"));
    writeFileSync(join(folder, "assets", "only-new-1.js"), "0;");
    retitle("new");
    release();
    expect(await update(first)).toBe("activated");
    expect(await reachable(first, ["assets/only-old-1.js"])).toEqual(["assets/only-old-1.js"]);
    await server.close();
    await first.reload();
    expect(await titleServed(first)).toBe("new");
    expect(await reachable(first, ["assets/only-new-1.js"])).toEqual(["assets/only-new-1.js"]);
  });

  test("takes the place of the older one when no page is open", { timeout: 60_000 }, async () => {
    const { page: first } = await visit(context, server.url);
    await isKept(first);
    const [old = ""] = await cacheNames(first);
    retitle("new");
    release();
    expect(await update(first)).toBe("activated");
    expect(await cacheNames(first)).toHaveLength(2);
    await first.goto("about:blank");
    const { page: second } = await visit(context, server.url);
    await expect.poll(() => cacheNames(second)).toHaveLength(1);
    expect(await cacheNames(second)).not.toContain(old);
  });

  test.each([
    ["a file is missing", () => rmSync(join(folder, newFile))],
    ["a file is another than it should be", () => rewrite(newFile, () => "<p>Please log in")],
    ["the start page is of yet another build", () => retitle("newest")],
  ])("is not taken where %s: the older one stays, whole", { timeout: 60_000 }, async (_what, damage) => {
    retitle("old");
    release();
    const { page } = await visit(context, server.url);
    await isKept(page);
    retitle("new");
    writeFileSync(join(folder, newFile), "0;");
    release();
    damage();
    expect(await update(page)).toBe("redundant");
    await server.close();
    await page.reload();
    expect(await titleServed(page)).toBe("old");
    const names = filesIn(built);
    expect(await reachable(page, names)).toEqual(names);
  });
});
