/**
 * Numbers in network byte order within a `Uint8Array`, and copies of parts of it.
 *
 * Reading beyond the end gives 0 and writing beyond it does nothing: those who must know look at the length
 * first. So a header that was cut can be read as far as it goes.
 */

export const noBytes = new Uint8Array(0);

/** Up to this many bytes a loop is faster than `set`. */
const shortCopy = 32;

export const get8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

export const get16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

export const get32 = (bytes: Uint8Array, at: number): number =>
  ((get16(bytes, at) << 16) | get16(bytes, at + 2)) >>> 0;

export const get48 = (bytes: Uint8Array, at: number): number =>
  get16(bytes, at) * 0x100000000 + get32(bytes, at + 2);

/** The lowest 16 bits of `value`. */
export function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** The lowest 32 bits of `value`. */
export function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** The lowest 48 bits of `value`. */
export function put48(bytes: Uint8Array, at: number, value: number): void {
  put16(bytes, at, (value / 0x100000000) | 0);
  put32(bytes, at + 2, value);
}

/** Copies `data` to `at`, as much as there is room for. */
export function putBytes(bytes: Uint8Array, at: number, data: Uint8Array): void {
  if (data.length > shortCopy) {
    const room = Math.max(0, bytes.length - at);
    if (room > 0) bytes.set(data.length <= room ? data : data.subarray(0, room), at);
    return;
  }
  for (let i = 0; i < data.length; i += 1) bytes[at + i] = data[i] ?? 0;
}

/** A copy of `from` to before `to`; always the same empty value where that is nothing. */
export const copyOf = (bytes: Uint8Array, from: number, to: number): Uint8Array =>
  from >= to ? noBytes : bytes.slice(from, to);

/** Two runs of bytes as one. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
