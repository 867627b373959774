/**
 * Visits to the course in a real browser: by links, on other days, with damaged or full storage, in another
 * language, on a phone, before a class; and nothing that keeps anybody from it.
 */

import { describe, expect, test } from "vitest";
import { lessonNames } from "#cli/open-lesson";
import { violations } from "#support/access";
import { labBrowser } from "#support/lab-browser";
import { type HowToOpen, type LabPage, press, settled } from "#support/lab-page";
import { beginLesson, give, momentOf, panelOf, phaseOf, standAt, untilPhase } from "#support/learner";

const { open } = labBrowser();

const opened = (query: string, phases: readonly string[]): Promise<LabPage> => standAt(open, query, phases);

type Prepare = NonNullable<HowToOpen["prepare"]>;

describe("progress and links", () => {
  test("a step that is done is done after the page was loaded again, at the same step", async () => {
    const { page, close } = await opened("lesson=who-has-vip", ["reading"]);
    await panelOf(page, "[data-next]").click();
    await untilPhase(page, ["asked"], "first-answer");
    await page.waitForFunction(() => location.search.includes("step=first-answer") && location.hash === "");
    await page.reload();
    await untilPhase(page, ["asked"], "first-answer");
    expect(await panelOf(page, ".steps .done").count()).toBe(1);
    await page.locator("#bar .scenario").click();
    const card = page.locator('dialog [data-lesson="who-has-vip"]');
    await card.waitFor();
    expect(await card.innerText()).toContain("begun");
    expect(await page.locator("dialog [data-lesson]").count()).toBe(lessonNames().length);
    await close();
  });

  test.each([
    ["lesson=no-such-lesson", "There is no lesson “no-such-lesson”"],
    ["lesson=no-such-lesson&lang=zh", "没有名为“no-such-lesson”的课程"],
  ])("?%s says so, and shows the course", async (query, text) => {
    const { page, close } = await open({ query });
    await page.locator("dialog [data-lesson]").first().waitFor();
    expect(await page.locator(".notice").innerText()).toContain(text);
    await close();
  });

  test("a link to a step that does not exist begins the lesson, and says so", async () => {
    const { page, close } = await opened("lesson=who-has-vip&step=nothing", ["reading"]);
    expect(await page.locator(".notice").innerText()).toContain("no step “nothing”");
    await close();
  });

  test("progress that is damaged is said and kept aside, and lessons go on", async () => {
    const prepare: Prepare = (context) =>
      context.addInitScript(() => {
        if (localStorage.getItem("lvs-lab.progress") === null) {
          localStorage.setItem("lvs-lab.progress", '{"version":1,"lessons":');
        }
      });
    const { page, close, complaints } = await open({ query: "lesson=who-has-vip", prepare });
    await untilPhase(page, ["reading"]);
    await panelOf(page, "[data-next]").click();
    await untilPhase(page, ["asked"]);
    const kept = await page.evaluate(() => localStorage.getItem("lvs-lab.progress"));
    expect(JSON.parse(kept ?? "")).toMatchObject({
      lessons: { "who-has-vip": { reached: 1 } },
      aside: ['{"version":1,"lessons":'],
    });
    await page.locator("#bar .scenario").click();
    expect(await page.locator("dialog .trouble").innerText()).toContain("cannot be read");
    expect(complaints).toEqual([]);
    await close();
  });

  test("a store that is full is said, and the lesson goes on", async () => {
    const prepare: Prepare = (context) =>
      context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
    const { page, close } = await open({ query: "lesson=who-has-vip", prepare });
    await untilPhase(page, ["reading"]);
    await panelOf(page, "[data-next]").click();
    await untilPhase(page, ["asked"]);
    await page.locator("#bar .scenario").click();
    expect(await page.locator("dialog .trouble").innerText()).toContain("does not keep your progress");
    await close();
  });
});

test("the language is switched in the middle of a lesson, and the place is kept", async () => {
  const { page, close } = await opened("lesson=who-has-vip&step=first-answer", ["asked"]);
  const before = await momentOf(page);
  await press(page, "g");
  await page.waitForFunction(() => document.querySelector(".lesson-panel h2")?.textContent?.includes("谁"));
  expect(await phaseOf(page)).toBe("asked");
  expect(await momentOf(page)).toEqual(before);
  await give(page, { kind: "machine", node: "rs1" });
  await untilPhase(page, ["done"]);
  await close();
});

