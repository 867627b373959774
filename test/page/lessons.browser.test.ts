/**
 * A lesson in a real browser, as learners go through it: they err, look back, ask for hints, switch the
 * language, come back the next day, and use nothing but the keyboard.
 */

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { courseNames } from "#cli/open-lesson";
import { violations } from "#support/access";
import { labBrowser } from "#support/lab-browser";
import { type LabPage, press, settled } from "#support/lab-page";
import { terminalOf } from "#support/lab-sights";
import { beginLesson, give, lessonText, phaseOf, typeLines, untilPhase } from "#support/learner";

const { open } = labBrowser();

const panel = (page: Page, what: string) => page.locator(`.lesson-panel ${what}`);

/** Opens a lesson by its link, without a limit on speed, and stands where it is the learner's turn. */
async function opened(query: string, phases: readonly string[]): Promise<LabPage> {
  const lab = await open({ query });
  await lab.page.evaluate(() => window.lvsLab.page.player.setSpeed("max"));
  await untilPhase(lab.page, phases);
  return lab;
}

const momentOf = (page: Page) => page.evaluate(() => window.lvsLab.page.store.state().moment);

describe("a question", () => {
  test("is asked while time stands still, whatever keys are pressed and lines typed", async () => {
    const { page, close, complaints } = await opened("lesson=who-has-vip&step=first-answer", ["asked"]);
    const before = await momentOf(page);
    await press(page, " ", "ArrowRight", "l", "End", "u");
    await page.evaluate(() => window.lvsLab.page.typeAt("router", "ip neigh", true));
    await settled(page);
    expect(await momentOf(page)).toEqual(before);
    expect(await phaseOf(page)).toBe("asked");
    expect(await page.locator(".notice").innerText()).toContain("Answer first");
    expect(complaints).toEqual([]);
    await close();
  });

  test("answered wrong is met by its reply, the deciding event and a way to it; then right", async () => {
    const { page, close, complaints } = await opened("lesson=who-has-vip&step=first-answer", ["asked"]);
    await give(page, { kind: "machine", node: "director" });
    await untilPhase(page, ["answeredWrong"]);
    expect(await lessonText(page)).toContain("it is not the first: rs1 has just sent an answer");
    await panel(page, "[data-moment]").click();
    await settled(page);
    const { selection, moment } = await page.evaluate(() => window.lvsLab.page.store.state());
    const event = await page.evaluate(
      ({ position }) => window.lvsLab.page.recording().events[position - 1],
      moment,
    );
    expect(event).toMatchObject({ id: selection.event, event: { kind: "arp-reply-sent", node: "rs1" } });
    expect(await page.locator("#inspector [role=tab][aria-selected=true]").innerText()).toBe("Why");
    await panel(page, "[data-retry]").click();
    await untilPhase(page, ["asked"]);
    // Asked again, nothing of the answer is there.
    const ahead = await page.evaluate(() => {
      const { recording, store } = window.lvsLab.page;
      return recording().events.length - store.state().moment.position;
    });
    expect(ahead).toBe(0);
    await give(page, { kind: "machine", node: "rs1" });
    await untilPhase(page, ["done"]);
    expect(await lessonText(page)).toContain("Your prediction came true.");
    // Who erred has not earned it, and may go on all the same.
    expect(await panel(page, "[aria-current=step]").getAttribute("class")).toBe("shown");
    expect(complaints).toEqual([]);
    await close();
  });

  test("is answered by the keyboard alone, at the stage", async () => {
    const { page, close } = await opened("lesson=who-has-vip&step=first-answer", ["asked"]);
    await page.locator('#stage .machine[data-id="rs1"]').focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector('.lesson-panel [data-choice="rs1"][aria-pressed="true"]');
    expect(await page.locator("#stage [data-picked]").getAttribute("data-id")).toBe("rs1");
    await panel(page, "[data-answer]").focus();
    await page.keyboard.press("Enter");
    await untilPhase(page, ["done"]);
    // What is next has the focus.
    await page.waitForFunction(() => document.activeElement?.matches("[data-next]"));
    await page.keyboard.press("Enter");
    await untilPhase(page, ["asked"], "whose-answer");
    await close();
  });
});

