/** What a filter sees of a captured frame, by its kind of link. */

import { get16 } from "#sim/wire/bytes";
import { etherTypes } from "#sim/wire/ethernet";
import type { Seen } from "./filter/match.ts";
import type { Capture } from "./lines.ts";
import { groupOf, isOutgoing, links, readAlone, readCooked } from "./link-types.ts";

/**
 * A frame for `matches`. A VLAN tag is not in the way: the kernel takes it out of the frame before a filter
 * sees it.
 */
export function seenIn(link: number, { bytes, length }: Capture, direction: "in" | "out" | undefined): Seen {
  if (link === links.raw.number) {
    return { ...nothing, payload: bytes, etherType: etherTypes.ipv4, length, direction };
  }
  if (link === links.cooked.number) return seenCooked(bytes, length);
  if (link === links.cookedAlone.number) return seenAlone(bytes, length);
  const outer = get16(bytes, 12);
  const isTagged = outer === etherTypes.vlan;
  return {
    payload: bytes.subarray(isTagged ? 18 : 14),
    etherType: isTagged ? get16(bytes, 16) : outer,
    link: bytes,
    vlan: isTagged ? get16(bytes, 14) & 0xfff : undefined,
    length,
    direction,
    group: undefined,
  };
}

const nothing = { link: undefined, vlan: undefined, group: undefined };

function seenAlone(bytes: Uint8Array, length: number): Seen {
  const header = readAlone(bytes);
  if (header === undefined) return { ...nothing, payload: bytes, etherType: 0, length, direction: undefined };
  const { payload, etherType } = header;
  return { ...nothing, payload, etherType, length, direction: isOutgoing(header) ? "out" : "in" };
}

function seenCooked(bytes: Uint8Array, length: number): Seen {
  const header = readCooked(bytes);
  if (header === undefined) return { ...nothing, payload: bytes, etherType: 0, length, direction: undefined };
  const { payload, etherType } = header;
  const direction = isOutgoing(header) ? "out" : "in";
  return { ...nothing, payload, etherType, length, direction, group: groupOf(header) };
}
