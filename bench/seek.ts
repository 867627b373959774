/**
 * How long a seek takes: from the input event on the timeline to the end of the DOM's updates, before paint.
 *
 * A person drags along the timeline; each move of the pointer is an input event. Whatever changes in the
 * document until nothing has changed for a while counts as the update: also what a view does later than the
 * others. What a screen reader is told is no part of it: it is told later on purpose, once the moment rests.
 */

import type { Page } from "playwright-core";
import { randomOf } from "#sim/engine/random";
import type { Scripted } from "./busy-lab.ts";

/** The page's timeline, whatever it is drawn with. */
const timeline = '#player [role="slider"], #player input[type="range"]';

/** Moves that are not counted: what is loaded when something is first shown. */
const warmUps = 10;

/** What the page keeps for us. */
interface Watched extends Scripted {
  /** When the last input event came, and when the last change after it was done. */
  readonly seen: { began: number; changed: number };
}

/** Runs in the page: before everybody else where input comes, after everybody where something changed. */
function watch(): void {
  const seen = { began: 0, changed: 0 };
  Object.assign(window, { seen });
  const begin = (): void => void Object.assign(seen, { began: performance.now(), changed: 0 });
  window.addEventListener("pointermove", begin, { capture: true });
  const isSeen = ({ target }: MutationRecord): boolean =>
    (target instanceof Element ? target : target.parentElement)?.closest(".sr-only") == null;
  const observer = new MutationObserver((records) => {
    if (records.some(isSeen)) seen.changed = performance.now();
  });
  observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
}

/**
 * Runs in the page: waits until two frames were drawn and nothing has changed for so long; answers how long
 * the change took.
 */
async function settled(quietMillis: number): Promise<{ took: number; position: number }> {
  const { seen, lvsLab } = window as unknown as Watched;
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, quietMillis / 4));
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  while (performance.now() - Math.max(seen.began, seen.changed) < quietMillis) await pause();
  const took = seen.changed === 0 ? Number.NaN : seen.changed - seen.began;
  return { took, position: lvsLab.page.store.state().moment.position };
}

/** Milliseconds of so many seeks to random moments of what is recorded. */
export async function seekTimes(page: Page, count: number, seed: number): Promise<number[]> {
  const box = await page.locator(timeline).first().boundingBox();
  if (box === null) throw new Error("the page shows no timeline");
  const random = randomOf(seed, "seek");
  const y = box.y + box.height / 2;
  await page.evaluate(watch);
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const seeks: { took: number; position: number }[] = [];
  for (let done = 0; done < warmUps + count; done++) {
    await page.mouse.move(box.x + 1 + (random.below(10_000) / 10_000) * (box.width - 2), y);
    seeks.push(await page.evaluate(settled, 100));
  }
  await page.mouse.up();
  // The same place twice changes nothing, and is no seek.
  const counted = seeks.slice(warmUps).filter(({ took }) => !Number.isNaN(took));
  const positions = new Set(counted.map(({ position }) => position));
  if (positions.size < count * 0.8) throw new Error(`dragging led to ${positions.size} moments only`);
  return counted.map(({ took }) => took);
}
