/**
 * Shapes that several checks have parameters of.
 */

import { text } from "#scenario/quantities";
import { refuse, type Shape } from "#scenario/shape";

/** A switch that is only ever turned on. */
export const yes: Shape<true> = {
  words: "true",
  schema: { const: true },
  read: (value, report) =>
    value.kind === "scalar" && value.value === true ? true : refuse(value, "true", report),
};

export const nodeName: Shape<string> = text("the name of a node");
