/**
 * A link opens the same experiment for somebody else: what was typed, the moment, the pictures, the language.
 */

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { goTo, isWhole, openLabPage, playToEnd, settled, typeAt } from "#support/lab-page";
import { chooseTerminal, ladderOf, stageOf, terminalAtMoment } from "#support/lab-sights";

const { open, browser } = labBrowser();

const sightsOf = async (page: Page) => {
  await settled(page);
  await chooseTerminal(page, "director");
  const { title, rows, moment, log } = await page.evaluate(() => {
    const { store, recording } = window.lvsLab.page;
    const rows = [...document.querySelectorAll<HTMLElement>("#scenario li")].map((item) => item.innerText);
    const { scenario, moment } = store.state();
    return { title: scenario?.title, rows, moment, log: recording().log };
  });
  const { lanes } = await ladderOf(page);
  return {
    stage: await stageOf(page),
    lanes,
    title,
    rows,
    moment,
    log,
    terminal: await terminalAtMoment(page),
  };
};

/** The address as the dialog of sharing gives it. */
async function addressOf(page: Page): Promise<string> {
  await page.getByRole("button", { name: /^(?:Share|分享)$/ }).click();
  const field = page.locator("dialog textarea");
  await expect.poll(() => field.inputValue()).toMatch(/#1\./);
  const address = await field.inputValue();
  await page.keyboard.press("Escape");
  return address;
}

describe("a shared link", () => {
  test("opens the same experiment at the same moment, in the same language", async () => {
    const { page, complaints } = await open({ query: "scenario=nat-basic&lang=zh" });
    await playToEnd(page);
    await goTo(page, { at: 3.8e9 });
    await typeAt(page, "director", "ipvsadm -E -t 192.168.10.200:80 -s rr");
    await playToEnd(page);
    await goTo(page, { position: 95 });
    const expected = await sightsOf(page);
    expect(expected.log).toHaveLength(1);
    expect(expected.stage.frames.length).toBeGreaterThan(0);
    const address = await addressOf(page);
    expect(address.length).toBeLessThan(500);
    const other = await openLabPage(browser(), address);
    expect(await other.page.evaluate(() => document.documentElement.lang)).toBe("zh-Hans");
    expect(await other.page.evaluate(() => window.lvsLab.page.store.state().player.play)).toBe("paused");
    expect(await sightsOf(other.page)).toEqual(expected);
    expect([...complaints, ...other.complaints]).toEqual([]);
  });

  test("is in the address bar soon after a line was typed: a reload of the page loses nothing", async () => {
    const { page } = await open({ query: "scenario=direct-routing" });
    await playToEnd(page);
    await typeAt(page, "client", "echo still here");
    await page.waitForFunction(() => location.hash.startsWith("#1."));
    const log = await page.evaluate(() => window.lvsLab.page.recording().log);
    await page.reload();
    await isWhole(page);
    await page.waitForFunction(() => window.lvsLab.page.store.state().player.play === "paused");
    expect(await page.evaluate(() => window.lvsLab.page.recording().log)).toEqual(log);
    await chooseTerminal(page, "client");
    expect(await terminalAtMoment(page)).toContain("still here");
  });

  test("opens in the place of what is open when it is followed in the same tab", async () => {
    const { page } = await open({ query: "scenario=tunnel-basic" });
    await playToEnd(page);
    const address = new URL(await addressOf(page));
    await page.evaluate(() => window.lvsLab.page.open("nat-basic"));
    await page.waitForFunction(() => window.lvsLab.page.store.state().scenario?.name === "nat-basic");
    await page.evaluate((hash) => {
      location.hash = hash;
    }, address.hash);
    await page.waitForFunction(() => window.lvsLab.page.store.state().scenario?.name === "tunnel-basic");
    await expect.poll(async () => (await stageOf(page)).machines.length).toBe(5);
  });
});
