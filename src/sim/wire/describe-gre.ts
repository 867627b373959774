/**
 * GRE as tcpdump prints it: what the header has, then the packet within. Left out: version 1, routing, and
 * payloads other than IPv4.
 */

import { get16, get32 } from "./bytes.ts";
import { after, type Captured, type Describer, hex16 } from "./describer.ts";
import { greIpv4, greVersionAt } from "./gre.ts";

type DescribePacket = (packet: Captured, state: Describer) => string;

const bareHeader = 4;

/** Optional fields in the order in which they stand in the header. */
const fields = [
  { bit: 0x8000, name: "checksum present", length: 4 },
  { bit: 0x2000, name: "key present", length: 4 },
  { bit: 0x1000, name: "sequence# present", length: 4 },
] as const;

/** Everything after the addresses; `describePacket` tells of the packet within. */
export function describeGre(packet: Captured, state: Describer, describePacket: DescribePacket): string {
  const { bytes, length } = packet;
  if (bytes.length < bareHeader) return "[|gre]";
  const version = greVersionAt(bytes, 0);
  if (version !== 0) return `GREv${version}`;
  const flags = get16(bytes, 0);
  const present = fields.filter(({ bit }) => (flags & bit) !== 0);
  const isVerbose = (state.options.verbose ?? 0) > 0;
  const names = present.length === 0 ? "none" : present.map(({ name }) => name).join(", ");
  const etherType = get16(bytes, 2);
  const type = etherType === greIpv4 ? "IPv4" : "unknown";
  const words = [
    "GREv0",
    ...(isVerbose ? [`Flags [${names}]`] : []),
    ...fieldTexts(bytes, present, isVerbose),
    ...(state.options.link === true ? [`proto ${type} (${hex16(etherType)})`] : []),
    `length ${length}`,
  ];
  const content = after(packet, bareHeader + present.length * 4);
  const inner =
    etherType === greIpv4 ? describePacket(content, state) : `gre-proto-0x${etherType.toString(16)}`;
  return `${words.join(", ")}${isVerbose ? "\n\t" : ": "}${inner}`;
}

function fieldTexts(
  bytes: Uint8Array,
  present: readonly (typeof fields)[number][],
  isVerbose: boolean,
): string[] {
  return present.flatMap(({ bit }, index) => {
    const at = bareHeader + index * 4;
    if (bit === 0x2000) return [`key=0x${get32(bytes, at).toString(16)}`];
    if (bit === 0x1000) return [`seq ${get32(bytes, at)}`];
    const sum = isVerbose ? [`sum 0x${get16(bytes, at).toString(16)}`] : [];
    return [...sum, `off 0x${get16(bytes, at + 2).toString(16)}`];
  });
}
