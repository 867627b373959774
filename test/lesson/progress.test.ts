/** What is kept of a learner: it comes back as it was, and nothing that was ever kept is lost. */

import { describe, expect, test } from "vitest";
import {
  emptyProgress,
  importProgress,
  lessonProgress,
  progressText,
  readProgress,
  withLesson,
} from "#lesson/progress";

const some = withLesson(emptyProgress, "arp", {
  done: { look: true, mend: false },
  reached: 2,
  finishedAt: 9,
});

describe("progress", () => {
  test("comes back as it was kept", () => {
    expect(readProgress(progressText(some))).toEqual({ progress: some, trouble: undefined });
    expect(readProgress(undefined)).toEqual({ progress: emptyProgress, trouble: undefined });
  });

  test("only grows: what was done alone once stays so, the first finish counts", () => {
    const later = withLesson(some, "arp", { done: { look: false, mend: true }, reached: 0, finishedAt: 99 });
    expect(lessonProgress(later, "arp")).toEqual({
      steps: { look: true, mend: true },
      reached: 2,
      finishedAt: 9,
    });
    expect(lessonProgress(later, "constructor")).toEqual({ steps: {}, reached: 0 });
  });

  test.each([
    ["no JSON", "{", "damaged"],
    ["something else", "[1]", "damaged"],
    ["no version", '{"lessons":{}}', "damaged"],
    ["a newer version", '{"version":2,"lessons":[]}', "newer"],
    ["no lessons", '{"version":1,"lessons":5,"aside":[]}', "damaged"],
  ])("of %s puts the text aside, says so, and keeps it from then on", (_what, text, trouble) => {
    const read = readProgress(text);
    expect(read.trouble).toBe(trouble);
    expect(read.progress.aside).toEqual([text]);
    const kept = progressText(withLesson(read.progress, "nat", { done: { look: true }, reached: 1 }));
    expect(readProgress(kept).trouble).toBeUndefined();
    expect(readProgress(kept).progress.aside).toEqual([text]);
    expect(lessonProgress(readProgress(kept).progress, "nat").reached).toBe(1);
  });

  test("that is damaged in part counts where it is whole", () => {
    const text = progressText(some)
      .replace("{", '{"extra": 1,')
      .replace('"lessons": {', '"lessons": {"x": 5,');
    const { progress, trouble } = readProgress(text);
    expect(trouble).toBe("damaged");
    expect(progress.lessons).toEqual(some.lessons);
    expect(progress.aside).toEqual([text]);
  });

  test("that lies aside is taken in once it can be read", () => {
    const kept = progressText({ ...emptyProgress, aside: [progressText(some), "{"] });
    expect(readProgress(kept).progress).toEqual({ ...some, aside: ["{"] });
  });

  test("from elsewhere is added to one's own", () => {
    const own = withLesson(emptyProgress, "nat", { done: { look: true }, reached: 1 });
    const { progress, trouble } = importProgress(own, progressText(some));
    expect(trouble).toBeUndefined();
    expect(Object.keys(progress.lessons).sort()).toEqual(["arp", "nat"]);
    expect(importProgress(own, "nonsense")).toEqual({
      progress: { ...own, aside: ["nonsense"] },
      trouble: "damaged",
    });
  });
});
