/**
 * The ten most important views look as in the pictures that are kept of them, and a single wrong label in any
 * of them is noticed.
 */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawWithFontsOfPictures, requireFonts } from "#support/fonts";
import { drawnAlike, isUnlikeNow, unlikeGolden } from "#support/golden";
import { goldenVisits, mislabel } from "#support/golden-views";
import { labBrowser } from "#support/lab-browser";
import { type LabPage, playToEnd, screen, settled } from "#support/lab-page";

const { open } = labBrowser(...drawnAlike);

describe.each(goldenVisits)("$query", ({ query, views, height }) => {
  let lab: LabPage;

  beforeAll(async () => {
    const viewport = { ...screen, height: height ?? screen.height };
    lab = await open({ query, viewport, reducedMotion: "reduce", prepare: drawWithFontsOfPictures });
    await requireFonts(lab.page);
    expect(await playToEnd(lab.page)).toBe("idle");
  });

  afterAll(() => lab.close());

  const lookAway = (page: Page): Promise<void> =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  test.each(views)("$name", async (view) => {
    const { page } = lab;
    await view.show(page);
    await lookAway(page);
    await settled(page);
    expect(await unlikeGolden(page, view.name, view.parts)).toBe("");
    const mend = await mislabel(page, view);
    expect(await isUnlikeNow(page, view.name, view.parts), `${view.wrong} passes for ${view.label}`).toBe(
      true,
    );
    await mend();
    expect(await isUnlikeNow(page, view.name, view.parts)).toBe(false);
  });
});

test("there are ten, and each is there once", () => {
  const names = goldenVisits.flatMap(({ views }) => views.map(({ name }) => name));
  expect(new Set(names).size).toBe(10);
});
