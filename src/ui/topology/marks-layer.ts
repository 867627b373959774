/**
 * Marks and cards beside machines: each is drawn once, put where it covers least, and taken away when its
 * time is over. A card that stands apart from its machine has a line to it.
 */

import type { PageState } from "../store.ts";
import { corridor, leaderOf, type Obstacle, placeBeside, weights } from "./beside.ts";
import { fallTo } from "./drawings.ts";
import { endNameBoxes } from "./end-names.ts";
import { element } from "./frame-mark.ts";
import { type Box, grown } from "./geometry.ts";
import { type Lately, latelyAt } from "./happenings.ts";
import { type Mark, marksOf } from "./marks.ts";
import type { Scene } from "./scene.ts";
import { seenWords } from "./seen-words.ts";
import { behindTools, type NotedStage, visibleRoom } from "./stage.ts";

export interface MarksLayer {
  show(state: PageState): Shown;
  /** Machines have moved: everything is put anew. */
  reset(): void;
  readonly boxes: () => readonly Box[];
  /** The event that a mark is about. */
  readonly eventOf: (node: Element) => number | undefined;
}

/** What has just happened, and the machine whose table is shown. */
export interface Shown {
  readonly lately: Lately;
  readonly deciding: string | undefined;
}

interface Drawn {
  readonly drawing: SVGGElement;
  /** The line that leads to its machine, where it stands apart. */
  readonly leader: SVGLineElement | undefined;
  readonly box: Box;
  readonly node: string;
  readonly isCard: boolean;
}

export function createMarksLayer(stage: NotedStage): MarksLayer {
  const drawn = new Map<string, Drawn>();
  const events = new WeakMap<Element, number>();
  const known = new Map<string, Mark | undefined>();
  let table: number | undefined;
  /** What was to be drawn last, whether there was room for it or not. */
  let tried = "";
  let endNames: readonly Box[] | undefined;
  const remove = (key: string): void => {
    const mark = drawn.get(key);
    mark?.drawing.remove();
    mark?.leader?.remove();
    drawn.delete(key);
  };
  const add = (mark: Mark): void => {
    const made = put(stage, mark, [...drawn.values()]);
    if (made === undefined) return;
    drawn.set(mark.key, made);
    if (mark.event !== undefined) events.set(made.drawing, mark.event);
  };
  return {
    show({ moment, selection, player, lesson, isStill }) {
      const recording = stage.page.recording();
      const since = lesson?.since;
      const lately = latelyAt({
        ...{ recording, moment, since },
        ...{ speed: player.speed, selected: selection.event },
      });
      const isPassing = player.play === "playing";
      const standing = isPassing
        ? { keys: new Set(drawn.keys()), table, known }
        : { keys: nothing, table: undefined, known };
      const marks = marksOf(stage, lately, standing);
      const shown = marks.find(({ isTable }) => isTable);
      table = shown?.event;
      const wanted = new Set(marks.map(({ key }) => key));
      const isOther = tried !== [...wanted].join("\n");
      tried = [...wanted].join("\n");
      // While time passes nothing may jump; where it stands, what is shown depends on nothing before.
      const focused = isOther && !isPassing ? focusedIn(drawn) : undefined;
      for (const key of [...drawn.keys()]) if (!wanted.has(key) || (isOther && !isPassing)) remove(key);
      for (const mark of marks) if (!drawn.has(mark.key)) add(mark);
      if (focused !== undefined) drawn.get(focused)?.drawing.focus();
      for (const { id, kind, age } of lately.happenings) {
        const made = kind === "drop" ? drawn.get(`drop ${id}`) : undefined;
        if (made !== undefined) fallTo(made.drawing, age, isStill);
      }
      return { lately, deciding: lately.chosen?.event.node ?? shown?.node };
    },
    reset() {
      known.clear();
      endNames = undefined;
      tried = "";
      for (const key of [...drawn.keys()]) remove(key);
    },
    boxes: () => {
      endNames ??= endNameBoxes(stage);
      return [...[...drawn.values()].map(({ box }) => box), ...endNames];
    },
    eventOf: (node) => events.get(node),
  };
}

