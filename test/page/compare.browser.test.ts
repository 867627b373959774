/**
 * Two runs side by side: one setting flipped, two ways of forwarding, a branch beside its past. What differs
 * first is said and shown, one clock moves both, and the experiment is as it was afterwards.
 */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "#support/access";
import { labBrowser } from "#support/lab-browser";
import { eventLike, goTo, lookAt, playToEnd, press, settled, typeAt } from "#support/lab-page";

const { open } = labBrowser();

/** What is said of the first difference, run by run: its name, the event, and what decided. */
const firstOf = (page: Page): Promise<string[][]> =>
  page
    .locator(".compare-event")
    .evaluateAll((events) =>
      events.map((event) =>
        [...event.querySelectorAll("h4, p")].map(
          (line) => line.textContent?.replace(/\s+/g, " ").trim() ?? "",
        ),
      ),
    );

/** The machines that carry the sign of difference, stage by stage. */
const markedOf = (page: Page): Promise<string[][]> =>
  page
    .locator(".compare-stage")
    .evaluateAll((stages) =>
      stages.map((stage) =>
        [...stage.querySelectorAll("g.machine")]
          .filter((machine) => machine.querySelector(".differs-sign") !== null)
          .map((machine) => machine.getAttribute("data-id") ?? ""),
      ),
    );

const timesOf = (page: Page): Promise<string[]> =>
  page.locator(".compare-label .compare-time").allInnerTexts();

const experimentOf = (page: Page) =>
  page.evaluate(() => {
    const { recording, branches } = window.lvsLab.experiment();
    const { moment, selection } = window.lvsLab.page.store.state();
    const { events, log, pieces } = recording;
    return {
      events: events.length,
      log,
      pieces: pieces.length,
      branches: branches.length,
      moment,
      selection,
    };
  });

const openBoard = (page: Page) => page.locator(".compare-first h3").waitFor();

const openChoice = async (page: Page): Promise<void> => {
  await page
    .locator("#bar")
    .getByRole("button", { name: /^(Compare|对比)$/ })
    .click();
  await page.locator(".compare-way").first().waitFor();
};

const tab = async (page: Page, name: string): Promise<void> => {
  await page.locator(`dialog [data-tab=${name}]`).click();
  await settled(page);
};

