/**
 * All that a language must have a word for, part by part. A part that is missing does not compile.
 *
 * Sentences with values in them are functions of the values. What is not needed for the first sight of the
 * page (explanations, exports) is not here but in parts loaded later.
 */

import type { PageWords } from "./page-words.ts";
import type { PlayerWords } from "./player-words.ts";
import type { StageWords } from "./stage-words.ts";

export interface Words {
  /** As in the attribute `lang`. */
  readonly tag: string;
  readonly page: PageWords;
  readonly player: PlayerWords;
  readonly stage: StageWords;
}
