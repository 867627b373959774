/**
 * A learner in front of the page: reads, answers by clicking the stage or the panel, types at the terminals
 * key by key, points at events. Always waits for something to be so, never for time to pass.
 */

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { eventTest } from "#lesson/events";
import type { DiagnoseStep, Lesson, Line, Step } from "#lesson/lesson";
import { type Answer, answerName } from "#lesson/questions";
import type { Scenario } from "#scenario/scenario";
import type { TraceEvent } from "#sim/trace";
import type { LabBrowser } from "#support/lab-browser";
import type { LabPage } from "#support/lab-page";
import { truthsOf } from "#support/lesson-truths";
import { sitDownAt, typeKeys } from "#support/terminal-seat";

/** What a learner knows beforehand. */
export interface Knowing {
  readonly lesson: Lesson;
  readonly truths: ReadonlyMap<string, Answer>;
}

export const knowing = async (lesson: Lesson, scenario: Scenario): Promise<Knowing> => ({
  lesson,
  truths: await truthsOf(lesson, scenario),
});

/** A part of the lesson panel. */
export const panelOf = (page: Page, what: string): Locator => page.locator(`.lesson-panel ${what}`);

/** The shown moment. */
export const momentOf = (page: Page) => page.evaluate(() => window.lvsLab.page.store.state().moment);

/** Opens a lesson by its link, and stands where it is the learner's turn, without a limit on speed. */
export async function standAt(
  open: LabBrowser["open"],
  query: string,
  phases: readonly string[],
): Promise<LabPage> {
  const lab = await open({ query });
  // While the lab is being opened, time has a speed of its own.
  await lab.page.waitForFunction(() => {
    const phase = document.querySelector<HTMLElement>(".lesson-panel")?.dataset.phase;
    return phase !== undefined && phase !== "opening";
  });
  await lab.page.evaluate(() => window.lvsLab.page.player.setSpeed("max"));
  await untilPhase(lab.page, phases);
  return lab;
}

/** The phase that the panel shows. */
export const phaseOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector<HTMLElement>(".lesson-panel")?.dataset.phase ?? "none");

/** The panel of a lesson, as a person reads it. */
export const lessonText = async (page: Page): Promise<string> => page.locator(".lesson-panel").innerText();

/** Until it is one of these phases, at a step of a lesson. */
export async function untilPhase(page: Page, phases: readonly string[], step?: string): Promise<string> {
  const found = await page.waitForFunction(
    ({ phases, step }) => {
      const phase = document.querySelector<HTMLElement>(".lesson-panel")?.dataset.phase ?? "";
      const { lesson } = window.lvsLab.page.store.state();
      return phases.includes(phase) && (step === undefined || lesson?.step === step) ? phase : undefined;
    },
    { phases, step },
    { timeout: 10_000 },
  );
  return (await found.jsonValue()) ?? "";
}

/** Opens a lesson that was not begun or is finished, from its beginning, without a limit on speed. */
export async function beginLesson(page: Page, name: string): Promise<void> {
  await page.evaluate((name) => {
    document.querySelector(".lesson-panel")?.setAttribute("data-left", "");
    window.lvsLab.page.player.setSpeed("max");
    window.lvsLab.page.openLesson(name);
  }, name);
  await page.waitForSelector(".lesson-panel:not([data-left])");
  await page.waitForFunction((name) => window.lvsLab.page.store.state().lesson?.name === name, name);
}

/** Presses what leads on as long as anything does, and lets time pass: where that leads, and stays. */
export async function doNothing(page: Page): Promise<readonly string[]> {
  let phase = await untilPhase(page, turns);
  while (phase === "reading") {
    const step = await page.evaluate(() => window.lvsLab.page.store.state().lesson?.step);
    await next(page);
    await page.waitForFunction((step) => window.lvsLab.page.store.state().lesson?.step !== step, step);
    phase = await untilPhase(page, turns);
  }
  const begun = (await momentOf(page)).at;
  await page.evaluate(() => window.lvsLab.page.player.play());
  await page.waitForFunction((enough) => {
    const { player, moment } = window.lvsLab.page.store.state();
    return player.play === "paused" || moment.at > enough;
  }, begun + quiteAWhile);
  await page.evaluate(() => window.lvsLab.page.player.pause());
  return [phase, await phaseOf(page)];
}

/** In simulated time. */
const quiteAWhile = 60e9;

const turns = ["reading", "asked", "trying", "diagnosing", "finished"];

