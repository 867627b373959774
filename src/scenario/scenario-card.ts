/**
 * What a list shows of a scenario before it is opened: its words, its topic, and a small drawing.
 *
 * Leaves out everything else, so that a list of many is short. What the file gives no place is not drawn.
 */

import type { NodeKindName } from "#sim/nodes/node";
import type { Position, Scenario, SegmentKind, Words } from "./scenario.ts";
import type { Topic } from "./topic.ts";

export interface ScenarioCard {
  /** The name of its file without the ending. */
  readonly name: string;
  readonly title: Words;
  readonly summary?: Words;
  readonly topic?: Topic;
  readonly drawing: Drawing;
}

export interface Drawing {
  readonly machines: readonly { readonly name: string; readonly kind: NodeKindName; readonly at: Position }[];
  readonly segments: readonly { readonly name: string; readonly kind: SegmentKind; readonly at: Position }[];
  /** Which machine is plugged into which segment, by their places in the lists. */
  readonly cables: readonly { readonly machine: number; readonly segment: number }[];
}

/** The card of a scenario. */
export function cardOf(name: string, { title, summary, topic, nodes, segments }: Scenario): ScenarioCard {
  return {
    name,
    title,
    ...(summary === undefined ? {} : { summary }),
    ...(topic === undefined ? {} : { topic }),
    drawing: drawingOf({ nodes, segments }),
  };
}

function drawingOf({ nodes, segments }: Pick<Scenario, "nodes" | "segments">): Drawing {
  const machines = nodes.flatMap(({ name, kind, at }) => (at === undefined ? [] : [{ name, kind, at }]));
  const placed = segments.flatMap(({ name, kind, at }) => (at === undefined ? [] : [{ name, kind, at }]));
  const cables = nodes.flatMap((node) =>
    node.devices.map((device) => ({
      machine: machines.findIndex(({ name }) => name === node.name),
      segment: placed.findIndex(({ name }) => name === device.segment),
    })),
  );
  return {
    machines,
    segments: placed,
    cables: cables.filter(({ machine, segment }) => machine >= 0 && segment >= 0),
  };
}
