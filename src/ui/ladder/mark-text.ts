/**
 * What the ladder writes and says of a mark, in the words of a language.
 */

import { layersOf } from "../layer.ts";
import { labelOf, lineOf } from "../packet-label.ts";
import { momentText } from "../time-text.ts";
import type { Flow } from "./flows.ts";
import type { Mark, Sending } from "./marks.ts";
import { type NoteWords, noteText } from "./note-text.ts";

/** The label of a frame, with the tunnel that it is in. */
export function sendingText({ frame, isTunnelled }: Sending, { naming, stage, ladder }: NoteWords): string {
  const label = lineOf(labelOf(frame, naming, stage.packet));
  return isTunnelled ? ladder.inTunnel(label, tunnelOf(frame)) : label;
}

/** The same without from whom to whom. */
export const shortText = ({ frame }: Sending, { naming, stage }: NoteWords): string =>
  labelOf(frame, naming, stage.packet).what;

/** `IPIP`, `GRE`, `GUE`: what wraps the packet within. */
function tunnelOf(frame: Sending["frame"]): string {
  const outer = layersOf(frame).findLast(({ layer }) => layer === "outer");
  return outer === undefined || outer.word === "IP" ? "IPIP" : outer.word;
}

/** What is written beside a mark. */
export function markText(mark: Mark, words: NoteWords): string {
  switch (mark.kind) {
    case "sending":
      return sendingText(mark, words);
    case "note":
      return noteText(mark.event, words);
    case "typed":
      return mark.text;
  }
}

/** A mark as a sentence, for who hears the ladder. */
export function markSentence(mark: Mark, words: NoteWords): string {
  const { told } = words.ladder;
  const time = momentText(mark.at);
  const text = markText(mark, words);
  switch (mark.kind) {
    case "sending": {
      const goals = [...new Set(mark.arrivals.map(({ node }) => node))];
      return told.frame(text, mark.node, goals, time);
    }
    case "note":
      return told.note(text, mark.node, time);
    case "typed":
      return told.typed(text, mark.node, time);
  }
}

/** A flow by its first packet: `TCP CIP:41000 → VIP:80`. */
export function flowText({ protocol, src, srcPort, dst, dstPort }: Flow, { naming }: NoteWords): string {
  const from =
    srcPort === 0 || protocol === "icmp" ? naming.address(src) : `${naming.address(src)}:${srcPort}`;
  const to = dstPort === 0 ? naming.address(dst) : `${naming.address(dst)}:${dstPort}`;
  return `${protocol.toUpperCase()} ${from} → ${to}`;
}
