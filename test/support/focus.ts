/**
 * Where the keyboard is: what has the focus, and whether a person sees that it has it.
 */

import type { Page } from "playwright-core";
import { PNG } from "pngjs";

export interface Focused {
  /** Where it is and what it is called: `bar: Share`, `face-why: Type it at rs2`; `nowhere`. */
  readonly name: string;
  /** What keeps people from seeing that it has the focus; empty: nothing. */
  readonly unseen: string;
}

/** A ring goes a little beyond what it is around. */
const around = 6;
/** A mark of fewer pixels is none. */
const leastMark = 16;

/** What has the focus, by its name only. */
export const focusName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) return "nowhere";
    const labelled = activeElement.getAttribute("aria-label") ?? "";
    const text = activeElement instanceof HTMLElement ? activeElement.innerText : activeElement.textContent;
    const said = labelled === "" ? (text ?? "") : labelled;
    return `${activeElement.closest("[id]")?.id}: ${said.replace(/\s+/g, " ").trim().slice(0, 80)}`;
  });

/** What has the focus, and whether a picture of it shows that. */
export async function focusOf(page: Page): Promise<Focused> {
  const name = await focusName(page);
  if (name === "nowhere") return { name, unseen: "" };
  const box = await page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement === null) return undefined;
    const { x, y, width, height } = activeElement.getBoundingClientRect();
    const [middle, centre] = [x + width / 2, y + height / 2];
    const top = document.elementFromPoint(middle, centre);
    const isTop = top !== null && (activeElement.contains(top) || top.contains(activeElement));
    return isTop ? { x, y, width, height } : undefined;
  });
  if (box === undefined) return { name, unseen: "it is out of sight, or something covers it" };
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const left = Math.max(0, Math.floor(box.x - around));
  const top = Math.max(0, Math.floor(box.y - around));
  const right = Math.min(width, Math.ceil(box.x + box.width + around));
  const bottom = Math.min(height, Math.ceil(box.y + box.height + around));
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  const picture = async (): Promise<PNG> =>
    PNG.sync.read(await page.screenshot({ clip, animations: "disabled" }));
  const marked = await picture();
  const element = await page.evaluateHandle(() => {
    const { activeElement } = document;
    (activeElement as HTMLElement | null)?.blur();
    return activeElement;
  });
  const plain = await picture();
  await element.evaluate((element) => (element as HTMLElement | null)?.focus({ preventScroll: true }));
  const count = differing(marked, plain);
  return { name, unseen: count < leastMark ? `${count} pixels show that it has the focus` : "" };
}

function differing(one: PNG, other: PNG): number {
  let count = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const far = [0, 1, 2].some((part) => {
      return Math.abs((one.data[at + part] ?? 0) - (other.data[at + part] ?? 0)) > 30;
    });
    if (far) count++;
  }
  return count;
}