const nothing: ReadonlySet<string> = new Set();

/** The mark that has the focus: it keeps it when it is drawn anew. */
const focusedIn = (drawn: ReadonlyMap<string, Drawn>): string | undefined =>
  [...drawn].find(([, { drawing }]) => drawing === document.activeElement)?.[0];

/** What a card may cover before it is better left away. */
const mostCovered = 4000;
/** What does not fit into the room is not shown, whatever it is. */
const outOfRoom = 1e5;

/** From the border of the room. */
const edge = 8;

/** Cards can be farther away than marks, which would be taken for another machine's. */
const perPxAway = { card: 9, mark: 16 } as const;

function put(stage: NotedStage, mark: Mark, taken: readonly Drawn[]): Drawn | undefined {
  const { scene, layers } = stage;
  const machine = scene?.boxes.get(mark.node);
  if (scene === undefined || machine === undefined) return undefined;
  const { node: drawing, size, turn } = mark.draw();
  const isCard = mark.isOptional;
  const siblings = taken.filter((other) => isCard && other.isCard && other.node === mark.node);
  const anchors: readonly [Box, ...Box[]] = [machine, ...siblings.map(({ box }) => box)];
  const beside = { ...size, perPxAway: perPxAway[isCard ? "card" : "mark"] };
  const room = grown(visibleRoom(stage), -edge);
  const { box, covers } = placeBeside(anchors, beside, room, [
    ...stillObstacles(scene, isCard),
    { box: behindTools(stage), weight: weights.machine },
    ...(isCard ? [] : besideOthers(scene, mark.node)),
    ...taken.map((other) => ({ box: other.box, weight: weights.mark })),
  ]);
  const isFirst = siblings.length === 0;
  if (!isFirst && leaderOf(box, anchors) !== undefined) return undefined;
  if (covers > (isCard ? mostCovered : outOfRoom)) return undefined;
  if (box.x + box.width / 2 < machine.x) turn?.();
  drawing.setAttribute("transform", `translate(${box.x.toFixed(1)},${box.y.toFixed(1)})`);
  if (mark.event !== undefined) {
    drawing.setAttribute("role", "button");
    drawing.setAttribute("tabindex", "0");
    drawing.setAttribute("aria-label", mark.label(seenWords(drawing)));
  }
  layers.marks.append(drawing);
  const line = leaderOf(box, anchors);
  if (line === undefined) return { drawing, leader: undefined, box, node: mark.node, isCard };
  const { from, to } = line;
  const leader = element("line", { class: "leader", x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  // Behind all cards.
  layers.marks.prepend(leader);
  return { drawing, leader, box, node: mark.node, isCard };
}

/** What the way along a cable is kept free for: a frame and the words above or below it. */
const frameSize = { width: 76, height: 48 };
const wordsSize = { width: 96, height: 112 };

/** A mark that touches another machine would be taken for that one's. */
const besideOthers = ({ boxes }: Scene, node: string): Obstacle[] =>
  [...boxes]
    .filter(([name]) => name !== node)
    .map(([, box]) => ({ box: grown(box, ownRoom), weight: weights.other }));

const ownRoom = 14;

/** What stands still, and where frames and words pass: the same for every mark of a scene. */
function stillObstacles({ boxes, lines }: Scene, isCard: boolean): readonly Obstacle[] {
  const machines = [...boxes.values()].map((box) => ({ box, weight: weights.machine }));
  const ways = [...lines.values()].flatMap((line): Obstacle[] => {
    const frames = corridor(line, frameSize);
    if (!isCard) return frames.map((box) => ({ box, weight: weights.cableByMark }));
    const words = corridor(line, wordsSize).map((box) => ({ box, weight: weights.words }));
    return [...frames.map((box) => ({ box, weight: weights.cable })), ...words];
  });
  return [...machines, ...ways];
}
