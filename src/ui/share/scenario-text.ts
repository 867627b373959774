/**
 * The scenario as its file, with what was typed added to the script where that is wanted: its comments and
 * its order stay.
 */

import { isMap, isSeq, parseDocument } from "yaml";
import type { App } from "../app.ts";

/** The text of the scenario. */
export async function yamlOf(app: App, withTyped: boolean): Promise<string> {
  const text = await textOf(app);
  const { log } = app.experiment().recording;
  const typed = log.flatMap(({ at, act }) =>
    act.kind === "type" ? [{ at, on: act.terminal.node, run: act.text }] : [],
  );
  if (!withTyped || typed.length === 0) return text;
  const document = parseDocument(text);
  if (!isSeq(document.get("script"))) document.set("script", document.createNode([]));
  const script = document.get("script");
  for (const { at, on, run } of typed) {
    const step = document.createNode({ at: `${at / 1e9}s`, on, run });
    if (isMap(step)) step.flow = true;
    if (isSeq(script)) script.add(step);
  }
  return document.toString({ lineWidth: 0 });
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
