/**
 * Two hop tables held against each other: which hop of one is which of the other, and which cells differ.
 *
 * A hop has its counterpart by the machine that it leaves and the direction: whom it goes to is one of the
 * things that may differ. Between two networks addresses are compared by whose they are. Fields that few ask
 * for are left out, as the tables fold them away.
 */

import { type Both, otherSide, type Side, sides } from "#lab/compare";
import { aligned } from "#lab/compare-align";
import type { MeaningNames } from "#lab/compare-meaning";
import { formatIpv4, formatMac } from "#sim/wire/address";
import type { Hop } from "../inspector/packet/exchange.ts";
import { type HopValue, quietFields } from "../inspector/packet/hop-fields.ts";
import type { HopTable } from "../inspector/packet/hop-table.ts";

export interface HopsCompared {
  /** Of each table the cells that differ, as `ip.dst 3`. */
  readonly cells: Both<ReadonlySet<string>>;
  /** Of each table the columns that the other does not have. */
  readonly alone: Both<ReadonlySet<number>>;
}

export const cellName = (field: string, column: number): string => `${field} ${column}`;

/** Compares all hops of two tables. */
export function compareHops(tables: Both<HopTable>, names: Both<MeaningNames>): HopsCompared {
  const { one, other } = tables;
  const pairs = aligned(one.columns.map(nameOf), other.columns.map(nameOf));
  const values = { one: valuesOf(tables.one, names.one), other: valuesOf(tables.other, names.other) };
  const cells = { one: new Set<string>(), other: new Set<string>() };
  const hidden = new Set(sides.flatMap((side) => hiddenFields(tables[side], tables[otherSide(side)])));
  for (const field of new Set([...values.one.keys(), ...values.other.keys()])) {
    if (hidden.has(field)) continue;
    for (const [at, beside] of pairs) {
      if (values.one.get(field)?.[at] === values.other.get(field)?.[beside]) continue;
      cells.one.add(cellName(field, at));
      cells.other.add(cellName(field, beside));
    }
  }
  const paired = { one: new Set(pairs.map(([one]) => one)), other: new Set(pairs.map(([, other]) => other)) };
  const alone = (side: Side): Set<number> =>
    new Set(tables[side].columns.map((_, at) => at).filter((at) => !paired[side].has(at)));
  return { cells, alone: { one: alone("one"), other: alone("other") } };
}

/** Fields that a table does not show though its packets have them. */
function hiddenFields({ groups }: HopTable, other: HopTable): string[] {
  const rows = groups.flatMap((group) => group.rows);
  const minor = rows.filter(({ isMinor }) => isMinor).map(({ field }) => field);
  const shown = new Set(rows.map(({ field }) => field));
  const quiet = other.groups.flatMap((group) => group.rows).filter(({ field }) => quietFields.has(field));
  return [...minor, ...quiet.map(({ field }) => field).filter((field) => !shown.has(field))];
}

const nameOf = ({ from, way }: Hop): string => `${from} ${way}`;

/** The values of each field that is shown, by column. */
function valuesOf({ groups }: HopTable, names: MeaningNames): ReadonlyMap<string, readonly string[]> {
  const rows = groups.flatMap((group) => group.rows).filter(({ isMinor }) => !isMinor);
  return new Map(rows.map(({ field, cells }) => [field, cells.map(({ value }) => textOf(value, names))]));
}

function textOf(value: HopValue | undefined, names: MeaningNames): string {
  if (value === undefined) return "";
  switch (value.kind) {
    case "mac":
      return names.mac(formatMac(value.mac));
    case "ipv4":
      return names.address(formatIpv4(value.address));
    case "number":
      return `${value.number}`;
    case "text":
      return value.text;
  }
}

/** How many cells differ, of the table that has more of them, and how many hops one alone has. */
export function sumOf({ cells, alone }: HopsCompared): { readonly cells: number; readonly hops: number } {
  return {
    cells: Math.max(...sides.map((side) => cells[side].size)),
    hops: sides.reduce((sum, side) => sum + alone[side].size, 0),
  };
}
