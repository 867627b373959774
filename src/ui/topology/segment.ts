/**
 * What is drawn of a segment: a switch or hub with its name and network, smaller where it only joins two
 * machines; nothing but a name for a cable that joins two devices directly.
 */

import type { SegmentKind } from "#scenario/scenario";
import type { AddressRow } from "#sim/rows";
import { formatPrefix, networkOf, parseIpv4 } from "#sim/wire/address";
import type { Size } from "./geometry.ts";
import type { Density } from "./layout.ts";
import type { Measure } from "./text-width.ts";

export interface SegmentCard {
  readonly id: string;
  readonly kind: SegmentKind;
  /** The ends of machines plugged in here. */
  readonly ends: readonly { readonly node: string; readonly device: string }[];
  /** The network that most machines here have an address of, if two have. */
  readonly network: string | undefined;
}

/** The network that the addresses of devices on one segment share: the one that most of them are in. */
export function networkOfSegment(addresses: readonly AddressRow[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { address, prefixLength } of addresses) {
    const number = parseIpv4(address);
    if (number === undefined || prefixLength > 30) continue;
    const network = formatPrefix({ address: networkOf(number, prefixLength), length: prefixLength });
    counts.set(network, (counts.get(network) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [network, count] of counts) {
    if (count >= 2 && count > (best === undefined ? 0 : (counts.get(best) ?? 0))) best = network;
  }
  return best;
}

/** Whether it is drawn small: it only joins two machines. */
export const isSmall = ({ ends }: SegmentCard): boolean => ends.length <= 2;

/** How many ports are drawn. */
export const portsShown = ({ ends }: SegmentCard): number => Math.min(8, Math.max(3, ends.length));

export const segmentText = (segment: SegmentCard, density: Density): string =>
  density === "full" && !isSmall(segment) && segment.network !== undefined
    ? `${segment.id} · ${segment.network}`
    : segment.id;

export const segmentFont = (segment: SegmentCard, density: Density): number =>
  density === "full" && !isSmall(segment) ? 13 : 11.5;

/** How large a segment is drawn. */
export function segmentSize(segment: SegmentCard, density: Density, measure: Measure): Size {
  const text = measure(segmentText(segment, density), segmentFont(segment, density), "bold");
  if (segment.kind === "cable") return { width: text + 12, height: 18 };
  const ports = isSmall(segment) ? 0 : 14 + portsShown(segment) * 12;
  return {
    width: Math.ceil(text + ports + 24),
    height: isSmall(segment) ? 24 : density === "full" ? 34 : 28,
  };
}
