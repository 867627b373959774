/**
 * The stage as it stands: its elements, what they show of a moment, and how it is looked at.
 */

import { select } from "d3-selection";
import type { Recording } from "#lab/recording";
import type { StageNoteWords } from "#words/stage-note-words";
import type { Page } from "../page.ts";
import type { PageState } from "../store.ts";
import { createFramesLayer, type FrameMark, type FramesLayer } from "./frames-layer.ts";
import type { Box, Size } from "./geometry.ts";
import { createLabelsLayer, type LabelsLayer, type LabelText } from "./labels-layer.ts";
import type { Layout } from "./layout.ts";
import { createLinksLayer, type LinksLayer } from "./links-layer.ts";
import { createMachinesLayer, type MachinesLayer } from "./machines-layer.ts";
import { measureIn } from "./measure.ts";
import type { Scene } from "./scene.ts";
import { createReserved, type Reserved } from "./sizes.ts";
import { createModeller, type Modeller, type StageModel } from "./stage-model.ts";
import type { Measure } from "./text-width.ts";

/**
 * The layers of the two drawings that lie on one another, from back to front. What moves has a drawing of its
 * own: what stands still need not be painted again then.
 */
const stillLayers = ["wires", "segments", "machines", "marks"] as const;
const movingLayers = ["frames", "words"] as const;
export type LayerId = (typeof stillLayers)[number] | (typeof movingLayers)[number];

/** Still and moving: each drawing with its world, which zooms as a whole. */
export interface Drawings {
  readonly still: SVGSVGElement;
  readonly moving: SVGSVGElement;
  readonly worlds: readonly SVGGElement[];
}

/** How the world is seen: px of the screen are `k` times px of the world, and then moved. */
export interface Transform {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** What is loaded later is told of every state as a view is. */
export interface StagePart {
  update(state: PageState, before: PageState): void;
  /** Cards, cables or the room have changed. */
  laidOut(): void;
  /** Boxes that words must keep off. */
  readonly boxes: () => readonly Box[];
  close(): void;
}

/** The stage as it stands: its elements, and what they show. */
export interface Stage {
  readonly page: Page;
  readonly host: HTMLElement;
  readonly root: HTMLElement;
  /** What can be panned, zoomed and pointed at: both drawings. */
  readonly pane: HTMLElement;
  readonly drawings: Drawings;
  readonly layers: Readonly<Record<LayerId, SVGGElement>>;
  readonly machines: MachinesLayer;
  readonly links: LinksLayer;
  readonly frames: FramesLayer;
  readonly labels: LabelsLayer;
  readonly modeller: Modeller;
  readonly measure: Measure;
  /** The one that is shown. */
  recording: Recording | undefined;
  /** What was written beside flights, by their ids. */
  readonly texts: Map<number, LabelText>;
  reserved: Reserved;
  room: Size;
  scale: number;
  model: StageModel | undefined;
  layout: Layout | undefined;
  scene: Scene | undefined;
  marks: readonly FrameMark[];
  /** `undefined`: the drawing fits the room. */
  moved: Transform | undefined;
  part: StagePart | undefined;
}

/** A stage with the words that are loaded after the first sight. */
export interface NotedStage extends Stage {
  notes: StageNoteWords;
}

export function emptyStage(host: HTMLElement, page: Page): Stage {
  const root = select(host).append("div").attr("class", "stage");
  const pane = root.append("div").attr("class", "stage-pane");
  const worldOf = (name: string): SVGGElement => {
    const svg = pane.append("svg").attr("class", `stage-drawing is-${name}`).attr("role", "group");
    return asNode(svg.append("g").attr("class", "world"));
  };
  const still = worldOf("still");
  const moving = worldOf("moving");
  const layers = Object.fromEntries([
    ...stillLayers.map((name) => [name, layerIn(still, name)]),
    ...movingLayers.map((name) => [name, layerIn(moving, name)]),
  ]) as Stage["layers"];
  const measure = measureIn(asNode(pane));
  return {
    page,
    host,
    root: asNode(root),
    pane: asNode(pane),
    drawings: { still: drawingOf(still), moving: drawingOf(moving), worlds: [still, moving] },
    layers,
    machines: createMachinesLayer(layers.machines),
    links: createLinksLayer(layers.wires, layers.segments),
    frames: createFramesLayer(layers.frames),
    labels: createLabelsLayer(layers.words, measure),
    modeller: createModeller(),
    measure,
    recording: undefined,
    texts: new Map(),
    reserved: createReserved(measure),
    room: { width: 0, height: 0 },
    scale: 1,
    model: undefined,
    layout: undefined,
    scene: undefined,
    marks: [],
    moved: undefined,
    part: undefined,
  };
}

const layerIn = (world: SVGGElement, name: LayerId): SVGGElement =>
  asNode(select(world).append("g").attr("class", `layer-of-${name}`));

function drawingOf(world: SVGGElement): SVGSVGElement {
  if (world.ownerSVGElement === null) throw new Error("a world is in no drawing");
  return world.ownerSVGElement;
}

function asNode<Made extends Element>(selection: { node(): Made | null }): Made {
  const node = selection.node();
  if (node === null) throw new Error("an element that was just made is not there");
  return node;
}

/** Where the world is on the screen. */
export function transformOf(stage: Stage): Transform {
  const { moved, layout } = stage;
  if (moved !== undefined || layout === undefined) return moved ?? { k: 1, x: 0, y: 0 };
  const { zoom: k, world } = layout;
  const room = drawingRoom(stage);
  return { k, x: (room.width - world.width * k) / 2, y: (room.height - world.height * k) / 2 };
}

/** The buttons have a strip at the bottom of their own. */
export const drawingRoom = ({ room, scale }: Stage): Size => ({
  width: room.width,
  height: Math.max(1, room.height - toolsHeight * scale),
});

const toolsHeight = 30;

/** Moves the drawing to where it is looked at. */
export function look(stage: Stage): void {
  const { k, x, y } = transformOf(stage);
  for (const world of stage.drawings.worlds) {
    world.setAttribute("transform", `translate(${x},${y}) scale(${k})`);
  }
}

/** The part of the world that is on the screen. */
export function visibleRoom(stage: Stage): Box {
  const { k, x, y } = transformOf(stage);
  return { x: -x / k, y: -y / k, width: stage.room.width / k, height: stage.room.height / k };
}

const toolsWidth = 124;

/** What of the world is behind the buttons. */
export function behindTools(stage: Stage): Box {
  const { scale } = stage;
  const { k } = transformOf(stage);
  const room = visibleRoom(stage);
  const [width, height] = [(toolsWidth * scale) / k, ((toolsHeight + 10) * scale) / k];
  return { x: room.x + room.width - width, y: room.y + room.height - height, width, height };
}
