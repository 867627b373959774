/**
 * The same scenario gives the same trace in Chromium's worker as in Node, to the byte.
 */

import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentPolicyHeader } from "#cli/content-policy";
import type { Nanos } from "#sim/engine/time";
import { startBrowser } from "./support/chromium.ts";
import { threeTerminals, threeTerminalsLength } from "./support/three-terminals.ts";
import { type Bundle, buildTraceProgram } from "./support/trace-bundle.ts";
import { traceOf } from "./support/trace-of.ts";

interface Started {
  readonly browser: Browser;
  readonly bundle: Bundle;
}

let started: Started | undefined;

beforeAll(async () => {
  const bundle = await buildTraceProgram();
  started = { bundle, browser: await startBrowser() };
}, 60_000);

afterAll(async () => {
  await started?.browser.close();
  if (started !== undefined) rmSync(dirname(started.bundle.path), { recursive: true, force: true });
});

test.each([
  ["direct-routing", readFileSync("scenarios/direct-routing.yaml", "utf8"), undefined],
  ["dr-config-files", readFileSync("scenarios/dr-config-files.yaml", "utf8"), undefined],
  ["three terminals", threeTerminals, threeTerminalsLength as Nanos],
])("%s in a worker", { timeout: 120_000 }, async (_name, text, until) => {
  expect(await inWorker(text, until)).toBe(await traceOf(text, until));
});

/** The page is made up: whatever it asks for is answered here, and nothing goes to a network. */
const pageUrl = "http://localhost/";
const workerPath = "/trace.mjs";
/** The policy that the page has: neither the lab nor its shell may need what this forbids, such as eval. */
const headers = { "content-security-policy": contentPolicyHeader };

/** The trace as a worker of a page makes it. */
async function inWorker(text: string, until: Nanos | undefined): Promise<string> {
  if (started === undefined) throw new Error("the browser did not start");
  const { browser, bundle } = started;
  const page = await browser.newPage();
  await page.route("**/*", (route) => {
    const isProgram = new URL(route.request().url()).pathname === workerPath;
    return isProgram
      ? route.fulfill({ headers, contentType: "text/javascript", body: bundle.code })
      : route.fulfill({ headers, contentType: "text/html", body: "<!doctype html>" });
  });
  await page.goto(pageUrl);
  const answer = await page.evaluate(askWorker, { path: workerPath, request: { text, until: until ?? -1 } });
  await page.close();
  return answer;
}

/** Runs in the page. */
function askWorker({ path, request }: { readonly path: string; readonly request: object }): Promise<string> {
  const scope = globalThis as unknown as { Worker: new (url: string, options: object) => PageWorker };
  const worker = new scope.Worker(path, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message, lineno }) => reject(new Error(`${message} (line ${lineno})`));
    worker.postMessage(request);
  });
}

interface PageWorker {
  onmessage: (message: { readonly data: string }) => void;
  onerror: (error: { readonly message: string; readonly lineno: number }) => void;
  postMessage(request: object): void;
}
