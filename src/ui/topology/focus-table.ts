/**
 * The one table that matters at a moment, as rows of text: the neighbours after an answer, the scheduler's
 * reckoning, the connections, what a switch has learnt, a setting. Its changed row is marked.
 */

import { changedAt, type Moment, type Recording } from "#lab/recording";
import type { Candidate, IpvsEvent } from "#sim/ipvs/ipvs-events";
import type { ConnectionRow, FdbRow, NeighbourRow, TableName } from "#sim/rows";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { parseMac } from "#sim/wire/address";
import type { StageNoteWords } from "#words/stage-note-words";
import { shortMac } from "../packet-label.ts";
import { tableAt } from "../table-at.ts";
import type { Names } from "./names.ts";
import { cutTo, type Measure } from "./text-width.ts";

export interface TableRow {
  readonly text: string;
  readonly isMarked: boolean;
  /** A value that holds no longer, shown struck through before the text. */
  readonly struck?: string;
  /** Beside the table's own rows: less important. */
  readonly isAside?: boolean;
}

export interface FocusTable {
  readonly node: string;
  readonly title: string;
  readonly rows: readonly TableRow[];
}

export interface Focusing {
  readonly recording: Recording;
  readonly moment: Moment;
  readonly names: Names;
  readonly words: StageNoteWords;
  readonly measure: Measure;
}

const mostRows = 4;
/** Of a scheduler's own numbers, in px. */
const longestNotes = 220;

/** The table that an event is about; `undefined` where it is about none. */
export function focusTableOf(traced: TraceEvent, focusing: Focusing): FocusTable | undefined {
  const { event } = traced;
  const { tables } = focusing.words;
  if (event.kind === "destination-scheduled") return reckoning(event, focusing);
  if (event.kind === "setting-changed") return setting(event, focusing);
  if (event.kind === "fdb-learned") return listed(traced, focusing, "fdb", tables.fdb);
  if (event.kind.startsWith("neighbour-")) {
    return listed(traced, focusing, "neighbours", tables.neighbours);
  }
  return event.kind.startsWith("connection-")
    ? listed(traced, focusing, "connections", tables.connections)
    : undefined;
}

function reckoning(
  event: Extract<IpvsEvent, { kind: "destination-scheduled" }>,
  { names, words, measure }: Focusing,
): FocusTable {
  const { node, scheduler, candidates, chosen, state } = event;
  const notes = state.map(({ name, value }) => `${name}=${Array.isArray(value) ? value.join(",") : value}`);
  const rows = candidates.map((candidate) => candidateRow(candidate, chosen, { names, words }));
  const aside =
    notes.length === 0
      ? []
      : [
          {
            text: cutTo(notes.join(" "), { size: 11.5, face: "mono", limit: longestNotes }, measure),
            isMarked: false,
            isAside: true,
          },
        ];
  const nobody = chosen === undefined ? [{ text: words.tables.nobody, isMarked: true }] : [];
  return {
    node,
    title: words.tables.reckoning(scheduler),
    rows: [...aside, ...folded(rows, words), ...nobody],
  };
}

function candidateRow(
  { destination, weight, cost }: Candidate,
  chosen: string | undefined,
  { names, words }: Pick<Focusing, "names" | "words">,
): TableRow {
  const isMarked = destination === chosen;
  const costs = cost === undefined ? "" : ` · ${numberText(cost.numerator / cost.denominator)}`;
  const picked = isMarked ? ` ← ${words.tables.picked}` : "";
  return { text: `${endText(destination, names)} w=${weight}${costs}${picked}`, isMarked };
}

const numberText = (value: number): string =>
  Number.isInteger(value) || !Number.isFinite(value) ? `${value}` : value.toFixed(1);

/** An endpoint by its machine where that is known: `rs2:80`. */
function endText(endpoint: string, names: Names): string {
  const at = endpoint.lastIndexOf(":");
  const address = endpoint.slice(0, at);
  return `${names.machineOf(address) ?? names.text(address)}${endpoint.slice(at)}`;
}

function setting(
  { node, name, before, value }: Extract<NetworkEvent, { kind: "setting-changed" }>,
  { words }: Focusing,
): FocusTable {
  return {
    node,
    title: words.tables.setting,
    rows: [
      { text: name, isMarked: false, isAside: true },
      { text: value, struck: before, isMarked: true },
    ],
  };
}

/** Rows of a table at the moment, those that came with the event first and marked. The table can be long. */
function listed(
  traced: TraceEvent,
  focusing: Focusing,
  table: "neighbours" | "connections" | "fdb",
  title: string,
): FocusTable | undefined {
  const { recording, moment, words, names } = focusing;
  const { node } = traced.event;
  const rows = tableAt(recording, moment, node, table);
  if (rows.size === 0) return undefined;
  const changed = changedKeys(traced, recording, table);
  const keys = [...changed].filter((key) => rows.has(key)).slice(0, mostRows);
  for (const key of rows.keys()) {
    if (keys.length >= mostRows) break;
    if (!changed.has(key)) keys.push(key);
  }
  const isFolded = rows.size > mostRows;
  const shown = (isFolded ? keys.slice(0, mostRows - 1) : keys).flatMap((key): TableRow[] => {
    const row = rows.get(key);
    return row === undefined ? [] : [{ text: rowText(row, names), isMarked: changed.has(key) }];
  });
  return { node, title, rows: isFolded ? [...shown, restRow(rows.size - shown.length, words)] : shown };
}

const restRow = (count: number, words: StageNoteWords): TableRow => ({
  text: words.tables.rest(count),
  isMarked: false,
  isAside: true,
});

function changedKeys({ id, event }: TraceEvent, recording: Recording, table: TableName): Set<string> {
  const [first] = recording.events;
  if (first === undefined) return new Set();
  const position = id - first.id + 1;
  const changes = changedAt(recording, position, position - 1);
  return new Set(
    changes.flatMap((change) => (change.node === event.node && change.table === table ? [change.key] : [])),
  );
}

function folded(rows: readonly TableRow[], words: StageNoteWords): TableRow[] {
  if (rows.length <= mostRows) return [...rows];
  const marked = rows.findIndex(({ isMarked }) => isMarked);
  const from = Math.max(0, Math.min(marked - 1, rows.length - (mostRows - 1)));
  const shown = rows.slice(from, from + mostRows - 1);
  return [...shown, restRow(rows.length - shown.length, words)];
}

function rowText(row: NeighbourRow | ConnectionRow | FdbRow, names: Names): string {
  if ("client" in row) {
    const { client, destination, state } = row;
    const at = client.lastIndexOf(":");
    const from = `${names.text(client.slice(0, at))}${client.slice(at)}`;
    return `${from} → ${endText(destination, names)} ${state}`;
  }
  if ("port" in row) return `${macName(row.mac, names)} → ${row.port.replace(/^p-/, "")}`;
  const { address, mac, state } = row;
  return `${names.text(address)} ${mac === undefined ? "" : `${macName(mac, names)} `}${state}`;
}

/** A MAC address by its owner, with the bytes that tell it from others: `rs1 …04:00`. */
function macName(mac: string, names: Names): string {
  const owner = names.ownerOf(mac);
  const number = parseMac(mac);
  const short = number === undefined ? mac : shortMac(number);
  return owner === undefined ? short : `${owner} …${short.slice(-5)}`;
}