describe("one setting flipped", () => {
  let page: Page;
  let before: unknown;

  beforeAll(async () => {
    ({ page } = await open());
    expect(await playToEnd(page)).toBe("idle");
    await goTo(page, { position: 30 });
    before = await experimentOf(page);
    await openChoice(page);
    await page.selectOption(".compare-way select[name=node]", "rs1");
    await page.locator(".compare-way input[name=line]").fill("sysctl -w net.ipv4.conf.all.arp_ignore=1");
    await page.keyboard.press("Enter");
    await openBoard(page);
  }, 60_000);

  test("the first difference is that rs1 answers in one run and is silent in the other", async () => {
    await page.locator(".compare-event .link").nth(1).waitFor();
    const [own, flipped] = await firstOf(page);
    expect(own?.[0]).toMatch(/^This run/);
    expect(own?.[1]).toMatch(/^rs1: answers on eth0: 10\.0\.0\.10 is at/);
    expect(own?.[2]).toContain("arp_ignore is the larger of all (0) and eth0 (0): 0");
    expect(flipped?.[0]).toMatch(/^With rs1# sysctl -w net\.ipv4\.conf\.all\.arp_ignore=1/);
    expect(flipped?.[1]).toMatch(/^rs1: does not answer “who has 10\.0\.0\.10\?”/);
    expect(flipped?.[2]).toContain("arp_ignore is the larger of all (1) and eth0 (0): 1");
  });

  test("it is shown at that moment on both stages, and rs1 is marked on both", async () => {
    await settled(page);
    expect(new Set(await timesOf(page))).toEqual(new Set(["t = 507.180 ms"]));
    expect(await markedOf(page)).toEqual([["rs1"], ["rs1"]]);
    expect(await page.locator(".compare-stage .is-alone .differs-sign").count()).toBe(1);
    const whys = await page.locator("#compare-panel .why h2").allInnerTexts();
    expect(whys).toEqual(["rs1 answers for the VIP 10.0.0.10", "rs1 keeps silent about 10.0.0.10"]);
  });

  test("tables that differ are named with the cells of both runs", async () => {
    await tab(page, "tables");
    const row = page.locator(".compare-tables tr").filter({ hasText: "net.ipv4.conf.all.arp_ignore" });
    expect(await row.locator("td").allInnerTexts()).toEqual([
      expect.stringMatching(/^0/),
      expect.stringMatching(/^1/),
    ]);
  });

  test("one clock moves both runs, by keys and by playing", async () => {
    await page.locator(".compare-slider").evaluate((slider) => slider.blur());
    await page.locator(".dialog.compare").focus();
    await page.keyboard.press("Home");
    await settled(page);
    expect(new Set(await timesOf(page))).toEqual(new Set(["t = 0.0 µs"]));
    expect(await markedOf(page)).toEqual([[], []]);
    await page.keyboard.press("Space");
    await page.waitForFunction(() => {
      const [one, other] = [...document.querySelectorAll(".compare-label .compare-time")];
      return one?.textContent !== "t = 0.0 µs" && one?.textContent === other?.textContent;
    });
    await page.keyboard.press("Space");
    await page.keyboard.press("Home");
    await page.keyboard.press("n");
    await page.keyboard.press("n");
    await settled(page);
    expect((await timesOf(page))[0]).not.toBe("t = 0.0 µs");
    await page.locator(".compare-first .button").click();
    await settled(page);
    expect(await timesOf(page)).toEqual(["t = 507.180 ms", "t = 507.180 ms"]);
  });

  test("Escape leads back, and the experiment is as it was", async () => {
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
    expect(await experimentOf(page)).toEqual(before);
    expect(await page.locator(".compare-board").count()).toBe(0);
  });

  test("a remedy can be held against leaving things as they are", async () => {
    await lookAt(page, await eventLike(page, { kind: "arp-reply-sent", node: "rs1" }));
    await page.locator("#face-why .why-remedy").first().getByText("Compare with and without").click();
    await openBoard(page);
    await page.locator(".compare-event .link").nth(1).waitFor();
    expect((await firstOf(page))[1]?.[1]).toMatch(/^rs1: does not answer/);
  });
});

describe("NAT beside direct routing", () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=nat-basic" }));
    await openChoice(page);
    await page.selectOption(".compare-way select[name=scenario]", "direct-routing");
    await page.getByRole("button", { name: "Compare: Against another scenario" }).click();
    await openBoard(page);
  }, 60_000);

  test("the client asks the director in one, its router in the other", async () => {
    await page.locator(".compare-event .link").nth(1).waitFor();
    const events = (await firstOf(page)).map((lines) => lines[1]);
    expect(events).toEqual([
      expect.stringContaining("who has 192.168.10.200?"),
      expect.stringContaining("who has 192.168.10.101?"),
    ]);
    expect((await markedOf(page))[1]).toContain("router");
  });

  test("their hop tables stand beside each other, what differs marked", async () => {
    await tab(page, "hops");
    await page.getByRole("button", { name: "Show the first request" }).click();
    await settled(page);
    const hops = await page.locator(".compare-hops").evaluateAll((tables) =>
      tables.map((table) => ({
        heads: [...table.querySelectorAll("th.col button")].map((head) =>
          head.textContent?.replace(/\s+/g, " ").trim(),
        ),
        differing: [...table.querySelectorAll("tr")]
          .filter((row) => row.querySelector("td.differs") !== null)
          .map((row) => row.querySelector("th")?.textContent),
      })),
    );
    expect(hops.map(({ heads }) => heads)).toEqual([
      ["client →director", "director →rs2", "rs2 →director", "director →client"],
      ["client →router", "router →director", "director →rs2", "rs2 →router", "router →client"],
    ]);
    // Another next machine, the address rewritten or not on the way there, and the answer's source.
    for (const { differing } of hops) expect(differing).toEqual(expect.arrayContaining(["dst", "src"]));
    const alone = await page.locator(".compare-hops th.col:has(.alone)").allInnerTexts();
    expect(alone.map((head) => head.split(" ")[0])).toEqual(["director", "router", "router"]);
  });
});

