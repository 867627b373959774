/** The words of the stage. */

import type { StageWords } from "../stage-words.ts";
import { packet } from "./packet.ts";

export const stage: StageWords = { name: "Stage", packet };
