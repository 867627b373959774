/**
 * Finds a browser of the Chromium family for the tests: one that is installed, or Playwright's own.
 *
 * LVS_LAB_BROWSER names one by its path, and then no other is looked for.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];

const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * The path of a browser, or nothing.
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser() {
  const named = process.env.LVS_LAB_BROWSER;
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => programs.map((program) => join(folder, program)));
  return [...onPath, ...elsewhere, ...(await playwrightsOwn())].find((path) => existsSync(path));
}

async function playwrightsOwn() {
  const { chromium } = await import("playwright-core");
  return [chromium.executablePath()];
}
