/**
 * Links that tcpdump captures on: Ethernet, bare IP (IPIP tunnels), and all devices at once, whose frames
 * get a header of their own (LINUX_SLL2: protocol, device index, kind of device, whom the frame was for, its
 * sender). A kind of device that the capture library does not know (GRE) gets an older such header.
 */

import type { NetDevice, Transmission } from "#sim/link/device";
import { broadcastMac, formatMac, isGroupMac, type MacAddress } from "#sim/wire/address";
import { get8, get16, get32, get48, noBytes, put16, put32, put48 } from "#sim/wire/bytes";
import { type EthernetFrame, encodeFrame, etherTypeOf, etherTypes } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { encodePacket, encodePacketInto } from "#sim/wire/packet";

export interface LinkType {
  /** As in a capture file. */
  readonly number: number;
  readonly name: string;
  readonly description: string;
}

export const links = {
  ethernet: { number: 1, name: "EN10MB", description: "Ethernet" },
  raw: { number: 101, name: "RAW", description: "Raw IP" },
  cookedAlone: { number: 113, name: "LINUX_SLL", description: "Linux cooked v1" },
  cooked: { number: 276, name: "LINUX_SLL2", description: "Linux cooked v2" },
} as const satisfies Record<string, LinkType>;

export const linkOfNumber = (number: number): LinkType | undefined =>
  Object.values(links).find((link) => link.number === number);

export const linkText = ({ name, description }: LinkType): string => `link-type ${name} (${description})`;

/** Kinds of addressees, by number, as the header of all devices has them and as they are printed. */
const addressees = ["In", "B", "M", "P", "Out"];
const outgoing = 4;
const cookedHeader = 20;

const hardwareTypes: Readonly<Record<NetDevice["kind"], number>> = {
  ethernet: 1,
  loopback: 772,
  dummy: 1,
  ipip: 768,
  gre: 778,
  gretap: 1,
  erspan: 1,
  vlan: 1,
  bridge: 1,
};

/** A frame as it is captured on all devices. */
export function cookedFrame(direction: "in" | "out", sent: Transmission, device: NetDevice): Uint8Array {
  const isPacket = "kind" in sent;
  const payload = isPacket ? encodePacket(sent) : payloadOf(sent);
  const bytes = new Uint8Array(cookedHeader + payload.length);
  put16(bytes, 0, isPacket ? etherTypes.ipv4 : etherTypeOf(sent.payload));
  put32(bytes, 4, device.index);
  put16(bytes, 8, hardwareTypes[device.kind]);
  bytes[10] = direction === "out" ? outgoing : isPacket ? 0 : addresseeOf(sent, device);
  bytes[11] = isPacket ? 0 : 6;
  put48(bytes, 12, isPacket ? 0 : sent.src);
  bytes.set(payload, cookedHeader);
  return bytes;
}

const aloneHeader = 16;

/** A packet as it is captured on a GRE device: the direction, the kind of device, no sender, the protocol. */
function aloneFrame(direction: "in" | "out", packet: Ipv4Packet, device: NetDevice): Uint8Array {
  const bytes = new Uint8Array(aloneHeader + packet.length);
  put16(bytes, 0, direction === "out" ? outgoing : 0);
  put16(bytes, 2, hardwareTypes[device.kind]);
  put16(bytes, 14, etherTypes.ipv4);
  encodePacketInto(packet, bytes, aloneHeader);
  return bytes;
}

/** What stands before a packet that was captured so. */
export const readAlone = (bytes: Uint8Array): Omit<CookedHeader, "device" | "src"> | undefined =>
  bytes.length < aloneHeader
    ? undefined
    : { etherType: get16(bytes, 14), addressee: get16(bytes, 0), payload: bytes.subarray(aloneHeader) };

/** The beginning of its line with `-e`. */
export const alonePrefix = (
  { addressee }: Pick<CookedHeader, "addressee">,
  { length, type }: { readonly length: number; readonly type: string },
): string => `${(addressees[addressee] ?? "?").padStart(3)} ${type}, length ${length}: `;

/**
 * What a frame carries, without header and tag: the tag of a frame that is captured does not stand in its
 * bytes.
 */
const payloadOf = (frame: EthernetFrame): Uint8Array =>
  encodeFrame(frame).subarray(frame.vlan === undefined ? 14 : 18);

function addresseeOf({ dst }: EthernetFrame, device: NetDevice): number {
  if (dst === broadcastMac) return 1;
  if (isGroupMac(dst)) return 2;
  return dst === device.mac ? 0 : 3;
}

/** What the header of a frame from all devices says. */
export interface CookedHeader {
  readonly etherType: number;
  readonly device: number;
  readonly addressee: number;
  readonly src: MacAddress;
  readonly payload: Uint8Array;
}

export const readCooked = (bytes: Uint8Array): CookedHeader | undefined =>
  bytes.length < cookedHeader
    ? undefined
    : {
        etherType: get16(bytes, 0),
        device: get32(bytes, 4),
        addressee: get8(bytes, 10),
        src: get48(bytes, 12) as MacAddress,
        payload: bytes.subarray(cookedHeader),
      };

/** The beginning of its line: device, addressee, and with `-e` the rest of the header. */
export function cookedPrefix(
  header: CookedHeader,
  name: string,
  link?: { length: number; type: string },
): string {
  const addressee = (addressees[header.addressee] ?? "?").padEnd(3);
  const begin = `${name.padEnd(5)} ${addressee} `;
  if (link === undefined) return begin;
  return `${begin}ifindex ${header.device} ${formatMac(header.src)} ${link.type}, length ${link.length}: `;
}

export const isOutgoing = ({ addressee }: Pick<CookedHeader, "addressee">): boolean => addressee === outgoing;

/** Whether a frame from all devices was for everybody or for a group. */
export const groupOf = ({ addressee }: CookedHeader): "broadcast" | "multicast" | undefined =>
  addressee === 1 ? "broadcast" : addressee === 2 ? "multicast" : undefined;

/** A frame or packet as it is captured on its own device. */
export function plainFrame(direction: "in" | "out", sent: Transmission, device: NetDevice): Uint8Array {
  if (!("kind" in sent)) return sent.length === 0 ? noBytes : encodeFrame(sent);
  return device.kind === "gre" ? aloneFrame(direction, sent, device) : encodePacket(sent);
}

/** How a device's frames are captured. */
export function linkOf(device: NetDevice | undefined): LinkType {
  if (device === undefined) return links.cooked;
  if (device.kind === "gre") return links.cookedAlone;
  return device.kind === "ipip" ? links.raw : links.ethernet;
}
