/**
 * Marks and cards beside machines: each is drawn once, put where it covers least, and taken away when its time
 * is over. Where many frames fly, only the latest few are shown.
 */

import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type Layer, layersOf, layersOfPacket } from "../layer.ts";
import type { PageState } from "../store.ts";
import { corridor, leaderOf, type Obstacle, placeBeside, weights } from "./beside.ts";
import { changeCardOf } from "./change-card.ts";
import {
  changeDrawing,
  type Drawing,
  dropDrawing,
  fallTo,
  silenceDrawing,
  tableDrawing,
} from "./drawings.ts";
import { type FocusTable, focusTableOf } from "./focus-table.ts";
import { element } from "./frame-mark.ts";
import { mostLabelled } from "./frames-layer.ts";
import { type Box, grown } from "./geometry.ts";
import { type Happening, type Lately, latelyAt } from "./happenings.ts";
import { type Stage, visibleRoom } from "./stage.ts";

/** Something beside a machine. */
interface Mark {
  readonly key: string;
  readonly node: string;
  readonly event: number | undefined;
  readonly label: string;
  /** Better not shown than over something else. */
  readonly isOptional: boolean;
  readonly draw: () => Drawing;
}

interface Drawn {
  readonly element: SVGGElement;
  /** Without the line that leads to its machine. */
  readonly drawing: SVGGElement;
  readonly box: Box;
  readonly event: number | undefined;
}

export interface MarksLayer {
  show(state: PageState): Lately;
  /** Machines have moved: everything is put anew. */
  reset(): void;
  readonly boxes: () => readonly Box[];
  /** The event that a mark is about. */
  readonly eventOf: (node: Element) => number | undefined;
}

const mostMarks = 6;
const mostMarksInCrowd = 2;

export function createMarksLayer(stage: Stage): MarksLayer {
  const drawn = new Map<string, Drawn>();
  const events = new WeakMap<Element, number>();
  const reset = (): void => {
    for (const mark of drawn.values()) mark.element.remove();
    drawn.clear();
  };
  return {
    show(state) {
      const { recording } = { recording: stage.page.recording() };
      const { moment, selection, player, isStill } = state;
      const lately = latelyAt({ recording, moment, speed: player.speed, selected: selection.event });
      const marks = marksOf(stage, lately);
      const wanted = new Set(marks.map(({ key }) => key));
      for (const [key, mark] of drawn) {
        if (wanted.has(key)) continue;
        mark.element.remove();
        drawn.delete(key);
      }
      for (const mark of marks) {
        if (drawn.has(mark.key)) continue;
        const made = put(
          stage,
          mark,
          [...drawn.values()].map(({ box }) => box),
        );
        if (made === undefined) continue;
        drawn.set(mark.key, made);
        if (mark.event !== undefined) events.set(made.drawing, mark.event);
      }
      for (const { id, kind, age } of lately.happenings) {
        const made = kind === "drop" ? drawn.get(`drop ${id}`) : undefined;
        if (made !== undefined) fallTo(made.drawing, age, isStill);
      }
      return lately;
    },
    reset,
    boxes: () => [...drawn.values()].map(({ box }) => box),
    eventOf: (node) => events.get(node),
  };
}

