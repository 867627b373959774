/** The doctor on the page: what it finds, the line that a click types, and silence once all is mended. */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { goTo, settled } from "#support/lab-page";
import { terminalOf } from "#support/lab-sights";

const { open } = labBrowser();

const ask = async (page: Page): Promise<void> => {
  await page.keyboard.press("i");
  await page.locator("dialog[open] .doctor-count [role=status]", { hasNotText: "…" }).waitFor();
};
const close = async (page: Page): Promise<void> => {
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
};

describe("the doctor", () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=arp-nothing-set" }));
    await page.evaluate(() => window.lvsLab.page.player.pause());
    await settled(page);
  });

  test("says which machines will answer for the VIP, by which values, and what mends it", async () => {
    await ask(page);
    const heads = await page.locator("dialog .findings h3").allInnerTexts();
    expect(heads.map((head) => head.split(" ")[0])).toEqual(["rs1", "rs2", "rs1", "rs2"]);
    const first = page.locator("dialog .findings li").first();
    expect(await first.innerText()).toContain("10.0.0.10");
    expect(await first.locator("code").allInnerTexts()).toContain(
      "rs1# sysctl -w net.ipv4.conf.all.arp_ignore=1",
    );
    await close(page);
  });

  test("types a line by a click, at the machine that needs it", async () => {
    await ask(page);
    await page.locator("dialog .finding-line button").first().click();
    await expect.poll(() => terminalOf(page)).toMatch(/rs1:~# sysctl -w net\.ipv4\.conf\.all\.arp_ignore=1$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => terminalOf(page)).toMatch(/arp_ignore = 1\n/);
    await page.keyboard.press("Shift+Tab");
  });

  test("has one finding less then, and says so in Chinese too", async () => {
    await ask(page);
    expect(await page.locator("dialog .findings li").count()).toBe(3);
    await close(page);
    await page.keyboard.press("g");
    await ask(page);
    expect(await page.locator("dialog h2").innerText()).toBe("诊断");
    expect(await page.locator("dialog .findings li").first().innerText()).toMatch(/[\u4e00-\u9fff]{4}/);
    await close(page);
    await page.keyboard.press("g");
  });

  test("changes nothing by looking", async () => {
    const events = () => page.evaluate(() => window.lvsLab.page.recording().events.length);
    await goTo(page, { position: 1e9 });
    const before = await events();
    await ask(page);
    expect(await events()).toBe(before);
    await close(page);
  });
});

test("the doctor is silent about a sound lab", async () => {
  const { page } = await open({ query: "scenario=nat-port-mapping" });
  await page.evaluate(() => window.lvsLab.page.player.pause());
  await ask(page);
  expect(await page.locator("dialog .findings li").count()).toBe(0);
  expect(await page.locator("dialog .doctor-count [role=status]").innerText()).toContain("Nothing found");
});
