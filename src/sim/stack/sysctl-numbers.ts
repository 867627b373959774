/**
 * Numbers in the files of /proc/sys: how they are written and read, as proc_dointvec() of Linux does.
 */

/** Bounds of a written value, both included; left out: those of a signed number of 32 bits. */
export interface FieldRange {
  readonly min?: number;
  readonly max?: number;
}

const smallest = -(2 ** 31);
const largest = 2 ** 31 - 1;

/** Several numbers of one file stand with tabs between them. */
export const formatNumbers = (values: readonly number[]): string => values.join("\t");

/**
 * Up to `count` numbers at the start of a text: decimal, octal after `0`, hexadecimal after `0x`; what
 * follows them is not looked at. `undefined` (EINVAL) for no number at all, for a word, and for a value out
 * of range.
 */
export function parseNumbers(text: string, count: number, range: FieldRange = {}): number[] | undefined {
  const words = text.trim().split(/\s+/).slice(0, count);
  const values = words.map(parseNumber);
  const { min = smallest, max = largest } = range;
  const isGood = (value: number | undefined): value is number =>
    value !== undefined && value >= min && value <= max;
  return values.every(isGood) ? values : undefined;
}

function parseNumber(word: string): number | undefined {
  const match = /^(-?)(0x[0-9a-f]+|\d+)$/i.exec(word);
  const digits = match?.[2];
  if (digits === undefined) return undefined;
  const isOctal = /^0\d/.test(digits);
  if (isOctal && !/^[0-7]+$/.test(digits)) return undefined;
  const size = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  return match?.[1] === "-" && size !== 0 ? -size : size;
}
