/**
 * Nothing keeps anybody from using the page, as far as axe can tell: in every state it comes in, in both
 * themes and both languages.
 */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paleTexts, violations } from "#support/access";
import { labBrowser } from "#support/lab-browser";
import { eventLike, goTo, type LabPage, lookAt, playToEnd, press, screen, settled } from "#support/lab-page";

const { open } = labBrowser();

/** Colours know nothing of languages, nor words of themes: each once. */
const looks = [
  { language: "en", theme: "light" },
  { language: "zh", theme: "dark" },
] as const;

/** So long after an answer was sent its frame is in the middle of its cable. */
const intoTheCable = 12_000;

const phone = { width: 390, height: 844 };

/** Brings the page from the state before into another; each goes back by itself or is left by `leave`. */
interface Station {
  readonly name: string;
  readonly enter: (page: Page) => Promise<unknown>;
  readonly leave?: (page: Page) => Promise<unknown>;
}

const isOpen = (page: Page, what: string) => page.locator(what).first().waitFor();

const isClosed = (page: Page) =>
  page.waitForFunction(() => window.lvsLab.page.store.state().dialog === undefined);

const dialog = (name: string, key: string): Station => ({
  name: `the dialog ${name}`,
  enter: async (page) => {
    await press(page, key);
    await isOpen(page, `dialog[open] .${name} h2`);
  },
  leave: async (page) => {
    await page.keyboard.press("Escape");
    await isClosed(page);
  },
});

/** Opened by its button, for no key opens it. */
const buttonDialog = (name: string, at: number): Station => ({
  ...dialog(name, ""),
  enter: async (page) => {
    await page.locator("#bar button[aria-haspopup=dialog]").nth(at).click();
    await isOpen(page, `dialog[open] .${name} h2`);
  },
});

const sheet = (name: string, at: number): Station => ({
  name: `the sheet ${name} of a phone`,
  enter: async (page) => {
    await page.locator("#sheets button").nth(at).click();
    await isOpen(page, `#frame[data-sheet="${name}"] #${name}`);
  },
});

const stations: readonly Station[] = [
  { name: "the face why", enter: (page) => isOpen(page, "#face-why .why-chain") },
  {
    name: "the face packet",
    enter: async (page) => {
      await press(page, "2");
      await isOpen(page, "#face-packet table");
    },
  },
  {
    name: "the face node",
    enter: async (page) => {
      await press(page, "3");
      await isOpen(page, "#face-node table");
    },
  },
  dialog("picker", "o"),
  buttonDialog("doctor", 1),
  buttonDialog("compare", 2),
  buttonDialog("share", 3),
  buttonDialog("export", 4),
  dialog("help", "?"),
  {
    name: "the menu of stops",
    enter: async (page) => {
      await page.locator("#player .stops").click();
      await isOpen(page, ".stop-menu input");
    },
    leave: (page) => page.keyboard.press("Escape"),
  },
  {
    name: "projector mode",
    enter: async (page) => {
      await press(page, "p");
      await isOpen(page, "#caption");
    },
    leave: (page) => press(page, "p"),
  },
  {
    name: "a phone",
    enter: async (page) => {
      await page.setViewportSize(phone);
      await isOpen(page, "#sheets button");
    },
  },
  sheet("scenario", 0),
  sheet("inspector", 1),
  sheet("ladder", 2),
  {
    ...sheet("terminals", 3),
    leave: async (page) => {
      await page.locator("#sheets button").nth(3).click();
      await page.setViewportSize(screen);
    },
  },
];

describe.each(looks)("in $language and $theme", ({ language, theme }) => {
  let lab: LabPage;

  beforeAll(async () => {
    lab = await open({ query: `lang=${language}&theme=${theme}` });
  });

  afterAll(() => lab.close());

  test("while it plays", async () => {
    expect(await lab.page.evaluate(() => window.lvsLab.page.store.state().player.play)).toBe("playing");
    expect(await violations(lab.page)).toEqual([]);
  });

  test("drawings can be read", async () => {
    const { page } = lab;
    await playToEnd(page);
    await lookAt(page, await eventLike(page, { kind: "arp-reply-sent", node: "rs1" }), intoTheCable);
    const { looked, pale } = await paleTexts(page);
    expect(looked).toBeGreaterThan(30);
    expect(pale).toEqual([]);
  });

  test.each(stations)("$name", async ({ enter, leave }) => {
    const { page } = lab;
    await enter(page);
    await settled(page);
    try {
      expect(await violations(page)).toEqual([]);
    } finally {
      await leave?.(page);
    }
  });

  test("nothing complains", () => {
    expect(lab.complaints).toEqual([]);
  });
});

test("what is wrong is found", async () => {
  const { page, close } = await open();
  await goTo(page, { position: 0 });
  await page.evaluate(() => {
    document.querySelector("#bar .icon")?.removeAttribute("aria-label");
    document.querySelector("#bar .icon")?.removeAttribute("title");
    document.querySelector<SVGElement>(".machine-name")?.style.setProperty("fill", "#ccc");
  });
  expect(await violations(page)).toEqual([expect.stringMatching(/^button-name: .*icon/)]);
  expect((await paleTexts(page)).pale).toContainEqual(expect.stringMatching(/^client: 1\.\d$/));
  await close();
});
