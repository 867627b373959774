/** How a switch is told of, with the value that counts and the one that does not, in English. */

import type { SettingFact } from "#doctor/finding-facts";

/** `arp_ignore is 0 on eth0 (all: 0, eth0: 0)` */
export const setting = ({ field, value, all, device, own }: SettingFact): string =>
  `${field} is ${value} on ${device} (all: ${all}, ${device}: ${own})`;

/** `a, b and c` */
export const list = (items: readonly (string | number)[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