test("a branch beside its past, on a phone in Chinese", async () => {
  const { page, close } = await open({ query: "scenario=nat-basic&lang=zh&theme=dark" });
  expect(await playToEnd(page)).toBe("idle");
  await goTo(page, { at: 3.8e9 });
  await typeAt(page, "director", "ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w 0");
  await openChoice(page);
  await page.getByRole("button", { name: /^分支 1/ }).click();
  await openBoard(page);
  await page.locator(".compare-event .link").nth(1).waitFor();
  const [own, branch] = await firstOf(page);
  expect([own?.[1], branch?.[1]]).toEqual([
    expect.stringContaining("10.0.0.202"),
    expect.stringContaining("10.0.0.201"),
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  const boxes = await page
    .locator(".compare-stage")
    .evaluateAll((stages) => stages.map((stage) => stage.getBoundingClientRect().toJSON()));
  expect(boxes[1].y).toBeGreaterThan(boxes[0].y + boxes[0].height - 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);
  await close();
}, 60_000);

test("two branches beside each other, from the keyboard", async () => {
  const { page } = await open({ query: "scenario=nat-basic" });
  expect(await playToEnd(page)).toBe("idle");
  for (const weight of [0, 5, 1]) {
    await goTo(page, { at: 3.8e9 - 1 });
    await typeAt(page, "director", `ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w ${weight}`);
  }
  await press(page, "m");
  const compare = page.getByRole("button", { name: "Compare: Two branches with each other" });
  await compare.waitFor();
  // What was left first is the scenario's own future; then come those with weight 0 and weight 5.
  expect(await page.locator(".compare-branches option").count()).toBe(6);
  await compare.press("Enter");
  await openBoard(page);
  const names = await page.locator(".compare-label").allInnerTexts();
  expect(names).toEqual([
    expect.stringMatching(/^Branch 2, left at 3.8.* s: director# ipvsadm .*-w 0/),
    expect.stringMatching(/^Branch 3, left at 3.8.* s: director# ipvsadm .*-w 5/),
  ]);
  await page.locator(".compare-event .link").nth(1).waitFor();
  // Without weight rs1 is passed over; with 5 it is the first choice.
  const picks = (await firstOf(page)).map(([, event]) => event);
  expect(picks).toEqual([
    expect.stringContaining("picks 10.0.0.202:80"),
    expect.stringContaining("picks 10.0.0.201:80"),
  ]);
}, 60_000);

describe("axe finds nothing", () => {
  const opened: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of opened) await close();
  });

  test.each([
    ["en", "light"],
    ["zh", "dark"],
  ])(
    "in %s, %s, in the choice and on every tab",
    async (language, theme) => {
      const { page, close } = await open({ query: `lang=${language}&theme=${theme}` });
      opened.push(close);
      await openChoice(page);
      expect(await violations(page)).toEqual([]);
      await page.locator(".compare-way input[name=line]").fill("sysctl -w net.ipv4.conf.all.arp_ignore=1");
      await page.keyboard.press("Enter");
      await openBoard(page);
      await page.locator(".compare-event .link").nth(1).waitFor();
      for (const name of ["why", "hops", "tables"]) {
        await tab(page, name);
        expect(await violations(page), name).toEqual([]);
      }
    },
    60_000,
  );
});
