/**
 * What lessons/claims/claims.yaml may say: every key, what it means, and the shape of its value.
 */

import { oneOf, text } from "#scenario/quantities";
import { list, mapped, optional, record, required, type Shape } from "#scenario/shape";
import { type Claim, verdicts } from "./claim.ts";
import { eventPattern } from "./event-shape.ts";
import { checkList, linesShape, word } from "./lesson-shape.ts";

export const claimShape: Shape<Claim> = mapped(
  record("a claim", {
    name: required(word, "Its name: the heading of its words, and the name of its lesson."),
    verdict: required(oneOf("a verdict", verdicts), "What is found."),
    scenario: required(text("the name of a scenario"), "The lab; its script is not played."),
    before: optional(linesShape, "Lines typed before it is asked."),
    play: required(linesShape, "Lines typed once it was answered, one after another."),
    until: optional(
      eventPattern,
      "Where the run pauses; when nothing is under way any more if nothing is said.",
    ),
    shown: required(checkList, "The observation that decides it."),
    claimed: optional(
      checkList,
      "What would be seen if the claim were right; without it nothing is asked, for no packet could tell.",
    ),
    event: required(eventPattern, "The event at which it is decided."),
    contrast: required(linesShape, "Lines after which, in place of `play`, the observation is not made."),
  }),
  ({ before = [], ...rest }) => ({ ...rest, before }),
);

export const claimsShape = list("a list of claims", claimShape, { max: 200 });
