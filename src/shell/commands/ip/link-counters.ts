/** The counters of a device as `ip -s link` prints them: two tables whose columns widen with the numbers. */

import type { NetDevice } from "#sim/link/device";
import type { Call, IpOptions } from "./call.ts";

/** The widths where all numbers are short: the first column makes room for a row's name. */
const narrowest: readonly number[] = [10, 7, 6, 7, 7, 7];
/** What is left of a column for which the lab's devices have nothing. */
const emptyColumn = 11;

/** The lines of both directions; with -s twice also the kinds of errors. */
export function counterLines({ options }: Call, { counters }: NetDevice): string[] {
  const received = [
    counters.rxBytes,
    counters.rxPackets,
    counters.rxErrors,
    counters.rxDropped,
    0,
    counters.rxMulticast,
  ].map((count) => numberText(count, options));
  const sent = [
    counters.txBytes,
    counters.txPackets,
    counters.txErrors,
    counters.txDropped,
    0,
    counters.collisions,
  ].map((count) => numberText(count, options));
  const widths = narrowest.map((width, column) =>
    Math.max(width, received[column]?.length ?? 0, sent[column]?.length ?? 0),
  );
  const row = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(" ");
  const table = (name: string, titles: readonly string[], cells: readonly string[]): string[] => [
    `    ${name}:${row(titles).slice(name.length + 1)}${" ".repeat(emptyColumn)}`,
    `    ${row(cells)} `,
  ];
  const errors = (name: string, titles: readonly string[]): string[] =>
    options.statistics > 1 ? table(`${name} errors`, ["", ...titles], ["", "0", "0", "0", "0", "0"]) : [];
  return [
    ...table("RX", ["bytes", "packets", "errors", "dropped", "missed", "mcast"], received),
    ...errors("RX", ["length", "crc", "frame", "fifo", "overrun"]),
    ...table("TX", ["bytes", "packets", "errors", "dropped", "carrier", "collsns"], sent),
    ...errors("TX", ["aborted", "fifo", "window", "heartbt", "transns"]),
  ];
}

/** A count, with -h in three digits and a letter for the power of 1000 (1024 with -iec). */
export function numberText(count: number, { human, iec }: Pick<IpOptions, "human" | "iec">): string {
  const base = iec ? 1024 : 1000;
  if (!human || count < base) return String(count);
  const letters = "kMGTPE";
  let power = 0;
  let value = count;
  while (value >= base && power < letters.length) {
    value /= base;
    power++;
  }
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  const letter = letters.charAt(power - 1);
  const scale = 10 ** digits;
  return `${(Math.floor(value * scale) / scale).toFixed(digits)}${iec ? `${letter.toUpperCase()}i` : letter}`;
}