test("steps that were reached can be gone back to, and the lesson can be left for its scenario", async () => {
  const { page, close } = await opened("lesson=who-has-vip", ["reading"]);
  const begun = await momentOf(page);
  await panelOf(page, "[data-next]").click();
  await untilPhase(page, ["asked"]);
  expect(await panelOf(page, ".steps button:disabled").count()).toBe(3);
  await panelOf(page, ".steps button").first().click();
  await untilPhase(page, ["reading"], "one-question");
  expect(await momentOf(page)).toEqual(begun);
  await panelOf(page, ".leave").click();
  await page.waitForFunction(() => window.lvsLab.page.store.state().lesson === undefined);
  await page.waitForFunction(() => document.querySelector(".scenario-panel h2") !== null);
  expect(await page.locator(".lesson-panel").count()).toBe(0);
  await page.waitForFunction(() => !location.search.includes("lesson"));
  await close();
});

test("who was never here is invited once", async () => {
  const { page, close } = await open();
  const invitation = page.locator(".invitation");
  await invitation.waitFor();
  await invitation.getByText("Begin with lesson 1").click();
  await untilPhase(page, ["reading"], "nobody-listens");
  await page.goto(page.url().replace(/\?.*/, ""));
  await page.waitForSelector("#terminals .xterm-rows");
  await settled(page);
  expect(await invitation.count()).toBe(0);
  await close();
});

test("a projector has the step for a caption, where it can be answered", async () => {
  const { page, close } = await opened("lesson=who-has-vip&step=first-answer", ["asked"]);
  await press(page, "p");
  await page.locator("#caption .lesson-panel").waitFor();
  expect(await page.locator("#caption").innerText()).toContain("Which machine will answer first?");
  await give(page, { kind: "machine", node: "rs1" });
  await untilPhase(page, ["done"]);
  await page.locator("#caption [data-next]").click();
  await untilPhase(page, ["asked"], "whose-answer");
  await press(page, "p");
  await page.locator("#scenario .lesson-panel").waitFor();
  await close();
});

test("on a phone the panel gives way while something moves, and comes back", async () => {
  const { page, close } = await open({
    query: "lesson=who-has-vip&step=first-answer",
    viewport: { width: 390, height: 844 },
    prepare: async () => {},
  });
  await untilPhase(page, ["asked"]);
  const sheet = () => page.evaluate(() => window.lvsLab.page.store.state().sheet);
  await expect.poll(sheet).toBe("scenario");
  await panelOf(page, '[data-choice="rs1"]').click();
  await panelOf(page, "[data-answer]").click();
  await expect.poll(sheet).toBeUndefined();
  await untilPhase(page, ["done"]);
  await expect.poll(sheet).toBe("scenario");
  expect(await page.locator("#sheets [aria-pressed=true]").innerText()).toBe("Lesson");
  await close();
});

test.each([
  ["en", "light"],
  ["zh", "dark"],
])("axe finds nothing wrong in any phase (%s, %s)", async (language, theme) => {
  const query = `lesson=who-has-vip&step=first-answer&lang=${language}&theme=${theme}`;
  const { page, close } = await opened(query, ["asked"]);
  expect(await violations(page)).toEqual([]);
  await give(page, { kind: "machine", node: "director" });
  await untilPhase(page, ["answeredWrong"]);
  expect(await violations(page)).toEqual([]);
  await beginLesson(page, "first-request");
  await untilPhase(page, ["reading"]);
  expect(await violations(page)).toEqual([]);
  await panelOf(page, "[data-next]").click();
  await untilPhase(page, ["trying"]);
  await panelOf(page, ".hints button").click();
  expect(await violations(page)).toEqual([]);
  await page.locator("#bar .scenario").click();
  await page.locator("dialog [data-lesson]").first().waitFor();
  expect(await violations(page)).toEqual([]);
  await close();
});
