/**
 * The lesson that a claim becomes: one question, true or not, asked before anything is typed; where no packet
 * could tell, the lines are typed and what is found is read.
 *
 * It is put together from the nodes of claims.yaml, so that whatever is wrong with it has a place there.
 */

import { entriesOf, type Located, type LocatedEntry, type LocatedMap, type Span } from "#scenario/located";
import type { Claim } from "./claim.ts";
import type { LessonWords, StepWords } from "./lesson.ts";
import type { WordsFile, WrittenStep } from "./words-file.ts";

/** The step of the question, and the names of its answers: the heading of their common words, too. */
export const asked = "true-or-not";
export const answers = { holds: "holds", fails: "fails" } as const;

/** Where nothing is asked: lines are typed in the first step, and what is found is in the second. */
const typed = "see";
const found = "found";

/** lesson.yaml as it would be. */
export function lessonNodeOf(claim: Located): LocatedMap {
  const at = claim.at;
  const own = (key: string, as = key): LocatedEntry[] =>
    entriesOf(claim).flatMap((entry) => (entry.key === key ? [{ ...entry, key: as }] : []));
  const isAsked = own("claimed").length > 0;
  const runs = [...own("play"), ...own("until")];
  const question = mapOf(at, [
    ["kind", scalar(at, "predict")],
    ["name", scalar(at, asked)],
    ["ask", askOf(at, own)],
    ["contradictedBy", mapOf(at, [], own("event", answers.holds))],
  ]);
  const reads = (name: string, entries: LocatedEntry[] = []): LocatedMap =>
    mapOf(
      at,
      [
        ["kind", scalar(at, "read")],
        ["name", scalar(at, name)],
      ],
      entries,
    );
  const steps = isAsked
    ? [{ ...question, entries: [...question.entries, ...runs] }]
    : [reads(typed, runs), reads(found)];
  const fact = mapOf(
    at,
    [
      ["name", scalar(at, "shown")],
      ["after", scalar(at, isAsked ? asked : typed)],
    ],
    own("shown", "checks"),
  );
  return mapOf(
    at,
    [
      ["steps", listOf(at, steps)],
      ["facts", listOf(at, [fact])],
    ],
    [...own("scenario"), ...own("before")],
  );
}

function askOf(at: Span, own: (key: string, as?: string) => LocatedEntry[]): LocatedMap {
  const outcome = (name: string, key: string): LocatedMap =>
    mapOf(at, [["name", scalar(at, name)]], own(key, "checks"));
  const outcomes = [outcome(answers.holds, "claimed"), outcome(answers.fails, "shown")];
  return mapOf(at, [
    ["kind", scalar(at, "outcome")],
    ["outcomes", listOf(at, outcomes)],
  ]);
}

const scalar = (at: Span, value: string): Located => ({ kind: "scalar", value, style: "plain", at });

const listOf = (at: Span, items: readonly Located[]): Located => ({
  ...{ kind: "list", items, isFlow: false, at },
});

const mapOf = (
  at: Span,
  entries: readonly (readonly [key: string, value: Located])[],
  more: readonly LocatedEntry[] = [],
): LocatedMap => ({
  ...{ kind: "map", isFlow: false, at },
  entries: [...entries.map(([key, value]) => ({ key, keyAt: at, value })), ...more],
});

/** The words of such a lesson: those of the claim, with what all of them have in common. */
export function wordsOfClaim({ verdict, claimed }: Claim, file: WordsFile, own: WrittenStep): LessonWords {
  const common = file.steps.find(({ name }) => name === asked);
  const option = (name: string): string => common?.options.get(name)?.text ?? "";
  const done = `**${option(verdict)}** ${own.done?.text ?? ""}`;
  const step = (words: Partial<StepWords>): StepWords => ({
    ...{ title: common?.title ?? "", text: "", hints: [], options: {}, replies: {}, done: "", facts: [] },
    ...words,
  });
  const summary = "";
  if (claimed === undefined) {
    const title = option("found");
    const steps = {
      [typed]: step({ title: common?.text.text ?? "", text: own.text.text }),
      [found]: step({ title, text: done, facts: ["shown"] }),
    };
    return { title: own.title, summary, steps };
  }
  const question = step({
    text: own.text.text,
    options: { [answers.holds]: option(answers.holds), [answers.fails]: option(answers.fails) },
    replies: { [answers.holds]: common?.replies.get(answers.holds)?.text ?? "" },
    ...{ done, facts: ["shown"] },
  });
  return { title: own.title, summary, steps: { [asked]: question } };
}
