/** The explanations of English. */

import type { ExplainWords } from "#words/explain-words";
import { captions } from "../captions/index.ts";
import { arp } from "./arp.ts";
import { host } from "./host.ts";
import { ipvs } from "./ipvs.ts";
import { link } from "./link.ts";
import { linkReasons } from "./link-reasons.ts";
import { questions } from "./questions.ts";
import { hostReasons } from "./reasons-host.ts";
import { ipReasons } from "./reasons-ip.ts";
import { ipvsReasons } from "./reasons-ipvs.ts";
import { remedies } from "./remedies.ts";
import { candidateText } from "./schedulers.ts";
import { stack } from "./stack.ts";
import { why } from "./why.ts";

export const explain: ExplainWords = {
  captions,
  events: { ...link, ...stack, ...arp, ...host, ...ipvs },
  reasons: { ...ipReasons, ...hostReasons, ...ipvsReasons },
  linkReasons,
  questions,
  candidate: candidateText,
  remedies,
  why,
};
