/**
 * Which marks and cards stand beside machines at a moment, and what each looks like: the one table that
 * matters, what machines changed, dropped, and did not answer.
 */

import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type Layer, layersOf, layersOfPacket } from "../layer.ts";
import { type ChangeCard, changeCardOf } from "./change-card.ts";
import { changeDrawing, type Drawing, dropDrawing, silenceDrawing, tableDrawing } from "./drawings.ts";
import { type FocusTable, focusTableOf } from "./focus-table.ts";
import { mostLabelled } from "./frames-layer.ts";
import type { ChangeHappening, Happening, Lately } from "./happenings.ts";
import type { NotedStage } from "./stage.ts";
import type { Measure } from "./text-width.ts";

/** Something beside a machine. */
export interface Mark {
  /** Marks with the same key look the same. */
  readonly key: string;
  readonly node: string;
  /** The event it is about. */
  readonly event: number | undefined;
  /** For those who cannot see it, made of what is written on it. */
  readonly label: (seen: string) => string;
  /** It is the table that matters. */
  readonly isTable: boolean;
  /** Better not shown than over something else. */
  readonly isOptional: boolean;
  readonly draw: () => Drawing;
}

/** Where many frames fly, only the latest few are shown. */
const mostMarks = 6;
const mostMarksInCrowd = 2;

/** What is shown already, by keys and by the event of the table: it stays while time passes, to be read. */
export interface Standing {
  readonly keys: ReadonlySet<string>;
  readonly table: number | undefined;
  /** Marks by their keys: what is to be seen for a while need not be made anew all the time. */
  readonly known: Map<string, Mark | undefined>;
}

/** Marks that are known at most. */
const mostKnown = 200;

function knownMark(stage: NotedStage, happening: Happening, { known }: Standing): Mark | undefined {
  const key = keyOf(happening);
  if (!known.has(key)) {
    if (known.size > mostKnown) known.clear();
    known.set(key, markOf(stage, happening));
  }
  return known.get(key);
}

/** What is to be shown: marks, the latest first, and the table that matters. */
export function marksOf(stage: NotedStage, lately: Lately, standing: Standing): readonly Mark[] {
  const { model, marks } = stage;
  if (model === undefined) return [];
  const isCrowded = marks.length > mostLabelled;
  const happenings = lately.happenings.filter(({ kind, id }) =>
    isCrowded ? kind !== "change" || id === lately.chosen?.id : true,
  );
  const shown = oneEach(happenings, standing);
  const beside = shown.slice(0, isCrowded ? mostMarksInCrowd : mostMarks);
  const drawn = beside.flatMap((happening) => knownMark(stage, happening, standing) ?? []);
  const table = isCrowded && lately.chosen === undefined ? undefined : tableFor(stage, lately, standing);
  if (table === undefined) return drawn;
  // What came later is put first, and so nearer.
  const isLatest = !drawn.some(({ node, event = 0 }) => node === table.node && event > (table.event ?? 0));
  return isLatest ? [table, ...drawn] : [...drawn, table];
}

/** Of a machine's changes one, and one of its drops and silence: one that stands there, else the latest. */
function oneEach(happenings: readonly Happening[], { keys }: Standing): Happening[] {
  const chosen = new Map<string, Happening>();
  for (const happening of happenings) {
    const place = `${happening.kind === "change"} ${happening.node}`;
    if (!chosen.has(place) || keys.has(keyOf(happening))) chosen.set(place, happening);
  }
  return [...chosen.values()];
}

const keyOf = ({ kind, id }: Happening): string => `${kind} ${id}`;

/** The table of the selected event, where it has one; else the one that stands there, or the latest. */
function tableFor(stage: NotedStage, { telling, chosen }: Lately, standing: Standing): Mark | undefined {
  const { model, page } = stage;
  if (model === undefined) return undefined;
  const { moment } = page.store.state();
  const words = stage.notes;
  const focusing = {
    recording: page.recording(),
    moment,
    names: model.names,
    words,
    measure: stage.measure,
  };
  const kept = telling.find(({ id }) => id === standing.table);
  for (const event of [chosen, kept ?? telling[0]]) {
    const table = event === undefined ? undefined : focusTableOf(event, focusing);
    if (table !== undefined) return tableMark(table, event?.id, stage.measure);
  }
  return undefined;
}

function tableMark(table: FocusTable, event: number | undefined, measure: Measure): Mark {
  const said = table.rows.map(({ text }) => text).join("; ");
  const marked = table.rows.map(({ isMarked }) => isMarked).join();
  return {
    key: `table ${table.node} ${table.title}: ${said} ${marked}`,
    node: table.node,
    event,
    label: (seen) => seen,
    isTable: true,
    isOptional: true,
    draw: () => tableDrawing(table, measure),
  };
}

/** The mark of a happening; `undefined` where nothing can be told of it. */
function markOf(stage: NotedStage, happening: Happening): Mark | undefined {
  const { notes } = stage;
  const { id: event, node } = happening;
  const mark = { key: keyOf(happening), node, event, isTable: false };
  switch (happening.kind) {
    case "change": {
      const card = changeCard(stage, happening);
      if (card === undefined) return undefined;
      const draw = (): Drawing => changeDrawing(card, stage.measure);
      return { ...mark, label: (seen) => seen, isOptional: true, draw };
    }
    case "drop": {
      const said = {
        title: stage.page.words().stage.drops[happening.reason],
        detail: settingText(happening.setting),
      };
      const draw = (): Drawing => dropDrawing(layersOfAny(happening.what), said, stage.measure);
      return { ...mark, label: (seen) => notes.told.drops(node, seen), isOptional: false, draw };
    }
    case "silence": {
      const said = { title: notes.marks.keepsSilent, detail: settingText(happening.setting) };
      const isGood = stage.model?.cards.find(({ id }) => id === node)?.kind !== "director";
      const draw = (): Drawing => silenceDrawing(said, isGood, stage.measure);
      return { ...mark, label: (seen) => notes.told.silent(node, seen), isOptional: false, draw };
    }
  }
}

const changeCard = (
  { model, page, notes }: NotedStage,
  happening: ChangeHappening,
): ChangeCard | undefined =>
  model === undefined ? undefined : changeCardOf(happening, page.recording(), model.names, notes);

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
