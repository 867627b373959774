/**
 * Nobody needs a mouse: everything is reached by the Tab key and seen to be, and a whole story, from choosing
 * a scenario to sharing what came of it, is gone through by keys alone.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { focusName, focusOf } from "#support/focus";
import { labBrowser } from "#support/lab-browser";
import { playToEnd, settled, untilItStops } from "#support/lab-page";
import { terminalOf, whyOf } from "#support/lab-sights";

const { open } = labBrowser();

/** Stops of the Tab key that a page has at most. */
const mostStops = 150;

/** Presses a key until the focus is on something of this name; answers where it has been on the way. */
async function reach(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<string[]> {
  const way: string[] = [];
  while (way.length < mostStops) {
    await page.keyboard.press(key);
    way.push(await focusName(page));
    if (name.test(way.at(-1) ?? "")) return way;
  }
  throw new Error(`${key} does not lead to ${name}: ${way.slice(0, 100).join(", ")}`);
}

/** Throws where what has the focus cannot be seen to have it. */
async function isSeen(page: Page): Promise<string> {
  const { name, unseen } = await focusOf(page);
  expect(unseen, name).toBe("");
  return name;
}

describe("the Tab key", () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=direct-routing" }));
    await playToEnd(page);
    await page.keyboard.press("e");
    await settled(page);
  });

  /** Where people are who have just come to the page. */
  const begin = () => page.evaluate(() => document.querySelector<HTMLElement>("#bar .scenario")?.focus());

  test("goes from thing to thing, each seen, to the terminal and out of it again", async () => {
    await begin();
    const seen = [await focusName(page)];
    do {
      await page.keyboard.press("Tab");
      seen.push(await isSeen(page));
    } while (!/: Terminal of /.test(seen.at(-1) ?? "") && seen.length < mostStops);
    expect(seen.length).toBeLessThan(mostStops);
    const hosts = ["bar", "scenario", "stage", "inspector", "face-why", "player", "ladder", "tab-client"];
    const passed = [...new Set(seen.map((name) => name.split(":")[0]))];
    expect(passed).toEqual(expect.arrayContaining(hosts));
    await page.keyboard.press("Shift+Tab");
    expect(await isSeen(page)).toMatch(/^tab-client/);
  });

  test("passes by nothing that can be pressed", async () => {
    await page.evaluate(() => {
      const names = "button, a[href], input, select, textarea, [tabindex='0']";
      const wanted = [...document.querySelectorAll<HTMLElement>(names)].filter(
        (element) => element.tabIndex >= 0 && element.checkVisibility() && !element.matches(":disabled"),
      );
      Object.assign(window, { wanted: new Set(wanted) });
      document.addEventListener("focusin", ({ target }) => {
        (window as unknown as { wanted: Set<unknown> }).wanted.delete(target);
      });
      (document.activeElement as HTMLElement).blur();
    });
    const left = (): Promise<string[]> =>
      page.evaluate(() =>
        [...(window as unknown as { wanted: Set<Element> }).wanted].map((element) => element.outerHTML),
      );
    expect((await left()).length).toBeGreaterThan(40);
    await begin();
    await reach(page, /: Terminal of /);
    // What comes after the terminal, which keeps Tab to itself, is reached from the page's other end.
    await begin();
    await reach(page, /: Terminal of /, "Shift+Tab");
    expect(await left()).toEqual([]);
  });

  test("the lines between panels are seen, and arrows there move nothing else", async () => {
    await begin();
    await reach(page, /^splitters/, "Shift+Tab");
    await isSeen(page);
    await reach(page, /inspector/i, "Shift+Tab");
    const standing = () =>
      page.evaluate(() => ({
        position: window.lvsLab.page.store.state().moment.position,
        width: document.querySelector("#inspector")?.getBoundingClientRect().width ?? 0,
      }));
    const before = await standing();
    await page.keyboard.press("ArrowLeft");
    expect(await standing()).toEqual({ position: before.position, width: before.width + 16 });
  });
});

test("a focus that nobody sees is found", async () => {
  const { page, close } = await open();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("#bar :focus-visible { outline: none !important; }");
    document.adoptedStyleSheets.push(sheet);
    window.lvsLab.page.player.pause();
    document.querySelector<HTMLElement>("#bar .scenario")?.focus();
  });
  await settled(page);
  expect((await focusOf(page)).unseen).toMatch(/^\d+ pixels show/);
  await close();
});

/** The kind of the event at which the shown moment stands. */
const lastKind = (page: Page) =>
  page.evaluate(() => {
    const { recording, store } = window.lvsLab.page;
    return recording().events[store.state().moment.position - 1]?.event.kind;
  });

const positionOf = (page: Page) => page.evaluate(() => window.lvsLab.page.store.state().moment.position);

