/**
 * The JSON Schemas of lesson.yaml and claims.yaml (draft 2020-12), for editors: generated from the shapes
 * that read them.
 *
 * It says what one value may be. What needs the whole lesson, its scenario and its words is in the `check-*`
 * files. What stands in many places (events, checks, lines) is written once and referred to.
 */

import type { JsonSchema } from "#scenario/shape";
import { claimsShape } from "./claim-shape.ts";
import { eventPattern } from "./event-shape.ts";
import { checkShape, lessonShape, lineShape } from "./lesson-shape.ts";

const definitions: Readonly<Record<string, JsonSchema>> = {
  event: eventPattern.schema,
  check: checkShape.schema,
  line: lineShape.schema,
};

/** The text of `lessons/lesson.schema.json`. */
export const lessonSchemaText = (): string =>
  schemaText(
    {
      title: "LVS Lab lesson",
      description: "A scenario, a few short steps over it, and what must be so at the end of each.",
    },
    lessonShape.schema,
  );

/** The text of `lessons/claims/claims.schema.json`. */
export const claimsSchemaText = (): string =>
  schemaText(
    { title: "LVS Lab claims", description: "What tutorials say, and the observation that decides each." },
    claimsShape.schema,
  );

function schemaText(heading: JsonSchema, content: JsonSchema): string {
  const schema: JsonSchema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...heading,
    ...referring(content),
    $defs: Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [name, partsReferring(definition)]),
    ),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** A schema with references in place of what is defined; a description beside it stays. */
function referring(schema: JsonSchema): JsonSchema {
  const name = Object.keys(definitions).find((candidate) => isSame(definitions[candidate] ?? {}, schema));
  if (name === undefined) return partsReferring(schema);
  const { description } = schema;
  return { ...(description === undefined ? {} : { description }), $ref: `#/$defs/${name}` };
}

const partsReferring = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, within(value)]));

function within(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(within);
  return typeof value === "object" && value !== null ? referring(value as JsonSchema) : value;
}

/** A copy of a schema with a description keeps the parts of the original. */
const isSame = (definition: JsonSchema, schema: JsonSchema): boolean =>
  definition.oneOf === undefined
    ? definition.properties === schema.properties && schema.properties !== undefined
    : definition.oneOf === schema.oneOf;
