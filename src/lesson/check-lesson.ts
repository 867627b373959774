/**
 * Mistakes that only the whole of lesson.yaml, with its scenario, shows: names that must exist, that must
 * differ, or that must be there for each other; and steps that lack what they cannot do without.
 */

import { fieldValue, isFieldName } from "#lab/field-reading";
import type { Place, Report } from "#scenario/diagnostic";
import {
  entriesOf,
  entryOf,
  itemsOf,
  type Located,
  type LocatedEntry,
  quoted,
  textOf,
  valueAt,
} from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import { checkPlaces } from "./check-places.ts";
import type { LabPlaces } from "./lab-places.ts";

/** What a lesson may name. */
export interface Surroundings {
  /** `undefined` where there is no such scenario: then no names of machines are looked at. */
  readonly places: LabPlaces | undefined;
  readonly scenarioNames: readonly string[];
}

/** Looks for every mistake that spans more than one value. */
export function checkLesson(root: Located, around: Surroundings, report: Report): void {
  const scenario = valueAt(root, "scenario");
  const name = textOf(scenario);
  if (scenario !== undefined && name !== undefined && !around.scenarioNames.includes(name)) {
    report.error(scenario.at, {
      message: `there is no scenario ${quoted(name)}`,
      remedy: suggestion(name, around.scenarioNames),
    });
  }
  if (around.places !== undefined) checkPlaces(root, around.places, report);
  const steps = itemsOf(valueAt(root, "steps"));
  if (steps.length === 0) {
    report.error(root.at, { message: "there is no step", remedy: "add one under `steps:`" });
  }
  checkUnique(steps, "step", report);
  for (const step of steps) checkStep(step, around, report);
  const names = namesOf(steps);
  const facts = itemsOf(valueAt(root, "facts"));
  checkUnique(facts, "fact", report);
  for (const fact of facts) {
    mustBeOneOf(valueAt(fact, "after"), "step", names, report);
    mustNotBeEmpty(fact, "checks", { what: "a fact without a check", report });
  }
}

const namesOf = (items: readonly Located[]): string[] =>
  items.flatMap((item) => textOf(valueAt(item, "name")) ?? []);

function checkUnique(items: readonly Located[], what: string, report: Report): void {
  const seen = new Map<string, number>();
  for (const item of items) {
    const value = valueAt(item, "name") ?? item;
    const name = textOf(value);
    if (name === undefined) continue;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, value.at.line);
    else {
      const message = `the ${what} ${quoted(name)} is there already, in line ${first}`;
      report.error(value.at, { message, remedy: "give one of them another name" });
    }
  }
}

function mustBeOneOf(
  value: Located | undefined,
  what: string,
  known: readonly string[],
  report: Report,
): void {
  const name = textOf(value);
  if (value === undefined || name === undefined || known.includes(name)) return;
  report.error(value.at, { message: `there is no ${what} ${quoted(name)}`, remedy: suggestion(name, known) });
}

interface Emptiness {
  readonly what: string;
  readonly report: Report;
  readonly least?: number;
}

function mustNotBeEmpty(owner: Located, key: string, { what, report, least = 1 }: Emptiness): void {
  const entry = entryOf(owner, key);
  if (entry?.value.kind !== "list" || entry.value.items.length >= least) return;
  report.error(entry.keyAt, { message: what, remedy: `write ${least === 1 ? "one" : least} or more` });
}

function checkStep(step: Located, around: Surroundings, report: Report): void {
  for (const key of ["until", "at"]) {
    const nth = valueAt(valueAt(step, key), "nth");
    if (nth?.kind !== "scalar" || Number(nth.value) > 0) continue;
    const message = `a run cannot stop at the last of several: more may come`;
    report.error(nth.at, { message, remedy: "count from the first: 1, 2, …" });
  }
  switch (textOf(valueAt(step, "kind"))) {
    case "do":
      checkDo(step, report);
      return;
    case "diagnose":
      checkDiagnose(step, report);
      return;
    case "predict":
      checkPredict(step, around, report);
  }
}

