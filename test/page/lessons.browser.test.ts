/**
 * A lesson in a real browser, as learners go through it: they err, look back, ask for hints, point at events,
 * and use nothing but the keyboard.
 */

import { describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { type LabPage, press, settled } from "#support/lab-page";
import { terminalOf } from "#support/lab-sights";
import {
  give,
  lessonText,
  momentOf,
  panelOf,
  phaseOf,
  standAt,
  typeLines,
  untilPhase,
} from "#support/learner";

const { open } = labBrowser();

const opened = (query: string, phases: readonly string[]): Promise<LabPage> => standAt(open, query, phases);

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
    await panelOf(page, "[data-moment]").click();
    await settled(page);
    const { selection, moment } = await page.evaluate(() => window.lvsLab.page.store.state());
    const event = await page.evaluate(
      ({ position }) => window.lvsLab.page.recording().events[position - 1],
      moment,
    );
    expect(event).toMatchObject({ id: selection.event, event: { kind: "arp-reply-sent", node: "rs1" } });
    expect(await page.locator("#inspector [role=tab][aria-selected=true]").innerText()).toBe("Why");
    await panelOf(page, "[data-retry]").click();
    await untilPhase(page, ["asked"]);
    // Asked again, nothing of the answer is there.
    const ahead = await page.evaluate(() => {
      const { recording, store } = window.lvsLab.page;
      return recording().events.length - store.state().moment.position;
    });
    expect(ahead).toBe(0);
    await give(page, { kind: "machine", node: "rs1" });
    await untilPhase(page, ["done"]);
    expect(await lessonText(page)).toContain("This time it is right.");
    // Who erred has not earned it, and may go on all the same.
    expect(await panelOf(page, "[aria-current=step]").getAttribute("class")).toBe("shown");
    expect(complaints).toEqual([]);
    await close();
  });

  test("is answered by the keyboard alone, at the stage", async () => {
    const { page, close } = await opened("lesson=who-has-vip&step=first-answer", ["asked"]);
    await page.locator('#stage .machine[data-id="rs1"]').focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector('.lesson-panel [data-choice="rs1"][aria-pressed="true"]');
    expect(await page.locator("#stage [data-picked]").getAttribute("data-id")).toBe("rs1");
    await panelOf(page, "[data-answer]").focus();
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
    expect(await panelOf(page, ".goals .met").count()).toBe(0);
    await panelOf(page, "footer button").filter({ hasText: "Undo" }).click();
    await page.waitForFunction((count) => window.lvsLab.page.recording().log.length === count, first + 1);
    await panelOf(page, "footer button").filter({ hasText: "Begin this step again" }).click();
    await untilPhase(page, ["trying"]);
    expect(await log()).toBe(first);
    await typeLines(page, [one, two, ask]);
    await untilPhase(page, ["done"]);
    expect(await panelOf(page, ".goals .met").count()).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  });

  test("gives two hints, then shows the solution in the terminals, without credit", async () => {
    const { page, close } = await opened(start, ["trying"]);
    const hint = panelOf(page, ".hints button");
    await hint.click();
    await hint.click();
    expect(await panelOf(page, ".hint").count()).toBe(2);
    expect(await hint.innerText()).toContain("no credit");
    await hint.click();
    await untilPhase(page, ["done"]);
    expect(await lessonText(page)).toContain("Done, with the solution shown.");
    expect(await terminalOf(page)).toContain("arping -c 1 -I eth0 10.0.0.10");
    expect(await panelOf(page, "[aria-current=step]").getAttribute("class")).toBe("shown");
    await close();
  });
});

test("a cause is named, contradicted, and pointed at in the ladder", async () => {
  const { page, close, complaints } = await opened("lesson=who-has-vip&step=cause", ["diagnosing"]);
  await panelOf(page, '[data-choice="scheduler"]').click();
  await untilPhase(page, ["namedWrong"]);
  expect(await lessonText(page)).toContain("No scheduler was asked");
  expect(await panelOf(page, "[data-moment]").count()).toBe(1);
  await panelOf(page, '[data-choice="rs1-answers"]').click();
  await untilPhase(page, ["pointing"]);
  expect(await panelOf(page, "[data-point]").isDisabled()).toBe(true);
  await press(page, "Home");
  for (const what of ["who has 10.0.0.10?", "10.0.0.10 is at rs1"]) {
    await page.locator("#ladder svg text").filter({ hasText: what }).first().click({ force: true });
    await page.waitForFunction(() => window.lvsLab.page.store.state().selection.event !== undefined);
    await settled(page);
    await panelOf(page, "[data-point]").click();
    await untilPhase(page, what.startsWith("who") ? ["pointedWrong"] : ["done"]);
  }
  expect(complaints).toEqual([]);
  await close();
});
