/**
 * How a sentence tells that an address is virtual: by a word before it, unless it is called so already.
 */

/** An address as it is called, after `telling` where its name is a number. */
export const vipText = (name: string, telling: string): string =>
  name.startsWith("VIP") ? name : `${telling}${name}`;
