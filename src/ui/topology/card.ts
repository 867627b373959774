/**
 * What the card of a machine says, and how much room that takes: its devices and their addresses, its way out
 * for what is not near, and a chip for each virtual address, filled where the machine answers for it.
 *
 * Long lists are folded. Loopback's own address is left out: every machine has it.
 */

import type { DeviceRow, RouteRow } from "#sim/rows";
import { isOfLoopback } from "../roles.ts";
import { type AnsweringTables, answeringDevices, arpIgnoreOf, askedDevices } from "./answering.ts";
import type { Size } from "./geometry.ts";
import type { Density } from "./layout.ts";
import type { Measure } from "./text-width.ts";

export interface CardTables extends AnsweringTables {
  readonly routes: ReadonlyMap<string, RouteRow>;
}

export type LinkState = "up" | "down" | "no-carrier";

/** A line of a card: a device with an address, or where packets leave to. */
export interface CardLine {
  readonly head: string;
  /** The address as text; `undefined` where a device has none. */
  readonly address: string | undefined;
  readonly state: LinkState;
  readonly isGateway: boolean;
}

/** A virtual address on a machine. */
export interface Chip {
  readonly address: string;
  readonly device: string;
  /** Whether the machine answers ARP requests for it. */
  readonly isAnswered: boolean;
  /** The arp_ignore that keeps it hidden, where it does. */
  readonly arpIgnore: number;
}

export interface Card {
  readonly id: string;
  readonly kind: string;
  readonly lines: readonly CardLine[];
  readonly chips: readonly Chip[];
  /** How many lines and chips are folded away. */
  readonly folded: number;
}

const maxLines = 4;
const maxChips = 2;

/** The card of a machine; `virtual` are the addresses that are virtual in this lab. */
export function cardOf(
  { id, kind }: { readonly id: string; readonly kind: string },
  tables: CardTables,
  virtual: ReadonlySet<string>,
): Card {
  const chips = chipsOf(tables, virtual);
  const lines = [...deviceLines(tables, virtual), ...gatewayLine(kind, tables.routes)];
  const shownLines = lines.length > maxLines ? lines.slice(0, maxLines - 1) : lines;
  const shownChips = chips.length > maxChips ? chips.slice(0, maxChips - 1) : chips;
  const folded = lines.length - shownLines.length + chips.length - shownChips.length;
  return { id, kind, lines: shownLines, chips: shownChips, folded };
}

function chipsOf(tables: CardTables, virtual: ReadonlySet<string>): Chip[] {
  const seen = new Set<string>();
  const [asked] = askedDevices(tables);
  return [...tables.addresses.values()].flatMap(({ address, device }) => {
    if (!virtual.has(address) || seen.has(address)) return [];
    seen.add(address);
    const isAnswered = answeringDevices(tables, address).length > 0;
    return [{ address, device, isAnswered, arpIgnore: arpIgnoreOf(tables.sysctls, asked?.name ?? "all") }];
  });
}

function deviceLines({ devices, addresses }: CardTables, virtual: ReadonlySet<string>): CardLine[] {
  return [...devices.values()].flatMap((device): CardLine[] => {
    const own = [...addresses.values()].filter((row) => row.device === device.name);
    const told = own.filter(({ address }) => !virtual.has(address) && !isOfLoopback(address));
    const state = stateOf(device);
    const line = { head: device.name, state, isGateway: false };
    if (told.length > 0) return told.map(({ address }) => ({ ...line, address }));
    // A device whose only address is virtual is named on the chip, unless something is wrong with it.
    const isTold = own.length > 0 && state === "up";
    return device.kind === "ethernet" && !isTold ? [{ ...line, address: undefined }] : [];
  });
}

const stateOf = ({ isUp, hasCarrier }: DeviceRow): LinkState =>
  isUp ? (hasCarrier ? "up" : "no-carrier") : "down";

/** Where a server's answers leave to decides much: shown for those who answer. */
function gatewayLine(kind: string, routes: CardTables["routes"]): CardLine[] {
  if (kind !== "real-server" && kind !== "host") return [];
  const route = [...routes.values()].find(
    ({ destination, via }) => destination === "default" && via !== undefined,
  );
  return route === undefined ? [] : [{ head: "gw", address: route.via, state: "up", isGateway: true }];
}

/** Sizes of a card's parts, in px at scale 1. */
export interface CardMetrics {
  readonly padX: number;
  readonly head: number;
  readonly foot: number;
  readonly icon: number;
  readonly name: number;
  readonly text: number;
  readonly line: number;
  readonly chip: number;
  readonly chipText: number;
  /** The column of device names; 0: they are not shown. */
  readonly column: number;
  readonly minWidth: number;
}

export const cardMetrics: Readonly<Record<Density, CardMetrics>> = {
  full: {
    padX: 12,
    head: 38,
    foot: 9,
    icon: 24,
    name: 15.5,
    text: 12.5,
    line: 18,
    chip: 25,
    chipText: 11.5,
    column: 38,
    minWidth: 132,
  },
  compact: {
    padX: 9,
    head: 30,
    foot: 7,
    icon: 18,
    name: 13.5,
    text: 11.5,
    line: 16,
    chip: 21,
    chipText: 10.5,
    column: 0,
    minWidth: 92,
  },
  tiny: {
    padX: 8,
    head: 28,
    foot: 0,
    icon: 16,
    name: 12.5,
    text: 11,
    line: 0,
    chip: 17,
    chipText: 10,
    column: 0,
    minWidth: 64,
  },
};

/** What is written on a chip. */
export function chipText(role: string, chip: Chip, density: Density): string {
  // As a number it needs the word; a role is the word already.
  const named = role === chip.address ? `VIP ${chip.address}` : role;
  if (density === "tiny") return role === chip.address ? "VIP" : role;
  return density === "full" ? `${named} · ${chip.device}` : named;
}

/** The lines that a card shows at a density. */
export function linesAt({ lines }: Card, density: Density): readonly CardLine[] {
  if (density === "full") return lines;
  return density === "compact" ? lines.filter(({ isGateway }) => !isGateway) : [];
}

/**
 * How large a card is; `name` turns an address into what is shown for it. The state of a device that is not
 * up stands in the place of its address, and is shorter.
 */
export function cardSize(
  card: Card,
  density: Density,
  name: (address: string) => string,
  measure: Measure,
): Size {
  const metrics = cardMetrics[density];
  const lines = linesAt(card, density);
  const widths = [
    metrics.icon + 9 + measure(card.id, metrics.name, "bold") + (card.folded > 0 ? 26 : 0),
    ...lines.map(({ address }) => metrics.column + measure(name(address ?? "—"), metrics.text, "mono")),
    ...card.chips.map(
      (chip) => 16 + measure(chipText(name(chip.address), chip, density), metrics.chipText, "mono"),
    ),
  ];
  const width = Math.max(metrics.minWidth, Math.ceil(Math.max(...widths) + 2 * metrics.padX));
  const body = lines.length * metrics.line + card.chips.length * metrics.chip;
  return { width, height: metrics.head + body + (body > 0 ? metrics.foot : 0) };
}
