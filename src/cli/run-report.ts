/**
 * What `lvs-lab run` prints: commands with their output, and between them one line an event, at its time and
 * node.
 *
 * Frames are lines as tcpdump prints them; what a node decided about them stands below, indented. What
 * switches do is left out, for they do the same with every frame, but for frames that end there. The brief
 * report has no frames, and no decisions that are the same for packet after packet.
 */

import type { Typed } from "#lab/terminals";
import type { Nanos } from "#sim/engine/time";
import type { Network } from "#sim/network";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { describe } from "#sim/wire/describe";
import { type Describer, describer } from "#sim/wire/describer";
import { eventWords } from "./event-words.ts";
import type { Output, Style } from "./output.ts";

export interface ReportFields {
  readonly output: Output;
  readonly network: Network;
  /** Time zero. */
  readonly start: Nanos;
  readonly detail: Detail;
}

/** How much is printed between commands and their output; `quiet`: nothing. */
export type Detail = "everything" | "brief" | "quiet";

export interface RunReport {
  readonly fields: ReportFields;
  readonly nodeWidth: number;
  readonly describers: Map<string, Describer>;
  /** Lines of output that are not complete yet, by the number of their command. */
  readonly partial: Map<number, string>;
  /** The number of the command that was typed last, while nobody else has printed anything. */
  latest: number | undefined;
}

/** A report that has printed nothing yet. */
export function runReport(fields: ReportFields): RunReport {
  const { nodes, segments } = fields.network;
  const nodeWidth = Math.max(...[...nodes.keys(), ...segments.keys()].map((name) => name.length));
  return { fields, nodeWidth, describers: new Map(), partial: new Map(), latest: undefined };
}

/** Prints an event, if it is one that people want to see. */
export function reportEvent(report: RunReport, { at, event }: TraceEvent): void {
  if (!isShown(report, event)) return;
  const style = styleOf(event);
  const indent = isFrame(event) ? "" : "    ";
  const text = eventWords(event, (frame) => describe(frame, describerFor(report, event)));
  printLine(report, { at, node: event.node, text: indent + text, style });
}

/** Prints a command at the moment it is typed. */
export function reportTyped(report: RunReport, { at, node, text, number }: Typed): void {
  report.latest = number;
  const { output } = report.fields;
  const prompt = output.paint("green", `${node}$`);
  const [first = "", ...more] = text.trimEnd().split("\n");
  output.write(`${timeText(at)}  ${prompt} ${output.paint("bold", first)}\n`);
  for (const line of more) output.write(`${" ".repeat(timeWidth)}  ${output.paint("bold", `> ${line}`)}\n`);
}

/** Prints what a command says, a whole line at a time. */
export function reportOutput(report: RunReport, typed: Typed, text: string): void {
  const lines = ((report.partial.get(typed.number) ?? "") + text).split("\n");
  report.partial.set(typed.number, lines.pop() ?? "");
  for (const line of lines) outputLine(report, typed, line);
}

/** Prints what is left of lines without an end. */
export function endReport(report: RunReport, typed: readonly Typed[]): void {
  for (const command of typed) {
    const rest = report.partial.get(command.number) ?? "";
    if (rest !== "") outputLine(report, command, rest);
  }
}

function outputLine(report: RunReport, { node, number }: Typed, line: string): void {
  const { detail, output } = report.fields;
  // What a terminal would show: a carriage return begins the line anew, but at the end.
  const shown = line.replace(/\r$/, "");
  const last = shown.slice(shown.lastIndexOf("\r") + 1);
  // Right below its command, with nothing between, a line needs no name.
  const isPlain = detail === "quiet" && number === report.latest;
  if (!isPlain) report.latest = undefined;
  const left = isPlain ? "" : `${" ".repeat(timeWidth)}  ${node.padEnd(report.nodeWidth)} | `;
  output.write(`${left}${last}\n`);
}

interface Line {
  readonly at: Nanos;
  readonly node: string;
  readonly text: string;
  readonly style: Style | undefined;
}

function printLine({ fields, nodeWidth }: RunReport, { at, node, text, style }: Line): void {
  const { output, start } = fields;
  const { paint } = output;
  const painted = style === undefined ? text : paint(style, text);
  const left = `${paint("dim", timeText((at - start) as Nanos))}  ${paint("blue", node.padEnd(nodeWidth))}`;
  output.write(`${left} ${painted}\n`);
}

const timeWidth = 10;

/** Seconds with microseconds. */
const timeText = (time: Nanos): string => (time / 1e9).toFixed(6).padStart(timeWidth);

/** One for each device: its flows are told apart as by a tcpdump on that device. */
function describerFor({ describers }: RunReport, event: NetworkEvent): Describer {
  const name = `${event.node} ${"device" in event ? event.device : ""}`;
  const known = describers.get(name);
  if (known !== undefined) return known;
  const made = describer();
  describers.set(name, made);
  return made;
}

const isFrame = ({ kind }: NetworkEvent): boolean => kind === "frame-sent" || kind === "frame-received";

function isShown({ fields }: RunReport, event: NetworkEvent): boolean {
  if (fields.detail === "quiet") return false;
  if (!fields.network.nodes.has(event.node)) return event.kind === "frame-dropped";
  if (fields.detail === "brief") return isDecision(event);
  if (event.kind === "arp-request-sent") return event.setting !== undefined;
  return !besideFrame.has(event.kind);
}

/** Whether a line is worth it in the brief report, in which no frame stands beside it. */
const isDecision = (event: NetworkEvent): boolean =>
  event.kind === "neighbour-changed" ? !ofItself.has(event.because) : !ofEveryPacket.has(event.kind);

/** Changes of a neighbour's state that no message of somebody else brought about. */
const ofItself: ReadonlySet<string> = new Set(["used", "timer", "confirmed"]);

/** What packet after packet meets. */
const ofEveryPacket: ReadonlySet<NetworkEvent["kind"]> = new Set([
  "frame-sent",
  "frame-received",
  "route-chosen",
  "packet-delivered",
  "packet-forwarded",
  "packet-rewritten",
  "packet-queued",
  "packet-fragmented",
  "packet-reassembled",
  "packet-encapsulated",
  "packet-decapsulated",
  "rule-matched",
  "arp-request-sent",
  "tcp-state-changed",
  "request-forwarded",
  "reply-rewritten",
  "setting-changed",
  "table-changed",
  "ipvs-table-changed",
]);

/** What says no more than the line of the frame beside it. */
const besideFrame: ReadonlySet<NetworkEvent["kind"]> = new Set(["arp-reply-sent"]);

/** Colours for what is worth a second look. */
function styleOf({ kind }: NetworkEvent): Style | undefined {
  if (kind === "frame-sent") return "bold";
  if (kind.endsWith("dropped") || unanswered.has(kind)) return "red";
  return ipvsKinds.has(kind) ? "cyan" : undefined;
}

const unanswered: ReadonlySet<NetworkEvent["kind"]> = new Set([
  "arp-not-answered",
  "neighbour-unanswered",
  "no-frame-left",
  "no-destination",
  "request-failed",
]);
const ipvsKinds: ReadonlySet<NetworkEvent["kind"]> = new Set([
  "destination-scheduled",
  "connection-created",
  "request-forwarded",
  "reply-rewritten",
  "connection-state-changed",
]);
