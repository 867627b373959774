/**
 * The fonts that pictures of the page are compared with: without them every word would be drawn another way.
 *
 * `npm test` installs them on Debian as root; elsewhere a test that needs one says which is missing.
 */

import type { BrowserContext, Page } from "playwright-core";

/** What the page's font lists lead to where there is no desktop. */
export const fontsOfPictures = ["DejaVu Sans", "DejaVu Sans Mono", "Noto Sans CJK SC"] as const;

/**
 * Makes the page draw with these fonts only, whatever else a machine has. To be called before it is opened.
 */
export const drawWithFontsOfPictures = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript((fonts) => {
    const [sans, mono, chinese] = fonts.map((name) => JSON.stringify(name));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { --font: ${sans}, ${chinese}; --font-mono: ${mono}, ${chinese}; }`);
    document.adoptedStyleSheets.push(sheet);
  }, fontsOfPictures);

/** Throws where the browser of a page cannot draw with one of these fonts. */
export async function requireFonts(page: Page, names: readonly string[] = fontsOfPictures): Promise<void> {
  const missing = await page.evaluate(async (wanted) => {
    const loads = wanted.map((name) => new FontFace(name, `local("${name}")`).load());
    const ends = await Promise.allSettled(loads);
    return wanted.filter((_name, at) => ends[at]?.status === "rejected");
  }, names);
  if (missing.length > 0)
    throw new Error(`fonts are missing: ${missing.join(", ")} (Debian: fonts-dejavu-core, fonts-noto-cjk)`);
}
