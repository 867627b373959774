/**
 * What tutorials say of LVS, in a real browser: chosen from the list, answered, settled by what happens; each
 * of them to its end, and nothing of them loaded before they are asked for.
 */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readClaims } from "#cli/open-claims";
import { shippedScenarios } from "#cli/open-lesson";
import { answers, asked } from "#lesson/claim-lesson";
import { violations } from "#support/access";
import { labBrowser } from "#support/lab-browser";
import type { LabPage } from "#support/lab-page";
import { whyOf } from "#support/lab-sights";
import { beginLesson, finishLesson, give, knowing, lessonText, panelOf, untilPhase } from "#support/learner";

const { open } = labBrowser();
const { claims } = readClaims();
const scenarios = shippedScenarios();

const wrong = { kind: "outcome", name: answers.holds } as const;
const right = { kind: "outcome", name: answers.fails } as const;

async function showClaims(page: Page): Promise<void> {
  await page.locator("#bar .scenario").click();
  await page.locator("dialog [data-claim]").first().waitFor();
}

test.each([
  ["en", "light", "It is not so.", "not so"],
  ["zh", "dark", "不对。", "不对"],
])("a claim is chosen, answered and settled (%s, %s)", async (...[language, theme, verdict, mark]) => {
  const { page, close, complaints } = await open({ query: `lang=${language}&theme=${theme}` });
  await showClaims(page);
  expect(await page.locator("dialog [data-claim]").count()).toBe(claims.length);
  expect(await violations(page)).toEqual([]);
  await page.locator('dialog [data-claim="rr-begins-with-first"]').click();
  await untilPhase(page, ["asked"]);
  await page.evaluate(() => window.lvsLab.page.player.setSpeed("max"));
  await give(page, wrong);
  await untilPhase(page, ["answeredWrong"]);
  await panelOf(page, "[data-moment]").click();
  expect(await violations(page)).toEqual([]);
  await panelOf(page, "[data-retry]").click();
  await untilPhase(page, ["asked"]);
  expect(await page.locator("#stage").textContent()).toContain("10.0.0.203");
  await give(page, right);
  await untilPhase(page, ["done"]);
  expect(await lessonText(page)).toContain(verdict);
  expect(JSON.stringify(await whyOf(page))).toContain("10.0.0.203:80");
  await panelOf(page, "[data-next]").click();
  await untilPhase(page, ["finished"]);
  await showClaims(page);
  const row = page.locator('dialog [data-claim="rr-begins-with-first"]');
  expect(await row.innerText()).toContain(mark);
  expect(await page.locator("dialog .claim .verdict").count()).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});

test("a link leads to a claim, and its language can be changed", async () => {
  const { page, close } = await open({ query: `lesson=fullnat-hides-client&step=${asked}` });
  await untilPhase(page, ["asked"]);
  expect(await lessonText(page)).toContain("FULLNAT hides the client from the server");
  await page.locator("#bar").getByText("中文").click();
  await expect.poll(() => lessonText(page)).toContain("FULLNAT 会让服务器看不到客户端地址");
  await close();
});

test("nothing of the claims is loaded before somebody asks for them", async () => {
  const { page, close } = await open({ query: "" });
  const loaded = () =>
    page.evaluate(
      () => performance.getEntriesByType("resource").filter(({ name }) => /claims/.test(name)).length,
    );
  await page.evaluate(() => window.lvsLab.page.begun);
  expect(await loaded()).toBe(0);
  await beginLesson(page, "rr-begins-with-first");
  await untilPhase(page, ["asked"]);
  expect(await loaded()).toBeGreaterThan(0);
  await close();
});

describe("each of them comes to its end", () => {
  let lab: LabPage;
  beforeAll(async () => {
    lab = await open({ query: "lang=zh" });
  });
  afterAll(() => lab?.close());

  test.each(claims.map((one) => [one.claim.name, one] as const))(
    "%s",
    { timeout: 60_000 },
    async (name, one) => {
      const scenario = scenarios.find(one.claim.scenario);
      if (scenario === undefined) throw new Error("there is no such scenario");
      await beginLesson(lab.page, name);
      await finishLesson(lab.page, await knowing(one.lesson, scenario));
      expect(await lessonText(lab.page)).toContain(one.words.zh.title);
      expect(lab.complaints).toEqual([]);
    },
  );
});
