/**
 * The Internet checksum (RFC 1071): the complement of the ones' complement sum of 16-bit words.
 *
 * A sum is kept unfolded as a plain number while it is collected: 64 KiB of words and a pseudo header stay
 * below 2^32.
 */

/**
 * The unfolded sum of the words from `from` to before `to`; an odd byte at the end is the high one of its
 * word.
 */
export function sumBytes(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  const even = to - ((to - from) & 1);
  for (let at = from; at < even; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return even < to ? sum + ((bytes[even] ?? 0) << 8) : sum;
}

/** A sum folded to 16 bits: 0xffff over data that holds its own right checksum. */
export function foldSum(sum: number): number {
  const once = (sum & 0xffff) + (sum >>> 16);
  return (once & 0xffff) + (once >>> 16);
}

/** The checksum that belongs to an unfolded sum. */
export const checksumOfSum = (sum: number): number => ~foldSum(sum) & 0xffff;

/** The checksum of a range of bytes; 0 over data that holds its own right checksum. */
export const checksum = (bytes: Uint8Array, from = 0, to = bytes.length): number =>
  checksumOfSum(sumBytes(bytes, from, to));

/** The part that two IPv4 addresses have in the sum of a pseudo header. */
export const addressSum = (src: number, dst: number): number =>
  (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff);

/** The unfolded sum of the pseudo header of TCP and UDP (RFC 9293 section 3.1, RFC 768). */
export const pseudoHeaderSum = (addresses: number, protocol: number, length: number): number =>
  addresses + protocol + length;

/** The checksum after one 16-bit word of the data has changed (RFC 1624, equation 3). */
export const updateChecksum = (before: number, oldWord: number, newWord: number): number =>
  ~foldSum((~before & 0xffff) + (~oldWord & 0xffff) + newWord) & 0xffff;

/** A checksum that is certainly wrong where `right` is right, and not the 0 that means "none" to UDP. */
export const wrongChecksum = (right: number): number => (right === 0x0101 ? 0x0202 : right ^ 0x0101);
