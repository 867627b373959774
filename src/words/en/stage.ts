/** The words of the stage. */

import type { StageWords } from "../stage-words.ts";

export const stage: StageWords = { name: "Stage" };
