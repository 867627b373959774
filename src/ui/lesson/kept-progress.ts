/**
 * The learner's progress in the browser's storage. A store that is damaged, full or forbidden loses nothing:
 * what could not be read stays aside, what could not be kept is known for this visit and can be saved to a
 * file; what went wrong is told once.
 */

import {
  emptyProgress,
  importProgress,
  type LessonState,
  merged,
  type Progress,
  type ProgressTrouble,
  progressText,
  readProgress,
  withLesson,
} from "#lesson/progress";

import type { Page } from "../page.ts";
import type { Store } from "../store.ts";

const key = "lvs-lab.progress";

export type Trouble = ProgressTrouble | "not-kept";

export interface KeptProgress {
  readonly progress: () => Progress;
  /** Keeps how far a lesson is. */
  readonly note: (name: string, state: LessonState) => void;
  /** Takes in what was saved to a file. */
  readonly load: (text: string) => Trouble | undefined;
  readonly forget: () => void;
  /** What is wrong with the store, if anything. */
  readonly trouble: () => Trouble | undefined;
}

/** The part of `localStorage` that is needed; tests hand in their own. */
export type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** Reads what is kept. */
export function keepProgress(storageOf: () => Storage = () => localStorage): KeptProgress {
  const read = readProgress(textIn(storageOf));
  let { progress } = read;
  let trouble: Trouble | undefined = read.trouble;
  const write = (next: Progress): void => {
    // Another tab may have gone on meanwhile: what is done there stays done.
    progress = merged(readProgress(textIn(storageOf)).progress, next);
    try {
      storageOf().setItem(key, progressText(progress));
    } catch {
      trouble = "not-kept";
    }
  };
  return {
    progress: () => progress,
    note: (name, state) => write(withLesson(progress, name, state)),
    load: (text) => {
      const taken = importProgress(progress, text);
      write(taken.progress);
      return taken.trouble ?? (trouble === "not-kept" ? trouble : undefined);
    },
    forget: () => {
      progress = emptyProgress;
      trouble = undefined;
      try {
        storageOf().removeItem(key);
      } catch {
        // There is nothing kept where nothing can be.
      }
    },
    trouble: () => trouble,
  };
}

function textIn(storageOf: () => Storage): string | undefined {
  try {
    return storageOf().getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

const kept = new WeakMap<Store, KeptProgress>();

/** The one of a page. */
export function progressOf({ store }: Pick<Page, "store">): KeptProgress {
  const known = kept.get(store) ?? keepProgress();
  kept.set(store, known);
  return known;
}
