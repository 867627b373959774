/**
 * An installed browser of the Chromium family, without a window, for tests that need a real one.
 */

import { type Browser, chromium } from "playwright-core";

/** No network of its own, no sandbox (there is none for root), no graphics card. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Plain JavaScript that works before anything is installed. */
const browserModule = new URL("../../bin/browser.mjs", import.meta.url).href;

/** Starts it; the caller closes it. Throws where there is none. */
export async function startBrowser(...more: readonly string[]): Promise<Browser> {
  const found = (await import(browserModule)) as { findBrowser(): Promise<string | undefined> };
  const executablePath = await found.findBrowser();
  if (executablePath === undefined) throw new Error("no browser: `npm test` installs one");
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}
