/**
 * A header field in the frames of two events: the second has the same value, another, a lower or
 * a higher one.
 */

import type { FieldName } from "#lab/field-condition";
import { fieldNames, fieldText } from "#lab/field-reading";
import { oneOf } from "#scenario/quantities";
import { record, required } from "#scenario/shape";
import type { CheckParameters, Reading } from "../check.ts";
import { eventPattern } from "../event-shape.ts";
import { eventFinder, fieldOf } from "../events.ts";
import { type CheckKind, compared } from "./check-kind.ts";

export const fieldChanges: CheckKind<"field-changes"> = {
  name: "field-changes",
  shape: record("field-changes", {
    field: required(oneOf("a header field", fieldNames), "Which field."),
    from: required(eventPattern, "The event with the frame before."),
    to: required(eventPattern, "The event with the frame after."),
    how: required(oneOf("a change", ["same", "other", "less", "more"]), "What becomes of the value."),
  }),
  prepare: ({ field, from, to, how }) => {
    const [findFrom, findTo] = [eventFinder(from), eventFinder(to)];
    return (seen) => {
      const [first, second] = [findFrom(seen), findTo(seen)];
      const before = first === undefined ? undefined : fieldOf(first, from, field);
      const after = second === undefined ? undefined : fieldOf(second, to, field);
      const isMet = before !== undefined && after !== undefined && hasChanged(before, after, how);
      return { isMet, ...compared([...reading(field, before), ...reading(field, after)], [], second?.id) };
    };
  },
};

function hasChanged(before: number, after: number, how: CheckParameters["field-changes"]["how"]): boolean {
  switch (how) {
    case "same":
      return after === before;
    case "other":
      return after !== before;
    case "less":
      return after < before;
    case "more":
      return after > before;
  }
}

const reading = (field: FieldName, value: number | undefined): Reading[] =>
  value === undefined ? [] : [{ name: field, value: fieldText(field, value) }];
