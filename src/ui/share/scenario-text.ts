/**
 * The scenario as its file, with what was typed added to the script where that is wanted: its comments and
 * its order stay.
 */

import type { App } from "../app.ts";

/** The text of the scenario. */
export async function yamlOf(app: App, withTyped: boolean): Promise<string> {
  const text = await textOf(app);
  const typed = app
    .experiment()
    .recording.log.flatMap(({ at, act }) =>
      act.kind === "type" ? [{ at, on: act.terminal.node, run: act.text }] : [],
    );
  if (!withTyped || typed.length === 0) return text;
  const { addSteps } = await import("#scenario/add-steps");
  return addSteps(text, typed);
}

async function textOf(app: App): Promise<string> {
  const { yaml } = app.experiment();
  if (yaml !== undefined) return yaml;
  const { scenarios } = await import("virtual:scenarios");
  const name = app.page.store.state().scenario?.name;
  const card = scenarios.find((known) => known.name === name);
  if (card === undefined) throw new Error("an open scenario has a file or a text");
  return card.text();
}
