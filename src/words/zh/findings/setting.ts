/** How a switch is told of, with the value that counts and the one that does not, in Chinese. */

import type { SettingFact } from "#doctor/finding-facts";

/** `eth0 上的 arp_ignore 是 0（all 为 0，eth0 为 0）` */
export const setting = ({ field, value, all, device, own }: SettingFact): string =>
  `${device} 上生效的 ${field} 是 ${value}（all 为 ${all}，${device} 为 ${own}）`;

/** `a、b 和 c` */
export const list = (items: readonly (string | number)[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join("、")} 和 ${items.at(-1)}`;
