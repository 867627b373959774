/** The addresses that `hostname -I` prints: of every interface but lo. */

import type { Stack } from "#sim/stack/stack";
import { formatIpv4 } from "#sim/wire/address";

export function ownAddresses({ interfaces }: Stack): string[] {
  const addresses: string[] = [];
  for (const [name, { addresses: own }] of interfaces) {
    if (name !== "lo") addresses.push(...own.map(({ address }) => formatIpv4(address)));
  }
  return addresses;
}
