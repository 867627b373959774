/**
 * Which marks and cards stand beside machines at a moment, and what each looks like: the one table that
 * matters, what machines changed, dropped, and did not answer.
 */

import type { TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type Layer, layersOf, layersOfPacket } from "../layer.ts";
import { changeCardOf } from "./change-card.ts";
import { changeDrawing, type Drawing, dropDrawing, silenceDrawing, tableDrawing } from "./drawings.ts";
import { type FocusTable, focusTableOf } from "./focus-table.ts";
import { mostLabelled } from "./frames-layer.ts";
import type { Happening, Lately } from "./happenings.ts";
import type { Stage } from "./stage.ts";
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
  /** Better not shown than over something else. */
  readonly isOptional: boolean;
  readonly draw: () => Drawing;
}

/** Where many frames fly, only the latest few are shown. */
const mostMarks = 6;
const mostMarksInCrowd = 2;

/** What is to be shown: the table first, then marks, the latest first. */
export function marksOf(stage: Stage, { happenings, focus: latest, chosen }: Lately): Mark[] {
  const { model, page, marks } = stage;
  if (model === undefined) return [];
  const words = page.words().stage;
  const { moment } = page.store.state();
  const focusing = { recording: page.recording(), moment, names: model.names, words, measure: stage.measure };
  const tableOf = (event: TraceEvent | undefined): FocusTable | undefined =>
    event === undefined ? undefined : focusTableOf(event, focusing);
  const ofChosen = tableOf(chosen);
  const table = ofChosen ?? tableOf(latest);
  const focus = ofChosen === undefined ? latest : chosen;
  const most = marks.length > mostLabelled ? mostMarksInCrowd : mostMarks;
  const seen = new Set<string>();
  const shown = happenings.filter(({ node, kind }) => {
    // The latest change of a machine, and of drops and silence the latest as well.
    const key = `${kind === "change"} ${node}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const beside = shown.slice(0, most).flatMap((happening) => markOf(stage, happening) ?? []);
  if (table === undefined || focus === undefined) return beside;
  const mark = tableMark(table, focus.id, stage.measure);
  // What came later is put first, and so nearer.
  const isLatest = !beside.some(({ node, event }) => node === mark.node && (event ?? 0) > focus.id);
  return isLatest ? [mark, ...beside] : [...beside, mark];
}

function tableMark(table: FocusTable, event: number | undefined, measure: Measure): Mark {
  const said = table.rows.map(({ text }) => text).join("; ");
  const marked = table.rows.map(({ isMarked }) => isMarked).join();
  return {
    key: `table ${table.node} ${table.title}: ${said} ${marked}`,
    node: table.node,
    event,
    label: (seen) => seen,
    isOptional: true,
    draw: () => tableDrawing(table, measure),
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
      return {
        key,
        node,
        event,
        label: (seen) => seen,
        isOptional: true,
        draw: () => changeDrawing(card, stage.measure),
      };
    }
    case "drop": {
      const reason = words.drops[happening.reason];
      const draw = (): Drawing =>
        dropDrawing(layersOfAny(happening.what), { title: reason, detail }, stage.measure);
      return {
        key: `drop ${event}`,
        node,
        event,
        label: (seen) => words.told.drops(node, seen),
        isOptional: false,
        draw,
      };
    }
    case "silence": {
      const title = words.marks.keepsSilent;
      const isGood = model.cards.find(({ id }) => id === node)?.kind !== "director";
      const draw = (): Drawing => silenceDrawing({ title, detail }, isGood, stage.measure);
      return {
        key: `silence ${event}`,
        node,
        event,
        label: (seen) => words.told.silent(node, seen),
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