/** What is to be shown: the table first, then marks, the latest first. */
function marksOf(stage: Stage, { happenings, focus }: Lately): Mark[] {
  const { model, page, marks } = stage;
  if (model === undefined) return [];
  const words = page.words().stage;
  const { moment } = page.store.state();
  const focusing = { recording: page.recording(), moment, names: model.names, words };
  const table = focus === undefined ? undefined : focusTableOf(focus, focusing);
  const most = marks.length > mostLabelled ? mostMarksInCrowd : mostMarks;
  const seen = new Set<string>();
  const latest = happenings.filter(({ node, kind, id }) => {
    // One change and one silence a machine; drops may be several.
    const key = kind === "drop" ? `${id}` : `${kind} ${node}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const beside = latest.slice(0, most).flatMap((happening) => markOf(stage, happening) ?? []);
  return table === undefined ? beside : [tableMark(table, focus?.id), ...beside];
}

function tableMark(table: FocusTable, event: number | undefined): Mark {
  const said = table.rows.map(({ text }) => text).join("; ");
  const label = `${table.node} ${table.title}: ${said}`;
  const marked = table.rows.map(({ isMarked }) => isMarked).join();
  return {
    key: `table ${label} ${marked}`,
    node: table.node,
    event,
    label,
    isOptional: true,
    draw: () => tableDrawing(table),
  };
}

function markOf(stage: Stage, happening: Happening): Mark | undefined {
  const { model, page } = stage;
  if (model === undefined) return undefined;
  const words = page.words().stage;
  const { id: event, node } = happening;
  const detail = "setting" in happening ? settingText(happening.setting) : "";
  switch (happening.kind) {
    case "change": {
      const card = changeCardOf(happening, page.recording(), model.names, words);
      if (card === undefined) return undefined;
      const key = `change ${event} ${words.name} ${model.names.text(node)}`;
      return { key, node, event, label: card.title, isOptional: true, draw: () => changeDrawing(card) };
    }
    case "drop": {
      const reason = words.drops[happening.reason];
      const draw = (): Drawing => dropDrawing(layersOfAny(happening.what), reason, detail);
      return {
        key: `drop ${event}`,
        node,
        event,
        label: words.told.drops(node, reason),
        isOptional: false,
        draw,
      };
    }
    case "silence": {
      const title = words.marks.keepsSilent;
      const isGood = model.cards.find(({ id }) => id === node)?.kind !== "director";
      const draw = (): Drawing => silenceDrawing(title, detail, isGood);
      return {
        key: `silence ${event}`,
        node,
        event,
        label: words.told.silent(node, detail),
        isOptional: false,
        draw,
      };
    }
  }
}

function layersOfAny(what: Ipv4Packet | EthernetFrame): readonly Layer[] {
  return "kind" in what ? layersOfPacket(what) : layersOf(what);
}

/** The setting that decided: `arp_ignore 1`. */
function settingText(
  setting: { readonly name: string; readonly value: number | string } | undefined,
): string {
  if (setting === undefined) return "";
  return `${setting.name.slice(setting.name.lastIndexOf(".") + 1)} ${setting.value}`;
}

/** What a table may cover before it is better left away. */
const mostCovered = 4000;

function put(stage: Stage, mark: Mark, taken: readonly Box[]): Drawn | undefined {
  const { scene, layers } = stage;
  const anchor = scene?.boxes.get(mark.node);
  if (scene === undefined || anchor === undefined) return undefined;
  const { node: drawing, size } = mark.draw();
  const cable = mark.isOptional ? weights.cable : weights.cableByMark;
  const obstacles: Obstacle[] = [
    ...[...scene.boxes.values()].map((box) => ({ box, weight: weights.machine })),
    ...taken.map((box) => ({ box, weight: weights.mark })),
    ...[...scene.lines.values()].flatMap((line) =>
      corridor(line, frameSize).map((box) => ({ box, weight: cable })),
    ),
  ];
  const room = grown(visibleRoom(stage), -edge);
  const beside = { ...size, perPxAway: mark.isOptional ? 5 : 16 };
  const { box, covers } = placeBeside(anchor, beside, room, obstacles);
  if (mark.isOptional && covers > mostCovered) return undefined;
  drawing.setAttribute("transform", `translate(${box.x.toFixed(1)},${box.y.toFixed(1)})`);
  if (mark.event !== undefined) {
    drawing.setAttribute("role", "button");
    drawing.setAttribute("tabindex", "0");
    drawing.setAttribute("aria-label", mark.label);
  }
  const group = element("g", {});
  const leader = leaderOf(box, anchor);
  if (leader !== undefined) {
    const { from, to } = leader;
    group.append(element("line", { class: "leader", x1: from.x, y1: from.y, x2: to.x, y2: to.y }));
  }
  group.append(drawing);
  layers.marks.append(group);
  return { element: group, drawing, box, event: mark.event };
}

/** From the border of the room. */
const edge = 8;

/** What the way along a cable is kept free for. */
const frameSize = { width: 72, height: 44 };
