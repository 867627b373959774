/**
 * A command typed while looking at the past forks there: what was before is the same, the old future is kept
 * as a branch, terminals show only what had been typed by then, and undo takes it back.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { goTo, playToEnd, press, settled, typeAt } from "#support/lab-page";
import { chooseTerminal, stageOf, terminalAtMoment } from "#support/lab-sights";

const { open } = labBrowser();

/** Between the first request of the scenario and its second. */
const between = 3.8e9;
/** A moment of the first request, with frames under way. */
const early = 95;

const quiesce = "ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w 0";

/** Everything that happened up to a moment, and what was typed. */
const pastOf = (page: Page, until: number): Promise<string> =>
  page.evaluate((until) => {
    const { events, pieces } = window.lvsLab.page.recording();
    const before = ({ at }: { readonly at: number }): boolean => at < until;
    return JSON.stringify([events.filter(before), pieces.filter(before)]);
  }, until);

const logOf = (page: Page) => page.evaluate(() => window.lvsLab.page.recording().log.map(({ act }) => act));

const branchesOf = (page: Page) =>
  page.evaluate(() =>
    window.lvsLab.experiment().branches.map(({ recording, leftAt }) => ({
      events: recording.events.length,
      leftAt,
    })),
  );

describe("a command typed in the past", () => {
  let page: Page;
  let old: {
    readonly past: string;
    readonly whole: string;
    readonly stage: unknown;
    readonly events: number;
  };

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=nat-basic" }));
    expect(await playToEnd(page)).toBe("idle");
    await goTo(page, { position: early });
    old = {
      past: await pastOf(page, between),
      whole: await pastOf(page, 1e12),
      stage: await stageOf(page),
      events: await page.evaluate(() => window.lvsLab.page.recording().events.length),
    };
  });

  test("is said to fork before it is typed", async () => {
    await goTo(page, { at: between });
    expect(await page.locator(".player-standing").innerText()).toBe("past · typing forks here");
    await chooseTerminal(page, "director");
    const shown = await terminalAtMoment(page);
    expect(shown).toContain("ipvsadm -L");
    expect(shown).not.toContain("ip_vs_conn");
  });

  test("begins a branch there, and the old future is kept", async () => {
    await typeAt(page, "director", quiesce);
    expect(await logOf(page)).toEqual([
      { kind: "type", terminal: { node: "director", number: 0 }, text: quiesce },
    ]);
    expect(await branchesOf(page)).toEqual([{ events: old.events, leftAt: between }]);
    const { at } = await page.evaluate(() => window.lvsLab.page.store.state().head);
    expect(at).toBeGreaterThan(between);
    expect(at).toBeLessThan(between + 2e9);
    expect(await page.locator(".player-standing").innerText()).not.toContain("past");
  });

  test("leaves what was before as it was", async () => {
    expect(await pastOf(page, between)).toBe(old.past);
    await goTo(page, { position: early });
    expect(await stageOf(page)).toEqual(old.stage);
  });

  test("follows in its terminal what was typed before, not what came later in the old future", async () => {
    await goTo(page, { position: 1e9 });
    await chooseTerminal(page, "director");
    const shown = await terminalAtMoment(page);
    expect(shown.replaceAll("\n", "")).toContain(`root@director:~# ${quiesce}root@director:~#`);
    expect(shown).not.toContain("cat /proc/net/ip_vs");
    await goTo(page, { at: between - 1 });
    expect(await terminalAtMoment(page)).not.toContain("-w 0");
  });

  test("changes what comes: the quiesced server is picked no more", async () => {
    await goTo(page, { position: 1e9 });
    expect(await playToEnd(page)).toBe("idle");
    await chooseTerminal(page, "client");
    const answers = (await terminalAtMoment(page)).match(/RS\d/g);
    expect(answers).toEqual(["RS2", "RS2", "RS2", "RS2"]);
  });

  test("is taken back by undo, and then all happens as it did at first", async () => {
    await press(page, "u");
    await expect.poll(() => logOf(page)).toEqual([]);
    await settled(page);
    const { at } = await page.evaluate(() => window.lvsLab.page.store.state().moment);
    expect(at).toBe(between);
    await chooseTerminal(page, "director");
    expect(await terminalAtMoment(page)).not.toContain("-w 0");
    expect(await playToEnd(page)).toBe("idle");
    expect(await pastOf(page, 1e12)).toBe(old.whole);
    await expect.poll(() => page.locator("#live").textContent()).toBeTruthy();
  });

  test("is told where there is nothing to undo", async () => {
    await press(page, "u");
    await expect.poll(() => page.locator("#live").textContent()).toMatch(/nothing has been typed/i);
    expect(await pastOf(page, 1e12)).toBe(old.whole);
  });
});
