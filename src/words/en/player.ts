/** The words of the player. */

import type { PlayerWords } from "../player-words.ts";

export const player: PlayerWords = { play: "Play", pause: "Pause" };
