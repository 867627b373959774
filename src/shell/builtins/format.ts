/** printf's formats: `%s %b %d %i %u %x %X %o %c %f %e %g %q %%` with flags, width and precision. */

import { readEscapes } from "./escapes.ts";

export interface Formatted {
  readonly text: string;
  readonly problems: readonly string[];
}

const directive = /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([sbdiuxXocfeEgGq%])/g;

/** The text of a format and its values; the format is used again while values are left. */
export function formatted(format: string, values: readonly string[]): Formatted {
  const problems: string[] = [];
  const pending = [...values];
  const pieces: string[] = [];
  do {
    const before = pending.length;
    const { text, isCut } = readEscapes(onceOver(format, pending, problems));
    pieces.push(text);
    // A format without directives takes no values: once is enough.
    if (isCut || pending.length === before) break;
  } while (pending.length > 0);
  return { text: pieces.join(""), problems };
}

function onceOver(format: string, values: string[], problems: string[]): string {
  return format.replace(directive, (...match) => {
    const [, flags = "", width, precision, letter = "s"] = match as (string | undefined)[];
    if (letter === "%") return "%";
    const asked = {
      flags,
      width: width === "*" ? Number(values.shift() ?? 0) : Number(width ?? 0),
      precision: precision === "*" ? Number(values.shift() ?? 0) : toNumber(precision),
      letter,
    };
    // What is put in is not read for backslashes again, except by %b, which has done so.
    return converted(asked, values.shift(), problems).replaceAll("\\", "\\\\");
  });
}

const toNumber = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits);

interface Asked {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

function converted(asked: Asked, value: string | undefined, problems: string[]): string {
  const { letter, precision } = asked;
  if (letter === "s") return padded(asked, (value ?? "").slice(0, precision ?? undefined));
  if (letter === "b") return padded(asked, readEscapes(value ?? "").text);
  if (letter === "c") return padded(asked, (value ?? "").slice(0, 1));
  if (letter === "q") return padded(asked, quotedWord(value ?? ""));
  const number = numberOf(value, problems);
  return padded(asked, signed(asked, numberText(asked, number), number < 0));
}

const quotedWord = (value: string): string =>
  value === "" ? "''" : value.replace(/[^\w@%+=:,./-]/g, (char) => `\\${char}`);

function numberOf(value: string | undefined, problems: string[]): number {
  const text = (value ?? "0").trim();
  if (text === "") return 0;
  if (text.startsWith("'") || text.startsWith('"')) return text.codePointAt(1) ?? 0;
  const digits = /^[-+]?(0x[0-9a-f]+|\d+(\.\d*)?(e[-+]?\d+)?|\.\d+)/i.exec(text)?.[0] ?? "";
  if (digits !== text) problems.push(`${value}: invalid number`);
  return digits === "" ? 0 : Number(digits);
}

/** The digits, without the sign. */
function numberText({ letter, precision }: Asked, number: number): string {
  const size = Math.abs(number);
  const whole = Math.trunc(size);
  switch (letter) {
    case "x":
      return whole.toString(16).padStart(precision ?? 1, "0");
    case "X":
      return whole
        .toString(16)
        .toUpperCase()
        .padStart(precision ?? 1, "0");
    case "o":
      return whole.toString(8).padStart(precision ?? 1, "0");
    case "f":
      return size.toFixed(precision ?? 6);
    case "e":
      return size.toExponential(precision ?? 6).replace(/e([-+])(\d)$/, "e$10$2");
    case "g":
      return String(Number(size.toPrecision(precision ?? 6)));
  }
  return String(whole).padStart(precision ?? 1, "0");
}

function signed({ flags, width, letter }: Asked, digits: string, isNegative: boolean): string {
  const prefix = flags.includes("#") && letter.toLowerCase() === "x" ? `0${letter}` : "";
  const sign = isNegative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const isFilled = flags.includes("0") && !flags.includes("-");
  const room = isFilled ? width - sign.length - prefix.length : 0;
  return `${sign}${prefix}${digits.padStart(room, "0")}`;
}

const padded = ({ flags, width }: Asked, text: string): string =>
  flags.includes("-") ? text.padEnd(width) : text.padStart(width);
