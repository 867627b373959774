/** All words of English that the first sight of the page needs. */

import type { Words } from "../words.ts";
import { page } from "./page.ts";
import { player } from "./player.ts";
import { stage } from "./stage.ts";

export const en: Words = { tag: "en", page, player, stage };