describe("a story by keys alone", () => {
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    ({ page, complaints } = await open());
  });

  const waitForDialog = (name: string) => page.locator(`dialog[open] .${name} h2`).waitFor();

  test("a scenario is chosen from the list", async () => {
    await page.keyboard.press("o");
    await waitForDialog("picker");
    expect(await isSeen(page)).toMatch(/Search/);
    await page.keyboard.type("tunnelling ipip");
    await reach(page, /Tunnelling by IPIP/);
    await isSeen(page);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => window.lvsLab.page.store.state().scenario?.name === "tunnel-basic");
    await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
  });

  test("it plays, stops, and goes as fast as it can to its end", async () => {
    const play = () => page.evaluate(() => window.lvsLab.page.store.state().player.play);
    await expect.poll(play).toBe("playing");
    await page.keyboard.press("Space");
    expect(await play()).toBe("paused");
    for (let faster = 0; faster < 8; faster++) await page.keyboard.press("+");
    await page.keyboard.press("Space");
    expect(await untilItStops(page)).toBe("idle");
    for (let slower = 0; slower < 6; slower++) await page.keyboard.press("-");
    expect(await page.evaluate(() => window.lvsLab.page.store.state().player.speed)).toBe(1);
  });

  test.each([
    { key: "ArrowLeft", opposite: "ArrowRight", kind: /./ },
    { key: "j", opposite: "l", kind: /^frame-(?:received|bridged)$/ },
    { key: "Shift+ArrowLeft", opposite: "Shift+ArrowRight", kind: /^frame-(?:received|bridged)$/ },
    { key: "Shift+D", opposite: "d", kind: /^destination-scheduled$/ },
    { key: "Shift+R", opposite: "r", kind: /^request-(?:answered|failed)$/ },
  ])("$key goes back, $opposite on again", async ({ key, opposite, kind }) => {
    await page.keyboard.press("End");
    const end = await positionOf(page);
    await page.keyboard.press(key);
    const once = await positionOf(page);
    expect(once).toBeLessThan(end);
    expect(await lastKind(page)).toMatch(kind);
    await page.keyboard.press(key);
    expect(await positionOf(page)).toBeLessThan(once);
    expect(await lastKind(page)).toMatch(kind);
    await page.keyboard.press(opposite);
    expect(await positionOf(page)).toBe(once);
  });

  test("back at the drop its reason is opened, and the remedy pressed", async () => {
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+X");
    expect(await lastKind(page)).toBe("packet-dropped");
    const drop = await positionOf(page);
    await page.keyboard.press("Home");
    await page.keyboard.press("x");
    await expect.poll(() => positionOf(page)).toBe(drop);
    await page.keyboard.press("e");
    await expect.poll(async () => (await whyOf(page)).title).toMatch(/^rs2 drops SYN .*reverse path filter/);
    expect(await isSeen(page)).toMatch(/^face-why: Why/);
    const way = await reach(page, /Type it at rs2: sysctl -w net\.ipv4\.conf\.tunl0\.rp_filter=2/);
    expect(way.length).toBeLessThan(15);
    await isSeen(page);
    await page.keyboard.press("Enter");
    await expect.poll(() => terminalOf(page)).toMatch(/# sysctl -w net\.ipv4\.conf\.tunl0\.rp_filter=2$/);
    expect(await isSeen(page)).toMatch(/Terminal of rs2/);
  });

  test("Enter types it, one more line is typed, and Shift and Tab leave the terminal", async () => {
    await page.keyboard.press("Enter");
    await expect
      .poll(() => terminalOf(page))
      .toMatch(/\nnet\.ipv4\.conf\.tunl0\.rp_filter = 2\n.*root@rs2.*#$/);
    const paused = () => page.evaluate(() => window.lvsLab.page.store.state().player.play === "paused");
    await expect.poll(paused).toBe(true);
    await page.keyboard.type("cat /proc/sys/net/ipv4/conf/tunl0/rp_fi");
    await page.keyboard.press("Tab");
    await expect.poll(() => terminalOf(page)).toMatch(/rp_filter$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => terminalOf(page)).toMatch(/rp_filter\n2\n.*root@rs2.*#$/);
    await page.keyboard.press("Shift+Tab");
    expect(await isSeen(page)).toMatch(/^tab-rs2/);
    expect(await page.evaluate(() => window.lvsLab.page.recording().log.length)).toBe(2);
  });

  test("other machines' terminals are chosen by arrows", async () => {
    await page.keyboard.press("ArrowLeft");
    expect(await isSeen(page)).toMatch(/^tab-rs1/);
    await expect.poll(() => terminalOf(page)).toMatch(/root@rs1/);
  });

  test("it is shared, and the dialog gives the focus back", async () => {
    const before = await focusName(page);
    await page.keyboard.press("s");
    await waitForDialog("share");
    const link = () => page.locator("dialog textarea").inputValue();
    await expect.poll(link).toMatch(/#1\./);
    await isSeen(page);
    await reach(page, /Copy the link/);
    await isSeen(page);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
    expect(await focusName(page)).toBe(before);
    await page.keyboard.press("Shift+S");
    await waitForDialog("export");
    await page.keyboard.press("Escape");
  });

  test("language, theme, projector, names and faces have a key each", async () => {
    await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
    const state = () =>
      page.evaluate(() => {
        const { language, theme, isProjector, addressing, face } = window.lvsLab.page.store.state();
        return { language, theme, isProjector, addressing, face };
      });
    const before = await state();
    for (const key of ["g", "c", "p", "v", "3"]) await page.keyboard.press(key);
    expect(await state()).toEqual({
      language: "zh",
      theme: before.theme === "dark" ? "light" : "dark",
      isProjector: true,
      addressing: "roles",
      face: "node",
    });
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe("zh-Hans");
    for (const key of ["g", "c", "p", "v", "1"]) await page.keyboard.press(key);
    expect(await state()).toEqual({ ...before, face: "why" });
    await page.keyboard.press("?");
    await waitForDialog("help");
    await isSeen(page);
    await page.keyboard.press("Escape");
  });

  test("what was typed is taken back", async () => {
    await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
    await page.keyboard.press("u");
    await expect.poll(() => page.evaluate(() => window.lvsLab.page.recording().log.length)).toBe(1);
  });

  test("nothing complains", () => {
    expect(complaints).toEqual([]);
  });
});
