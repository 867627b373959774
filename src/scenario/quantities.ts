/**
 * The scalars of a scenario: text, names, numbers, and quantities with their units.
 *
 * Quantities carry a unit in the file (`100us`, `1gbit`, `0.1%`) and become whole numbers of the smallest:
 * nanoseconds, bits per second, parts of a million. The units are those of `tc` and `ip`.
 */

import type { Nanos } from "#sim/engine/time";
import type { MacAddress } from "#sim/wire/address";
import { isGroupMac, parseMac, zeroMac } from "#sim/wire/address";
import type { Report } from "./diagnostic.ts";
import type { Located } from "./located.ts";
import { quoted } from "./located.ts";
import { suggestion } from "./nearest.ts";
import type { Shape } from "./shape.ts";
import { refuse } from "./shape.ts";

/** Any text, one line or many. */
export const text = (words: string): Shape<string> => ({
  words,
  schema: { type: "string", minLength: 1 },
  read(value, report) {
    if (value.kind !== "scalar" || value.value === null) return refuse(value, words, report);
    if (typeof value.value !== "string") {
      return refuse(value, words, report, `put it in quotes: "${value.value}"`);
    }
    return value.value === "" ? refuse(value, words, report) : value.value;
  },
});

/** Text that follows a pattern; `example` is shown where it does not. */
export const name = (words: string, pattern: RegExp, example: string): Shape<string> => ({
  words,
  schema: { type: "string", pattern: pattern.source },
  read(value, report) {
    const isText = value.kind === "scalar" && typeof value.value === "string";
    if (!isText) return refuse(value, words, report, `write ${words}, such as ${example}`);
    const content = String(value.value);
    if (pattern.test(content)) return content;
    report.error(value.at, {
      message: `${quoted(content)} cannot be ${words}`,
      remedy: `write it like ${example}`,
    });
    return undefined;
  },
});

/** One of a few words. */
export const oneOf = <const Word extends string>(words: string, known: readonly Word[]): Shape<Word> => ({
  words: `${words} (${known.join(", ")})`,
  schema: { enum: known },
  read(value, report) {
    const found = known.find((word) => value.kind === "scalar" && word === value.value);
    if (found !== undefined) return found;
    const written = value.kind === "scalar" && typeof value.value === "string" ? value.value : "";
    return refuse(value, words, report, suggestion(written, known));
  },
});

/** A whole number from `min` to `max`, both included. */
export const whole = (words: string, min: number, max: number): Shape<number> => ({
  words: `${words} from ${min} to ${max}`,
  schema: { type: "integer", minimum: min, maximum: max },
  read(value, report) {
    const content = value.kind === "scalar" ? value.value : undefined;
    if (typeof content === "number" && Number.isInteger(content) && content >= min && content <= max)
      return content;
    return refuse(value, words, report, `write ${words} from ${min} to ${max}`);
  },
});

/** A number with a unit, as a whole number of the smallest unit. */
interface Quantity {
  readonly words: string;
  readonly example: string;
  /** How many of the smallest each unit is. */
  readonly units: Readonly<Record<string, number>>;
  readonly min: number;
  readonly max: number;
  /** `min` and `max` in the file's own words. */
  readonly range: string;
}

const quantity = ({ words, example, units, min, max, range }: Quantity): Shape<number> => {
  const unitNames = Object.keys(units);
  const pattern = new RegExp(`^([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?(${unitNames.join("|")})$`);
  return {
    words: `${words} such as ${example}`,
    schema: { type: "string", pattern: pattern.source },
    read(value, report) {
      const match = value.kind === "scalar" ? pattern.exec(String(value.value)) : null;
      if (match === null) return refuseQuantity(value, { words, example, unitNames }, report);
      const [, count = "", unit = ""] = match;
      const amount = Math.round(Number(count) * (units[unit] ?? 1));
      if (amount >= min && amount <= max) return amount;
      report.error(value.at, { message: `${match[0]} is out of range`, remedy: `write ${words} ${range}` });
      return undefined;
    },
  };
};

function refuseQuantity(
  value: Located,
  { words, example, unitNames }: { words: string; example: string; unitNames: readonly string[] },
  report: Report,
): undefined {
  const isNumber = value.kind === "scalar" && typeof value.value === "number";
  if (!isNumber) return refuse(value, words, report, `write a number and a unit, such as ${example}`);
  const guesses = unitNames.map((unit) => `${value.value}${unit}`);
  return refuse(value, words, report, `add a unit: ${guesses.join(", ")}`);
}

const timeUnits = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

/** A length of simulated time, up to 10 days. */
export const time = (words: string, example: string): Shape<Nanos> =>
  quantity({
    words,
    example,
    units: timeUnits,
    min: 0,
    max: 864_000e9,
    range: "of at most 864000s",
  }) as Shape<Nanos>;

/** A rate in bits per second. */
export const rate: Shape<number> = quantity({
  words: "a rate",
  example: "1gbit",
  units: { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 },
  min: 1000,
  max: 1e12,
  range: "from 1kbit to 1000gbit",
});

/** A probability in percent, as parts of a million. */
export const perMillion: Shape<number> = quantity({
  words: "a share in percent",
  example: "0.1%",
  units: { "%": 1e4 },
  min: 0,
  max: 1e6,
  range: "from 0% to 100%",
});

/** The MAC address of one device. */
export const deviceMac: Shape<MacAddress> = {
  words: "a MAC address such as 02:00:00:00:01:00",
  schema: { type: "string", pattern: "^[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}$" },
  read(value, report) {
    const mac = value.kind === "scalar" ? parseMac(String(value.value)) : undefined;
    if (mac === undefined)
      return refuse(value, "a MAC address", report, "write six pairs: 02:00:00:00:01:00");
    if (mac !== zeroMac && !isGroupMac(mac)) return mac;
    return refuse(value, "the MAC address of one device", report, "begin it with 02: an address of your own");
  },
};
