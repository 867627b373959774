/**
 * Addresses and prefixes: IPv4 (RFC 791, RFC 4632) and MAC addresses (IEEE 802).
 *
 * Both are numbers with a brand: they compare with `===` and work as keys. Text exists at the edges only.
 */

export type Ipv4Address = number & { readonly unit: "ipv4" };
export type MacAddress = number & { readonly unit: "mac" };

/** A prefix: a network address whose host bits are zero, and a length from 0 to 32. */
export interface Prefix {
  readonly address: Ipv4Address;
  readonly length: number;
}

/** An address and a TCP or UDP port. */
export interface Endpoint {
  readonly address: Ipv4Address;
  readonly port: number;
}

export const anyAddress = 0 as Ipv4Address;
export const broadcastAddress = 0xffffffff as Ipv4Address;
export const broadcastMac = 0xffffffffffff as MacAddress;
export const zeroMac = 0 as MacAddress;

/** Dotted decimal text to an address; `undefined` unless it is four numbers from 0 to 255. */
export function parseIpv4(text: string): Ipv4Address | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1).map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0) as Ipv4Address;
}

/** An address as dotted decimal. */
export const formatIpv4 = (address: Ipv4Address): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

/** Six hexadecimal pairs with colons to a MAC address; `undefined` for anything else. */
export function parseMac(text: string): MacAddress | undefined {
  if (!/^[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}$/.test(text)) return undefined;
  return text.split(":").reduce((sum, pair) => sum * 256 + Number.parseInt(pair, 16), 0) as MacAddress;
}

/** A MAC address as lower case pairs with colons. */
export const formatMac = (mac: MacAddress): string =>
  (mac as number)
    .toString(16)
    .padStart(12, "0")
    .replace(/(..)(?!$)/g, "$1:");

/** `A/P` to an address and a length, host bits kept; a bare address has length 32. */
export function parseCidr(text: string): Prefix | undefined {
  const [head, tail, more] = text.split("/");
  const address = parseIpv4(head ?? "");
  if (address === undefined || more !== undefined) return undefined;
  if (tail === undefined) return { address, length: 32 };
  if (!/^\d{1,2}$/.test(tail) || Number(tail) > 32) return undefined;
  return { address, length: Number(tail) };
}

export const formatPrefix = ({ address, length }: Prefix): string => `${formatIpv4(address)}/${length}`;

/** The netmask of a prefix length, as a number. */
export const maskOf = (length: number): Ipv4Address =>
  (length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0) as Ipv4Address;

/** The length of a contiguous netmask, or `undefined`. */
export function lengthOfMask(mask: Ipv4Address): number | undefined {
  const length = Math.clz32(~mask);
  return maskOf(length) === mask ? length : undefined;
}

/** The network address: `address` with the host bits cleared. */
export const networkOf = (address: Ipv4Address, length: number): Ipv4Address =>
  ((address & maskOf(length)) >>> 0) as Ipv4Address;

/** The last address of the network, its directed broadcast. */
export const broadcastOf = (address: Ipv4Address, length: number): Ipv4Address =>
  ((address | ~maskOf(length)) >>> 0) as Ipv4Address;

/** Whether `address` lies in the network that `base` spans with `length`. */
export const contains = (base: Ipv4Address, length: number, address: Ipv4Address): boolean =>
  networkOf(base, length) === networkOf(address, length);

export const isMulticast = (address: Ipv4Address): boolean => address >>> 28 === 14;
/** Groups of the link, which no router passes on (RFC 5771 section 4): 224.0.0.0/24. */
export const isLinkLocalGroup = (address: Ipv4Address): boolean => address >>> 8 === 0xe00000;
export const isLoopback = (address: Ipv4Address): boolean => address >>> 24 === 127;
export const isZeroNetwork = (address: Ipv4Address): boolean => address >>> 24 === 0;

/** Whether a MAC address is a group address: broadcast or multicast. */
export const isGroupMac = (mac: MacAddress): boolean => (((mac / 2 ** 40) | 0) & 1) === 1;

/** The MAC address that an IPv4 multicast group is sent to (RFC 1112 section 6.4). */
export const multicastMac = (group: Ipv4Address): MacAddress =>
  (0x01005e000000 + (group & 0x7fffff)) as MacAddress;

/** An endpoint as one number, for keys: address times 65536 plus port. */
export const endpointKey = (address: Ipv4Address, port: number): number => address * 65536 + port;

export const formatEndpoint = (address: Ipv4Address, port: number): string =>
  `${formatIpv4(address)}:${port}`;
