/**
 * Two pictures are told apart by a single digit of the smallest type, whatever digit for whichever other, and
 * are the same where only the smoothing differs.
 */

import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "#support/chromium";
import { requireFonts } from "#support/fonts";
import { drawnAlike } from "#support/golden";
import { differenceOf, mostInAPlace } from "#support/pictures";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser(...drawnAlike);
  page = await browser.newPage();
  await requireFonts(page);
});

afterAll(() => browser.close());

interface Look {
  readonly font: string;
  readonly size: number;
  readonly ink: string;
  readonly ground: string;
}

/** The palest text of each theme, in the smallest type that has digits. */
const looks: readonly Look[] = ["DejaVu Sans", "DejaVu Sans Mono"].flatMap((font) =>
  [9, 11.5].flatMap((size) => [
    { font, size, ink: "#586375", ground: "#f7f6f2" },
    { font, size, ink: "#a3aec0", ground: "#1a2029" },
  ]),
);

const line = { width: 160, height: 20 } as const;

/** A picture of each of the texts, which are written one below the other. */
async function picturesOf({ font, size, ink, ground }: Look, texts: readonly string[]): Promise<PNG[]> {
  await page.setViewportSize({ ...line, height: line.height * texts.length });
  const type = `${size}px/${line.height}px '${font}'`;
  const style = `margin: 0; background: ${ground}; color: ${ink}; font: ${type}`;
  await page.setContent(
    `<body style="${style}">${texts.map((text) => `<div>${text}</div>`).join("")}</body>`,
  );
  const all = PNG.sync.read(await page.screenshot());
  return texts.map((_, at) => {
    const one = new PNG(line);
    PNG.bitblt(all, one, 0, at * line.height, line.width, line.height, 0, 0);
    return one;
  });
}

describe.each(looks)("in $font of $size px, $ink", (look) => {
  test("a digit is no other", async () => {
    const digits = [..."0123456789"];
    const pictures = await picturesOf(
      look,
      digits.map((digit) => `10.0.0.20${digit}, ttl 6`),
    );
    const alike = pictures.flatMap((one, at) =>
      pictures.slice(at + 1).flatMap((other, further) => {
        const most = differenceOf(one, other)?.most ?? 0;
        return most > mostInAPlace ? [] : [`${at} and ${at + 1 + further}: ${most}`];
      }),
    );
    expect(pictures).toHaveLength(10);
    expect(alike).toEqual([]);
  });

  test("what is drawn a little paler is the same", async () => {
    const paler = `<span style="opacity: 0.95">10.0.0.200, ttl 6</span>`;
    const [one, other] = await picturesOf(look, ["<span>10.0.0.200, ttl 6</span>", paler]);
    if (one === undefined || other === undefined) throw new Error("there are two pictures");
    expect(one.data.equals(other.data)).toBe(false);
    expect(differenceOf(one, other)?.most).toBeLessThanOrEqual(mostInAPlace);
  });
});

test("pictures of different sizes have no difference that could be small", () => {
  const [one, other] = [new PNG({ width: 3, height: 3 }), new PNG({ width: 3, height: 4 })];
  expect(differenceOf(one, other)).toBeUndefined();
});
