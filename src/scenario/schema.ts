/**
 * The JSON Schema of scenario files (draft 2020-12), for editors: generated from the shapes that read them.
 *
 * It says what one value may be. What needs the whole file (names that must exist, addresses that must
 * differ) is in `check.ts`.
 */

import { scenarioShape } from "./scenario-shape.ts";
import type { JsonSchema } from "./shape.ts";

/** The schema as data. */
export const scenarioSchema = (): JsonSchema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "LVS Lab scenario",
  description: "A network, how its machines are set up, and a script of commands that shows the point.",
  ...scenarioShape.schema,
});

/** The text of `scenarios/scenario.schema.json`. */
export const scenarioSchemaText = (): string => `${JSON.stringify(scenarioSchema(), undefined, 2)}\n`;
