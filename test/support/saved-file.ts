/**
 * What the page gives people to save: presses a button of the dialog of exporting, and reads the file that
 * the browser saves.
 */

import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The section of the dialog by its heading, where the dialog is opened first if it is not. */
async function sectionOf(page: Page, heading: string) {
  const dialog = page.locator("dialog[open] .export");
  if ((await dialog.count()) === 0) {
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await dialog.locator("h2").waitFor();
  }
  return dialog.locator("section").filter({ has: page.getByRole("heading", { name: heading }) });
}

/** Chooses or ticks what is said first, then presses a button of a section. */
export async function savedFile(
  page: Page,
  { section, button, of, ticked }: { section: string; button: string; of?: string; ticked?: boolean },
): Promise<SavedFile> {
  const place = await sectionOf(page, section);
  if (of !== undefined) await place.locator("select").selectOption({ label: of });
  if (ticked !== undefined) await place.locator("input[type=checkbox]").setChecked(ticked);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    place.getByRole("button", { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
