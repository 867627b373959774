/** All words of Chinese that the first sight of the page needs. */

import type { Words } from "../words.ts";
import { page } from "./page.ts";
import { player } from "./player.ts";
import { stage } from "./stage.ts";

export const zh: Words = { tag: "zh-Hans", page, player, stage };
