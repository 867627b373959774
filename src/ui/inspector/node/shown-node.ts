/**
 * Which machine or switch the node face is about.
 */

import { eventById, type Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { PageState } from "#ui/store";

/** The selected one, else that of the selected event, else the first director or the first of all. */
export function shownNode(
  { nodes, segments }: Pick<Scenario, "nodes" | "segments">,
  { selection }: Pick<PageState, "selection">,
  recording: Recording,
): string | undefined {
  const known = new Set([...nodes, ...segments].map(({ name }) => name));
  if (selection.node !== undefined && known.has(selection.node)) return selection.node;
  const event = selection.event === undefined ? undefined : eventById(recording, selection.event);
  if (event !== undefined && known.has(event.event.node)) return event.event.node;
  return (nodes.find(({ kind }) => kind === "director") ?? nodes[0])?.name;
}