function checkDo(step: Located, report: Report): void {
  mustNotBeEmpty(step, "checks", { what: "a step of doing without a check", report });
  mustNotBeEmpty(step, "solution", { what: "a step of doing without a solution", report });
  const wrong = itemsOf(valueAt(step, "wrong"));
  checkUnique(wrong, "wrong attempt", report);
  for (const attempt of wrong) {
    mustNotBeEmpty(attempt, "lines", { what: "a wrong attempt without a line", report });
  }
}

function checkDiagnose(step: Located, report: Report): void {
  const causes = itemsOf(valueAt(step, "causes")).flatMap((item) => textOf(item) ?? []);
  mustNotBeEmpty(step, "causes", { what: "fewer than two causes", report, least: 2 });
  mustNotBeEmpty(step, "shownBy", { what: "no event that shows the cause", report });
  const cause = valueAt(step, "cause");
  mustBeOneOf(cause, "cause", causes, report);
  const wrong = causes.filter((name) => name !== textOf(cause));
  const contradictions = entryOf(step, "contradictedBy");
  if (contradictions === undefined) return;
  checkKeys(entriesOf(contradictions.value), { what: "wrong cause", known: wrong, report });
  const missing = wrong.filter((name) => valueAt(contradictions.value, name) === undefined);
  for (const name of missing) {
    report.error(contradictions.keyAt, {
      message: `nothing contradicts the cause ${quoted(name)}`,
      remedy: `add \`${name}:\` with the event that does`,
    });
  }
}

interface Keys {
  readonly what: string;
  readonly known: readonly string[];
  readonly report: Report;
}

function checkKeys(entries: readonly LocatedEntry[], { what, known, report }: Keys): void {
  for (const { key, keyAt } of entries) {
    if (known.includes(key)) continue;
    report.error(keyAt, { message: `there is no ${what} ${quoted(key)}`, remedy: suggestion(key, known) });
  }
}

function checkPredict(step: Located, { places }: Surroundings, report: Report): void {
  const ask = valueAt(step, "ask");
  if (ask === undefined) return;
  const entries = entriesOf(valueAt(step, "contradictedBy"));
  const answers = answersOf(ask, report);
  if (answers !== undefined) checkKeys(entries, { what: "answer", known: answers, report });
  if (textOf(valueAt(ask, "kind")) === "machine" && places !== undefined) {
    checkKeys(entries, { what: "machine", known: places.machines, report });
  }
}

/** What can be answered, where the lesson lists it. */
function answersOf(ask: Located, report: Report): string[] | undefined {
  switch (textOf(valueAt(ask, "kind"))) {
    case "field":
      return choicesOf(ask, report);
    case "outcome": {
      const outcomes = itemsOf(valueAt(ask, "outcomes"));
      mustNotBeEmpty(ask, "outcomes", { what: "fewer than two outcomes", report, least: 2 });
      checkUnique(outcomes, "outcome", report);
      for (const outcome of outcomes) {
        mustNotBeEmpty(outcome, "checks", { what: "an outcome without a check", report });
      }
      return namesOf(outcomes);
    }
    case "order":
      mustNotBeEmpty(ask, "events", { what: "fewer than two events", report, least: 2 });
      checkUnique(itemsOf(valueAt(ask, "events")), "event", report);
      return undefined;
  }
  return undefined;
}

function choicesOf(ask: Located, report: Report): string[] {
  const field = textOf(valueAt(ask, "field")) ?? "";
  const choices = itemsOf(valueAt(ask, "choices"));
  mustNotBeEmpty(ask, "choices", { what: "fewer than two values", report, least: 2 });
  const seen = new Map<number, Place>();
  for (const choice of choices) {
    const written = textOf(choice);
    if (written === undefined || !isFieldName(field)) continue;
    const value = fieldValue(field, written);
    const message =
      value === undefined
        ? `${quoted(written)} is no value of ${field}`
        : seen.has(value) && `${quoted(written)} is there already`;
    if (message) report.error(choice.at, { message, remedy: `write another value of ${field}` });
    if (value !== undefined) seen.set(value, choice.at);
  }
  return choices.flatMap((choice) => textOf(choice) ?? []);
}
