/**
 * Every lesson of the course, finished in a real browser in one language by its own solution.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lessonNames, readLesson } from "#cli/open-lesson";
import type { LessonLanguage } from "#lesson/lesson";
import { labBrowser } from "#support/lab-browser";
import type { LabPage } from "#support/lab-page";
import { beginLesson, doNothing, finishLesson, knowing, lessonText } from "#support/learner";

/** How long a lesson may take where the machine is busy; a few seconds where it is not. */
const longest = 60_000;

/** One page for all of them: a lesson ends where the next one is opened. */
export function courseIn(language: LessonLanguage): void {
  const { open } = labBrowser();
  let lab: LabPage;
  beforeAll(async () => {
    lab = await open({ query: `lang=${language}` });
  });
  afterAll(() => lab?.close());
  describe.each(lessonNames())("%s", (name) => {
    test("can be finished by its solution, and says what was learnt", { timeout: longest }, async () => {
      const { lesson, scenario, words } = readLesson(name);
      if (lesson === undefined || scenario === undefined) throw new Error("it does not read");
      await beginLesson(lab.page, name);
      await finishLesson(lab.page, await knowing(lesson, scenario));
      expect(await lessonText(lab.page)).toContain(words?.[language].title);
      expect(lab.complaints).toEqual([]);
    });

    test("is not finished by who does nothing", { timeout: longest }, async () => {
      await beginLesson(lab.page, name);
      const [first, later] = await doNothing(lab.page);
      expect(["asked", "trying", "diagnosing"]).toContain(first);
      expect(later).toBe(first);
    });
  });
}
