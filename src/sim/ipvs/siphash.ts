/**
 * SipHash-1-3 of one 32-bit number (Aumasson, Bernstein: "SipHash: a fast short-input PRF"), as the kernel
 * takes it for its hash tables on 64-bit machines: one round for the block, three to finish.
 *
 * Words of 64 bits are two halves in local variables, so a hash allocates nothing.
 */

/** The block's last byte is its length, 4. */
const blockHigh = 0x04000000;
const finalMark = 0xff;
const rounds = 4;

/**
 * The low 32 bits of the hash of `value`, written as 4 bytes with the lowest first. Both 64-bit words of the
 * secret are `key`, which is below 2^32.
 */
export function sipHash13(value: number, key: number): number {
  let ah = 0x736f6d65;
  let al = 0x70736575 ^ key;
  let bh = 0x646f7261;
  let bl = 0x6e646f6d ^ key;
  let ch = 0x6c796765;
  let cl = 0x6e657261 ^ key;
  let dh = 0x74656462 ^ blockHigh;
  let dl = 0x79746573 ^ key ^ value;
  for (let round = 0; round < rounds; round++) {
    let sum = (al >>> 0) + (bl >>> 0);
    ah = (ah + bh + (sum > 0xffffffff ? 1 : 0)) | 0;
    al = sum | 0;
    let high = (bh << 13) | (bl >>> 19);
    bl = ((bl << 13) | (bh >>> 19)) ^ al;
    bh = high ^ ah;
    high = al;
    al = ah;
    ah = high;

    sum = (cl >>> 0) + (dl >>> 0);
    ch = (ch + dh + (sum > 0xffffffff ? 1 : 0)) | 0;
    cl = sum | 0;
    high = (dh << 16) | (dl >>> 16);
    dl = ((dl << 16) | (dh >>> 16)) ^ cl;
    dh = high ^ ch;

    sum = (al >>> 0) + (dl >>> 0);
    ah = (ah + dh + (sum > 0xffffffff ? 1 : 0)) | 0;
    al = sum | 0;
    high = (dh << 21) | (dl >>> 11);
    dl = ((dl << 21) | (dh >>> 11)) ^ al;
    dh = high ^ ah;

    sum = (cl >>> 0) + (bl >>> 0);
    ch = (ch + bh + (sum > 0xffffffff ? 1 : 0)) | 0;
    cl = sum | 0;
    high = (bh << 17) | (bl >>> 15);
    bl = ((bl << 17) | (bh >>> 15)) ^ cl;
    bh = high ^ ch;
    high = cl;
    cl = ch;
    ch = high;

    if (round > 0) continue;
    ah ^= blockHigh;
    al ^= value;
    cl ^= finalMark;
  }
  return (al ^ bl ^ cl ^ dl) >>> 0;
}