/** Goes through a lesson that is open, to its end. */
export async function finishLesson(page: Page, known: Knowing): Promise<void> {
  for (const step of known.lesson.steps) await takeStep(page, known, step);
  await untilPhase(page, ["finished"]);
}

const next = (page: Page): Promise<void> => page.locator(".lesson-panel [data-next]").click();

/** One step, to where the next begins. */
export async function takeStep(page: Page, { truths }: Knowing, step: Step): Promise<void> {
  switch (step.kind) {
    case "read":
      await untilPhase(page, ["reading"], step.name);
      return next(page);
    case "predict": {
      await untilPhase(page, ["asked"], step.name);
      const answer = truths.get(step.name);
      if (answer === undefined) throw new Error(`nobody knows ${step.name}`);
      await give(page, answer);
      expect(await untilPhase(page, ["done", "answeredWrong"], step.name), await lessonText(page)).toBe(
        "done",
      );
      return next(page);
    }
    case "do":
      await untilPhase(page, ["trying"], step.name);
      await typeLines(page, step.solution);
      await untilPhase(page, ["done"], step.name);
      return next(page);
    case "diagnose":
      await diagnose(page, step);
      return next(page);
  }
}

/** Chooses an answer, on the stage where it is asked there, and gives it. */
export async function give(page: Page, answer: Answer): Promise<void> {
  await choose(page, answer);
  await page.locator(".lesson-panel [data-answer]").click();
}

async function choose(page: Page, answer: Answer): Promise<void> {
  const name = answerName(answer);
  switch (answer.kind) {
    case "machine":
      await page.locator(`#stage .machine[data-id="${answer.node}"] .machine-name`).click({ force: true });
      break;
    case "cable":
      await clickCable(page, answer.end.node, answer.end.device);
      break;
    case "order":
      return putInOrder(page, answer.names);
    case "field":
    case "outcome":
      await page.locator(`.lesson-panel [data-choice="${name}"]`).click();
      break;
  }
  await page.waitForSelector(`.lesson-panel [data-choice][aria-pressed="true"]`);
}

/** Both ends of a cable that joins two machines directly are the same cable. */
async function clickCable(page: Page, node: string, device: string): Promise<void> {
  const box = await page.locator(`#stage .cable[data-key="${node} ${device}"] .wire`).boundingBox();
  if (box === null) throw new Error(`no cable of ${node} ${device} is drawn`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function putInOrder(page: Page, names: readonly string[]): Promise<void> {
  throw new Error(`no lesson of the course has an order to be put: ${names.join(" ")} at ${page.url()}`);
}

/** Types lines at their machines, each when the one before has ended and its answer was seen. */
export async function typeLines(page: Page, lines: readonly Line[]): Promise<void> {
  for (const { on, run } of lines) {
    await sitDownAt(page, on);
    const before = await piecesIn(page);
    await typeKeys(page, `${run}\n`);
    await page.waitForFunction((before) => {
      const { page } = window.lvsLab;
      const isRunning = page.status()?.busy.some(({ waitsFor }) => waitsFor === "time");
      return (
        page.recording().pieces.length > before &&
        isRunning !== true &&
        page.store.state().player.play === "paused"
      );
    }, before);
  }
}

const piecesIn = (page: Page): Promise<number> =>
  page.evaluate(() => window.lvsLab.page.recording().pieces.length);

/** Names the cause, and points at an event that shows it. */
async function diagnose(page: Page, step: DiagnoseStep): Promise<void> {
  await untilPhase(page, ["diagnosing"], step.name);
  await page.locator(`.lesson-panel [data-choice="${step.cause}"]`).click();
  await untilPhase(page, ["pointing"], step.name);
  for (const id of await shownBy(page, step)) {
    await page.evaluate((event) => window.lvsLab.page.select({ event, flight: undefined }), id);
    await page.locator(".lesson-panel [data-point]").click();
    if ((await untilPhase(page, ["done", "pointedWrong"], step.name)) === "done") return;
  }
  throw new Error(`no event of ${step.name} shows the cause`);
}

/** Events that may show the cause: the last ones first. */
async function shownBy(page: Page, { shownBy }: DiagnoseStep): Promise<number[]> {
  const events: readonly TraceEvent[] = await page.evaluate(() =>
    window.lvsLab.page.recording().events.slice(),
  );
  const tests = shownBy.map(eventTest);
  const found = events.filter((traced) => tests.some((test) => test(traced))).map(({ id }) => id);
  if (found.length === 0) throw new Error("no event fits");
  return found.reverse();
}
