/**
 * The lab in a browser, as its tests open and play it: without a limit on speed, and always waiting for
 * something to be so, never for time to pass.
 */

import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { App } from "#ui/app";
import type { Visit } from "./page-visit.ts";
import { visit } from "./page-visit.ts";

declare global {
  interface Window {
    /** What the page lets people script it by. */
    readonly lvsLab: App;
  }
}

export interface LabPage extends Visit {
  readonly close: () => Promise<void>;
}

export interface HowToOpen extends BrowserContextOptions {
  /** What follows the `?` of the address. */
  readonly query?: string;
  /** Done before the page is opened. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

export const screen = { width: 1440, height: 900 } as const;

/** Opens the page as somebody who was never here, and waits until all of it has come. */
export async function openLabPage(
  browser: Browser,
  url: string,
  { query = "", prepare, ...options }: HowToOpen = {},
): Promise<LabPage> {
  const context = await browser.newContext({ viewport: screen, locale: "en", ...options });
  await prepare?.(context);
  const visited = await visit(context, query === "" ? url : `${url}?${query}`);
  await isWhole(visited.page);
  return { ...visited, close: () => context.close() };
}

/** Until every panel, a terminal included, is there. */
export async function isWhole(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isThere = (what: string): boolean => document.querySelector(what) !== null;
    const parts = ["#stage .machine", "#scenario h2", "#inspector .inspector-face:not([hidden]) *"];
    return [...parts, "#player button", "#ladder .lane", "#terminals .xterm-rows"].every(isThere);
  });
}

/** Until everything that is known of the state has been drawn. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/**
 * Plays what is open to its end, or to where it stops; answers why it stopped. From then on time passes as it
 * does for most people.
 */
export async function playToEnd(page: Page): Promise<string | undefined> {
  await page.evaluate(() => {
    const { player, store } = window.lvsLab.page;
    player.setSpeed("max");
    if (store.state().player.play !== "playing") player.play();
  });
  const stopped = await untilItStops(page);
  await setSpeed(page, 1);
  await settled(page);
  return stopped;
}

/** Until playing has stopped by itself. */
export async function untilItStops(page: Page): Promise<string | undefined> {
  const stop = await page.waitForFunction(() => {
    const { play, stopped } = window.lvsLab.page.store.state().player;
    return play === "failed" || (play === "paused" && stopped !== undefined) ? (stopped ?? play) : undefined;
  });
  await settled(page);
  return stop.jsonValue();
}

/** Presses keys with the focus nowhere in particular. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press(key);
  }
}

/** Opens a scenario from the list of all, as a person does. */
export async function pick(page: Page, title: string): Promise<void> {
  await page.locator("#bar .scenario").click();
  await page.locator("dialog .card").filter({ hasText: title }).first().click();
}

/** What an event must be to be looked at: some of its values. */
export type Wanted = Readonly<Record<string, unknown>> & { readonly kind: string };

/** The id of the first event like this; `after`: that comes later than another. */
export async function eventLike(page: Page, wanted: Wanted, after = 0): Promise<number> {
  const id = await page.evaluate(
    ({ wanted, after }) =>
      window.lvsLab.page.recording().events.find(({ id, event }) => {
        const fields = event as unknown as Readonly<Record<string, unknown>>;
        return id > after && Object.entries(wanted).every(([name, value]) => fields[name] === value);
      })?.id,
    { wanted, after },
  );
  if (id === undefined) throw new Error(`nothing like ${JSON.stringify(wanted)} after event ${after}`);
  return id;
}

/** Stands still right after an event, or so many nanoseconds later, with that event selected. */
export async function lookAt(page: Page, event: number, later = 0): Promise<void> {
  await page.evaluate(
    ({ event, later }) => {
      const { player, select, recording } = window.lvsLab.page;
      const { events } = recording();
      const place = event - (events[0]?.id ?? 1);
      player.pause();
      player.seek(
        later === 0 ? { position: place + 1 } : { at: ((events[place]?.at ?? 0) + later) as never },
      );
      select({ event, flight: undefined });
    },
    { event, later },
  );
  await settled(page);
}

/** Goes to a moment, with nothing selected. */
export async function goTo(page: Page, to: { position: number } | { at: number }): Promise<void> {
  await page.evaluate((to) => {
    const { player, select } = window.lvsLab.page;
    player.pause();
    select({ event: undefined, node: undefined, flight: undefined });
    player.seek(to as Parameters<typeof player.seek>[0]);
  }, to);
  await settled(page);
}

/** Chooses a machine's terminal, types a line there and waits until it has ended. */
export async function typeAt(page: Page, node: string, line: string): Promise<void> {
  await tabOf(page, node).click();
  await settled(page);
  await page.locator(".terminal-screen:not([hidden]) textarea").focus();
  await page.keyboard.type(line);
  await enter(page, node, line);
}

/** The tab of a machine's first terminal; it may have a mark that it is busy. */
export const tabOf = (page: Page, node: string): Locator =>
  page.locator(".terminal-tabs [role=tab]").filter({ hasText: new RegExp(`^\\s*${node}(?!\\s*[\\d\\w-])`) });

/** Presses Enter on a typed line, and waits until it has ended; all of it without a limit on speed. */
export async function enter(page: Page, node: string, line: string): Promise<void> {
  await setSpeed(page, "max");
  await page.keyboard.press("Enter");
  await hasEnded(page, node, line);
  await setSpeed(page, 1);
}

const setSpeed = (page: Page, speed: "max" | 1): Promise<void> =>
  page.evaluate((speed) => window.lvsLab.page.player.setSpeed(speed), speed);

/** Until a line that was typed has ended, and what came of it has been shown. */
async function hasEnded(page: Page, node: string, line: string): Promise<void> {
  await page.waitForFunction(
    ({ node, line }) => {
      const { recording, store } = window.lvsLab.page;
      const own = recording().pieces.filter(({ terminal }) => terminal.node === node);
      const typed = own.findLastIndex((piece) => piece.kind === "typed" && piece.text === line);
      const isOver = typed >= 0 && own.slice(typed).some(({ kind }) => kind === "ended");
      return isOver && store.state().player.play === "paused";
    },
    { node, line },
  );
  await settled(page);
}
