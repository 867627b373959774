/** Numbers as ipvsadm reads them. */

/** A decimal number with an optional sign, within bounds; `undefined` for anything else. */
export function numberBetween(text: string, least: number, most: number): number | undefined {
  if (!/^\s*[-+]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

/** The longest time-out it takes: 31 days, in seconds. */
export const longestTimeout = 86_400 * 31;

export const largestInt = 2 ** 31 - 1;
