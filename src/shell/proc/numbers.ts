/** Numbers as the files below /proc/net show them. */

/** A number in capital hexadecimal, with zeros before it. */
export const hex = (value: number, width: number): string =>
  value.toString(16).toUpperCase().padStart(width, "0");

/** A number in capital hexadecimal, with blanks before it. */
export const wideHex = (value: number, width: number): string =>
  value.toString(16).toUpperCase().padStart(width);

/** An address as the memory of a little-endian machine shows it. */
export const reversedHex = (address: number): string => {
  const [a, b, c, d] = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return [d, c, b, a].map((byte) => hex(byte, 2)).join("");
};
