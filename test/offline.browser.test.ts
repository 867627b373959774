/**
 * The page without a network: whole after the first visit, never two versions in one page, and nothing from
 * anybody else's host.
 */

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PageServer, servePage } from "#cli/page-server";
import { builtPage } from "#support/built-page";
import { startBrowser } from "#support/chromium";
import { type Visit, visit } from "#support/page-visit";
import { type Content, listing } from "../vite/offline.ts";

const workerFile = "service-worker.js";
let browser: Browser;
let built: string;

beforeAll(async () => {
  browser = await startBrowser();
  built = await builtPage();
}, 120_000);

afterAll(() => browser.close());

const serve = (folder: string): Promise<PageServer> => servePage({ folder, host: "127.0.0.1", ports: [0] });

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(place, name)).isFile() && name !== workerFile)
    .map((name) => name.replaceAll(sep, "/"));

/** Those of the last build: index.html carries the time at which that began. */
function builtFiles(): string[] {
  const { mtimeMs: began } = statSync(join(built, "index.html"));
  return filesIn(built).filter((name) => statSync(join(built, name)).mtimeMs >= began);
}

/** Until a worker has kept all and serves this page. */
const isKept = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", undefined, {
    timeout: 60_000,
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

describe("the built page after its first visit", () => {
  let folder: string;
  let server: PageServer;
  let context: BrowserContext;
  let first: Visit;
  const asked: Request[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lvs-lab-kept-"));
    for (const name of [...builtFiles(), workerFile]) cpSync(join(built, name), join(folder, name));
    server = await serve(folder);
    context = await browser.newContext();
    context.on("request", (request) => asked.push(request));
    first = await visit(context, server.url);
    await isKept(first.page);
  }, 120_000);

  afterAll(async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("was well, and is kept from when its first frame moved on", async () => {
    const frameAt = await first.page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByName("first-frame")[0]?.startTime ?? Infinity),
    );
    const kept = asked.filter((request) => request.serviceWorker() !== null);
    expect(kept.length).toBeGreaterThan(50);
    expect(Math.min(...kept.map((request) => request.timing().startTime))).toBeGreaterThan(frameAt);
    expect(first.complaints).toEqual([]);
  });

  test("has asked no other host for anything, nor has what keeps it", () => {
    expect(asked.map((request) => request.url()).filter((url) => !url.startsWith(server.url))).toEqual([]);
  });

  test("can be installed", async () => {
    const session = await context.newCDPSession(first.page);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A context of a test keeps nothing after it, and the browser says so.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(["in-incognito"]);
  });

  test("is whole without a network, every file of it", { timeout: 60_000 }, async () => {
    await first.page.close();
    await server.close();
    const { page, complaints } = await visit(context, `${server.url}?lang=zh`);
    await page.waitForFunction(() => performance.getEntriesByName("first-frame").length > 0);
    const names = builtFiles();
    expect(names.length).toBeGreaterThan(50);
    expect(await reachable(page, names)).toEqual(names);
    expect(complaints).toEqual([]);
  });
});

/** A page of a few files, kept by the worker that was built for the real one. */
describe("a newer version", () => {
  const newFile = "assets/new-1.js";
  const oldFile = "assets/old-1.js";
  let folder: string;
  let server: PageServer;
  let context: BrowserContext;

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  const retitle = (title: string): void =>
    write("index.html", `<!doctype html><title>${title}</title><script src="assets/main-1.js"></script>`);

  /** Makes what is in the folder a version of its own, as a build would. */
  function release(title: string): void {
    retitle(title);
    const contents = filesIn(folder).map((name): Content => [name, readFileSync(join(folder, name))]);
    const worker = readFileSync(join(built, workerFile), "utf8");
    write(workerFile, listing(contents) + worker.slice(worker.indexOf("\n") + 1));
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "lvs-lab-versions-"));
    mkdirSync(join(folder, "assets"));
    write("assets/main-1.js", `navigator.serviceWorker.register("${workerFile}");`);
    write(oldFile, "0;");
    write("same.txt", "the same in all versions");
    release("old");
    server = await serve(folder);
    context = await browser.newContext();
  });

  afterEach(async () => {
    await context.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(server.url);
    await isKept(page);
    return page;
  };

  const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

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

  test("is shown from the next load on, and the older page keeps its own files", async () => {
    const page = await open();
    rmSync(join(folder, oldFile));
    write(newFile, "0;");
    release("new");
    expect(await update(page)).toBe("activated");
    expect(await reachable(page, [oldFile])).toEqual([oldFile]);
    await server.close();
    await page.reload();
    expect(await page.title()).toBe("new");
    expect(await reachable(page, [newFile, "same.txt"])).toEqual([newFile, "same.txt"]);
  });

  test("takes the place of the older one when no page is open", async () => {
    const page = await open();
    const [old = ""] = await cacheNames(page);
    release("new");
    expect(await update(page)).toBe("activated");
    expect(await cacheNames(page)).toHaveLength(2);
    await page.goto("about:blank");
    const again = await open();
    await expect.poll(() => cacheNames(again)).toHaveLength(1);
    expect(await cacheNames(again)).not.toContain(old);
  });

  test.each([
    ["a file is missing", () => rmSync(join(folder, newFile))],
    ["a file is another than it should be", () => write(newFile, "<p>Please log in")],
    ["the start page is of yet another build", () => retitle("newest")],
  ])("is not taken where %s: the older one stays, whole", async (_what, damage) => {
    const page = await open();
    const names = filesIn(folder);
    write(newFile, "0;");
    release("new");
    damage();
    expect(await update(page)).toBe("redundant");
    await server.close();
    await page.reload();
    expect(await page.title()).toBe("old");
    expect(await reachable(page, names)).toEqual(names);
  });
});
