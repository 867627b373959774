/** Loads the words of what the stage shows beside its machines and frames: not needed for the first sight. */

import type { LanguageCode } from "./languages.ts";
import type { StageNoteWords } from "./stage-note-words.ts";

/** The words of a language. */
export async function loadStageNotes(code: LanguageCode): Promise<StageNoteWords> {
  switch (code) {
    case "en":
      return (await import("./en/stage-notes.ts")).stageNotes;
    case "zh":
      return (await import("./zh/stage-notes.ts")).stageNotes;
  }
}