describe("something to be done", () => {
  const start = "lesson=who-has-vip&step=only-the-director";

  test("answers a wrong attempt, can be undone and begun again, and ticks by itself", async () => {
    const { page, close, complaints } = await opened(start, ["trying"]);
    const [one, two, ask] = [
      { on: "rs1", run: "sysctl -w net.ipv4.conf.all.arp_ignore=1" },
      { on: "rs2", run: "sysctl -w net.ipv4.conf.all.arp_ignore=1" },
      { on: "router", run: "arping -c 1 -I eth0 10.0.0.10" },
    ];
    const log = () => page.evaluate(() => window.lvsLab.page.recording().log.length);
    const first = await log();
    await typeLines(page, [one, ask]);
    await page.waitForFunction(() =>
      document.querySelector(".lesson-panel .answer.bad")?.textContent?.includes("rs2 still says"),
    );
    expect(await panel(page, ".goals .met").count()).toBe(0);
    await panel(page, "footer button").filter({ hasText: "Undo" }).click();
    await page.waitForFunction((count) => window.lvsLab.page.recording().log.length === count, first + 1);
    await panel(page, "footer button").filter({ hasText: "Begin this step again" }).click();
    await untilPhase(page, ["trying"]);
    expect(await log()).toBe(first);
    await typeLines(page, [one, two, ask]);
    await untilPhase(page, ["done"]);
    expect(await panel(page, ".goals .met").count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  test("gives two hints, then shows the solution in the terminals, without credit", async () => {
    const { page, close } = await opened(start, ["trying"]);
    const hint = panel(page, ".hints button");
    await hint.click();
    await hint.click();
    expect(await panel(page, ".hint").count()).toBe(2);
    expect(await hint.innerText()).toContain("no credit");
    await hint.click();
    await untilPhase(page, ["done"]);
    expect(await lessonText(page)).toContain("Done, with the solution shown.");
    expect(await terminalOf(page)).toContain("arping -c 1 -I eth0 10.0.0.10");
    expect(await panel(page, "[aria-current=step]").getAttribute("class")).toBe("shown");
    await close();
  });
});

test("a cause is named, contradicted, and pointed at in the ladder", async () => {
  const { page, close, complaints } = await opened("lesson=who-has-vip&step=cause", ["diagnosing"]);
  await panel(page, '[data-choice="scheduler"]').click();
  await untilPhase(page, ["namedWrong"]);
  expect(await lessonText(page)).toContain("No scheduler was asked");
  expect(await panel(page, "[data-moment]").count()).toBe(1);
  await panel(page, '[data-choice="rs1-answers"]').click();
  await untilPhase(page, ["pointing"]);
  expect(await panel(page, "[data-point]").isDisabled()).toBe(true);
  await press(page, "Home");
  for (const what of ["who has 10.0.0.10?", "10.0.0.10 is at rs1"]) {
    await page.locator("#ladder svg text").filter({ hasText: what }).first().click({ force: true });
    await page.waitForFunction(() => window.lvsLab.page.store.state().selection.event !== undefined);
    await settled(page);
    await panel(page, "[data-point]").click();
    await untilPhase(page, what.startsWith("who") ? ["pointedWrong"] : ["done"]);
  }
  expect(complaints).toEqual([]);
  await close();
});

describe("progress and links", () => {
  test("a step that is done is done after the page was loaded again, at the same step", async () => {
    const { page, close } = await opened("lesson=who-has-vip", ["reading"]);
    await panel(page, "[data-next]").click();
    await untilPhase(page, ["asked"], "first-answer");
    await page.waitForFunction(() => location.search.includes("step=first-answer") && location.hash === "");
    await page.reload();
    await untilPhase(page, ["asked"], "first-answer");
    expect(await panel(page, ".steps .done").count()).toBe(1);
    await page.locator("#bar .scenario").click();
    const card = page.locator('dialog [data-lesson="who-has-vip"]');
    await card.waitFor();
    expect(await card.innerText()).toContain("begun");
    expect(await page.locator("dialog [data-lesson]").count()).toBe(courseNames().length);
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
    const prepare = (
      context: Parameters<NonNullable<NonNullable<Parameters<typeof open>[0]>["prepare"]>>[0],
    ) =>
      context.addInitScript(() => {
        if (localStorage.getItem("lvs-lab.progress") === null) {
          localStorage.setItem("lvs-lab.progress", '{"version":1,"lessons":');
        }
      });
    const { page, close, complaints } = await open({ query: "lesson=who-has-vip", prepare });
    await untilPhase(page, ["reading"]);
    await panel(page, "[data-next]").click();
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
    const prepare: NonNullable<Parameters<typeof open>[0]>["prepare"] = (context) =>
      context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
    const { page, close } = await open({ query: "lesson=who-has-vip", prepare });
    await untilPhase(page, ["reading"]);
    await panel(page, "[data-next]").click();
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
  await panel(page, "[data-next]").click();
  await untilPhase(page, ["asked"]);
  expect(await panel(page, ".steps button:disabled").count()).toBe(3);
  await panel(page, ".steps button").first().click();
  await untilPhase(page, ["reading"], "one-question");
  expect(await momentOf(page)).toEqual(begun);
  await panel(page, ".leave").click();
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
  await panel(page, '[data-choice="rs1"]').click();
  await panel(page, "[data-answer]").click();
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
  await panel(page, "[data-next]").click();
  await untilPhase(page, ["trying"]);
  await panel(page, ".hints button").click();
  expect(await violations(page)).toEqual([]);
  await page.locator("#bar .scenario").click();
  await page.locator("dialog [data-lesson]").first().waitFor();
  expect(await violations(page)).toEqual([]);
  await close();
});
