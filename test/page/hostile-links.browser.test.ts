/**
 * Links that are broken, or made to do harm: a clear message and the list of scenarios, nothing lost of what
 * was open, and a page that goes on living.
 */

import { randomBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { isWhole, openLabPage, pick, playToEnd, screen, settled, typeAt } from "#support/lab-page";
import { stageOf, terminalAtMoment } from "#support/lab-sights";
import { visit } from "#support/page-visit";

const { open, browser, url } = labBrowser();

const fragmentOf = (said: unknown, version = "1"): string =>
  `${version}.${deflateRawSync(JSON.stringify(said)).toString("base64url")}`;

const typed = (line: string, node = "client") => [[1e9, "type", node, 0, line]];

/** As much of a link as it needs. */
const plain = { s: "nat-basic", u: 2e9, m: [1e9, 1], l: "en", c: [] };

const mine = (setup: string): string => `title: { en: Mine, zh: 我的 }
segments: { lan: {} }
nodes:
  a: { kind: client, devices: { eth0: lan }, setup: ${JSON.stringify(setup)} }
  b: { kind: host, devices: { eth0: lan } }
`;

const marked = '<img src=x onerror="window.ran = true">';

const refused: readonly (readonly [string, string, RegExp])[] = [
  ["is damaged", "1.!!!!", /damaged/],
  ["is cut short", fragmentOf(plain).slice(0, 20), /damaged/],
  ["is of a newer version", fragmentOf(plain, "2"), /newer version/],
  ["is too long", `1.${randomBytes(160_000).toString("base64url")}`, /more than an experiment can/],
  [
    "grows when it is read",
    fragmentOf({ ...plain, y: "a".repeat(2_000_000) }),
    /more than an experiment can/,
  ],
  ["holds something else", fragmentOf(["hello"]), /something other than an experiment/],
  [
    "names an unknown scenario",
    fragmentOf({ ...plain, s: "no-such" }),
    /“no-such”, which this lab does not have/,
  ],
  ["types at an unknown machine", fragmentOf({ ...plain, c: typed("ls", "nobody") }), /“nobody”/],
  ["holds a scenario with mistakes", fragmentOf({ ...plain, s: undefined, y: "nodes: 5" }), /has mistakes/],
  ["holds HTML for a name", fragmentOf({ ...plain, c: typed("ls", marked) }), /“<img src=x onerror=/],
];

const lastRefused = refused.at(-1)?.[1];

/** That a scenario can be chosen and played after all. */
async function isAlive(page: Page): Promise<void> {
  const { dialog } = await page.evaluate(() => window.lvsLab.page.store.state());
  if (dialog === undefined) await page.locator("#bar .scenario").click();
  await page.locator("dialog .card").filter({ hasText: "Direct routing behind a router" }).first().click();
  await page.waitForFunction(() => window.lvsLab.page.store.state().scenario?.name === "direct-routing");
  expect(await playToEnd(page)).toBe("idle");
  expect((await stageOf(page)).machines.length).toBe(5);
}

test.each(refused)("a link that %s is refused with a clear message", async (_what, fragment, message) => {
  const { page, complaints, close } = await openLabPage(browser(), `${url()}#${fragment}`);
  await expect.poll(() => page.locator(".notice.bad").innerText()).toMatch(message);
  await page.locator("dialog[open] .card").first().waitFor();
  await expect.poll(async () => (await stageOf(page)).machines.length).toBeGreaterThan(1);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  if (fragment === lastRefused) await isAlive(page);
  expect(complaints).toEqual([]);
  await close();
});

describe("in a tab where something is open", () => {
  let page: Page;
  let before: unknown;

  const standing = async (): Promise<unknown> => {
    await settled(page);
    const lab = await page.evaluate(() => {
      const { store, recording } = window.lvsLab.page;
      const { scenario, moment, head } = store.state();
      return { scenario, moment, head, log: recording().log, events: recording().events.length };
    });
    return { lab, stage: await stageOf(page), terminal: await terminalAtMoment(page) };
  };

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=tunnel-basic" }));
    await playToEnd(page);
    await typeAt(page, "rs1", "echo mine");
    // The address bar has taken it up, so that what is followed from now on is another link.
    await page.waitForFunction(() => location.hash.startsWith("#1."));
    before = await standing();
  });

  test.each(refused)("a link that %s takes nothing away", async (_what, fragment, message) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
    await expect.poll(() => page.locator(".notice.bad").innerText()).toMatch(message);
    await page.locator("dialog[open] .card").first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".notice button").last().click();
    expect(await standing()).toEqual(before);
  });
});

describe("a link that would run for ever", () => {
  test.each([
    ["a loop of the shell", "while :; do :; done"],
    ["a loop of awk", "awk 'BEGIN { while (1) {} }'"],
    ["a function that calls itself", "f() { f; }; f"],
    ["output without an end", "yes"],
    ["output for hours", "seq 1 999999999"],
    ["very many words", "for i in $(seq 300000); do echo $i; done"],
  ])("with %s opens: its loop is interrupted like any other", async (_what, line) => {
    const fragment = fragmentOf({ ...plain, u: 5e9, c: typed(line) });
    const { page, complaints } = await openLabPage(browser(), `${url()}#${fragment}`);
    await page.waitForFunction(() => window.lvsLab.page.store.state().player.play === "paused");
    expect(await page.evaluate(() => window.lvsLab.page.recording().log.length)).toBe(1);
    await isAlive(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  /** Opens it; not all of the page is there before it is loaded. */
  const follow = async (fragment: string) =>
    visit(await browser().newContext({ viewport: screen }), `${url()}?lang=en#${fragment}`);

  const showsProgress = async (page: Page): Promise<void> => {
    await page.locator(".progress progress").waitFor();
    await page.getByRole("button", { name: "Stop it and take back the last command" }).click();
  };

  test("and whose work grows without an end shows how far it is, and can be stopped", async () => {
    const fragment = fragmentOf({ ...plain, u: 5e9, c: typed(":(){ :|:& };:") });
    const { page, complaints } = await follow(fragment);
    await showsProgress(page);
    await expect.poll(() => page.locator(".notice").innerText()).toContain("the last command is taken back");
    expect(await page.evaluate(() => window.lvsLab.page.recording().log)).toEqual([]);
    expect(await page.locator(".progress").count()).toBe(0);
    await isAlive(page);
    expect(complaints).toEqual([]);
  });

  test("from its own scenario's setup leads back to the scenarios when it is stopped", async () => {
    const y = mine("f() { f | f & }; f");
    const { page } = await follow(fragmentOf({ ...plain, u: 5e9, s: undefined, y }));
    await showsProgress(page);
    await expect.poll(() => page.locator(".notice").innerText()).toContain("Choose a scenario");
    await isAlive(page);
  });
});

test("a scenario of one's own opens, and its words are text", async () => {
  const y = mine("ip addr add 10.0.0.1/24 dev eth0").replace("Mine", marked);
  const fragment = fragmentOf({ ...plain, s: undefined, y, c: [] });
  const { page, complaints } = await openLabPage(browser(), `${url()}#${fragment}`);
  await isWhole(page);
  expect(await page.locator("#scenario h2").innerText()).toBe(marked);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  const { machines } = await stageOf(page);
  expect(machines.map(({ name, lines }) => [name, ...lines])).toEqual([
    ["a", "eth0 10.0.0.1"],
    ["b", "eth0 —"],
  ]);
  await pick(page, "NAT with two real servers");
  await page.waitForFunction(() => window.lvsLab.page.store.state().scenario?.name === "nat-basic");
  expect(complaints).toEqual([]);
});
