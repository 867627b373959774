/** The captions of English. */

import type { CaptionWords } from "#words/caption-words";
import { app, ipvs } from "./ipvs.ts";
import { link } from "./link.ts";
import { linkReasons, reasons } from "./reasons.ts";
import { stack } from "./stack.ts";
import { terms } from "./terms.ts";

export const captions: CaptionWords = {
  events: { ...link, ...stack, ...ipvs, ...app },
  reasons,
  linkReasons,
  terms,
  at: (node, caption) => `${node}: ${caption}`,
};
