/**
 * Golden images: a picture of a part of the page must be the one that is kept, but for what no eye tells
 * apart.
 *
 * `npx vitest run --update=true test/page/goldens.browser.test.ts` writes them anew; look at them then.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { inject } from "vitest";
import { differenceOf, mostInAPlace } from "./pictures.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether golden images are written and not compared. */
    readonly writesGoldens: boolean;
  }
}

const golden = new URL("../page/golden/", import.meta.url);
/** Git ignores it. */
const scratch = new URL("../../.build/golden/", import.meta.url);

/** Pictures that are drawn alike on every machine: smooth in grey, at no whole pixel for lack of hints. */
export const drawnAlike = ["--font-render-hinting=none", "--disable-lcd-text"] as const;

/** So long a picture may take to become the one that is wanted: parts come when they are first needed. */
const patienceMillis = 8_000;

/** What is wrong with a part of the page as it stands, or nothing. Writes the image where asked to. */
export async function unlikeGolden(page: Page, name: string, parts: readonly string[]): Promise<string> {
  const file = new URL(`${name}.png`, golden);
  if (inject("writesGoldens")) {
    mkdirSync(golden, { recursive: true });
    writeFileSync(file, small(await stillPicture(page, parts)));
  }
  if (!existsSync(file)) return `there is no ${fileURLToPath(file)}: write it with --update=true, and look`;
  const kept = PNG.sync.read(readFileSync(file));
  let wrong = "";
  for (const begun = performance.now(); performance.now() - begun < patienceMillis; ) {
    const actual = await stillPicture(page, parts);
    wrong = unlike(actual, kept, name);
    if (wrong === "") break;
  }
  return wrong;
}

/** Whether a part of the page is another than its image, as it is now. */
export async function isUnlikeNow(page: Page, name: string, parts: readonly string[]): Promise<boolean> {
  const kept = PNG.sync.read(readFileSync(new URL(`${name}.png`, golden)));
  const difference = differenceOf(await picture(page, parts), kept);
  return difference === undefined || difference.most > mostInAPlace;
}

function unlike(actual: PNG, kept: PNG, name: string): string {
  const difference = differenceOf(actual, kept);
  if (difference !== undefined && difference.most <= mostInAPlace) return "";
  mkdirSync(scratch, { recursive: true });
  const at = (ending: string): string => fileURLToPath(new URL(`${name}.${ending}.png`, scratch));
  writeFileSync(at("actual"), small(actual));
  if (difference === undefined) {
    const sizes = [actual, kept].map(({ width, height }) => `${width}×${height}`);
    return `${name} is ${sizes.join(", not ")}: ${at("actual")}`;
  }
  writeFileSync(at("difference"), small(difference.drawing));
  const { most, at: corner } = difference;
  const where = `${most} pixels differ near ${corner.x}, ${corner.y}`;
  return `${name}: ${where} (at most ${mostInAPlace} may): ${at("actual")} ${at("difference")}`;
}

/** As few bytes as may be: no transparency, and what is alike side by side takes no room. */
const small = (picture: PNG): Buffer =>
  PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 });

/** A picture that is the same twice in a row. */
async function stillPicture(page: Page, parts: readonly string[]): Promise<PNG> {
  let before = await picture(page, parts);
  for (;;) {
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    const next = await picture(page, parts);
    if (next.data.equals(before.data)) return next;
    before = next;
  }
}

/** Some elements one below the other; the whole window where none is named. */
async function picture(page: Page, parts: readonly string[]): Promise<PNG> {
  const still = { animations: "disabled", caret: "hide" } as const;
  if (parts.length === 0) return PNG.sync.read(await page.screenshot(still));
  const pictures: PNG[] = [];
  for (const part of parts) {
    pictures.push(PNG.sync.read(await page.locator(part).first().screenshot(still)));
  }
  const height = pictures.reduce((sum, one) => sum + one.height, 0);
  const all = new PNG({ width: Math.max(...pictures.map(({ width }) => width)), height });
  all.data.fill(255);
  let top = 0;
  for (const one of pictures) {
    PNG.bitblt(one, all, 0, 0, one.width, one.height, 0, top);
    top += one.height;
  }
  return all;
}
