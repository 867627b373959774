/**
 * What the build makes of the folder scenarios/ (vite/scenarios.ts): modules that no file has.
 *
 * Import them when they are first needed; each is a part of its own.
 */

declare module "virtual:scenarios" {
  import type { Scenario } from "#scenario/scenario";
  import type { ScenarioCard } from "#scenario/scenario-card";

  /** A scenario that comes with the lab. */
  export interface ShippedScenario extends ScenarioCard {
    /** The scenario itself, as it was read from its file. */
    readonly load: () => Promise<Scenario>;
    /** Its file, YAML with its comments. */
    readonly text: () => Promise<string>;
  }

  /** All of them, by name. */
  export const scenarios: readonly ShippedScenario[];
}

/** One scenario by its name, for who knows it without the list. */
declare module "virtual:scenario/*" {
  import type { Scenario } from "#scenario/scenario";

  export const scenario: Scenario;
}

declare module "virtual:scenario-text/*" {
  export const text: string;
}
