/** A missing font is found before pictures are compared. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "#support/chromium";
import { requireFonts } from "#support/fonts";

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser.close());

test("the fonts of the pictures are there", async () => {
  await requireFonts(await browser.newPage());
});

test("a font that is not there is named", async () => {
  const page = await browser.newPage();
  await expect(requireFonts(page, ["DejaVu Sans", "No Such Sans"])).rejects.toThrow(
    "fonts are missing: No Such Sans",
  );
});
