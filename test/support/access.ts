/**
 * What keeps people from using a page: axe's findings (best practices included), and text in drawings that is
 * too pale for its ground, which axe does not judge.
 */

import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";

const axeSource = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** What axe finds wrong with the page as it stands, a line each. */
export async function violations(page: Page): Promise<string[]> {
  // The debugger may evaluate what the page's policy forbids the page.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const found = await axe.run({ resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`),
    );
  });
}

interface DrawnText {
  readonly text: string;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Red, green, blue, and how much of it shows. */
  readonly ink: readonly number[];
}

/** Texts of drawings that can be seen whole, with the colour they are drawn in. */
const drawnTexts = (page: Page): Promise<DrawnText[]> =>
  page.evaluate(() => {
    const opacityOf = (element: Element | null): number =>
      element === null ? 1 : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
    return [...document.querySelectorAll("#frame svg text")].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const text = element.textContent?.trim() ?? "";
      const corners = [x + 2, x + width / 2, x + width - 2].map((at) => [at, y + height / 2] as const);
      const isSeen = corners.every(([at, middle]) => {
        const top = document.elementFromPoint(at, middle);
        return top !== null && (element.contains(top) || top.closest("svg") === element.closest("svg"));
      });
      if (text === "" || width === 0 || !isSeen) return [];
      const { fill, fillOpacity } = getComputedStyle(element);
      const colour = fill.match(/[\d.]+/g)?.map(Number) ?? [];
      const shows = opacityOf(element) * Number(fillOpacity);
      return [{ text, box: { x, y, width, height }, ink: [...colour.slice(0, 3), shows] }];
    });
  });

/** Texts of drawings whose contrast is less than AA asks for (4.5 to 1), with that contrast. */
export async function paleTexts(page: Page): Promise<{ looked: number; pale: string[] }> {
  const texts = await drawnTexts(page);
  const picture = PNG.sync.read(await page.screenshot());
  const pale = texts.flatMap(({ text, box, ink }) => {
    const ground = groundOf(picture, box);
    const [, , , shows = 1] = ink;
    const seen = ground.map((value, at) => (ink[at] ?? 0) * shows + value * (1 - shows));
    const contrast = contrastOf(seen, ground);
    return contrast < 4.5 ? [`${text}: ${contrast.toFixed(1)}`] : [];
  });
  return { looked: texts.length, pale };
}

/** The colour that most of a box has. */
function groundOf({ width, height, data }: PNG, box: DrawnText["box"]): number[] {
  const counts = new Map<number, number>();
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(box.x)); x < right; x++) {
      const colour = data.readUIntBE((y * width + x) * 4, 3);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const [[most] = [0]] = [...counts].sort(([, one], [, other]) => other - one);
  return [most >> 16, (most >> 8) & 255, most & 255];
}

/** As WCAG 2 reckons it. */
function contrastOf(one: readonly number[], other: readonly number[]): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
