/**
 * ARP messages as tcpdump prints them. Left out: hardware and protocols other than Ethernet and IPv4 beyond
 * their names, and operations other than request and reply.
 */

import { formatMac, type MacAddress } from "./address.ts";
import { get8, get16, get32, get48 } from "./bytes.ts";
import { type Captured, type Describer, hostText } from "./describer.ts";
import { hexAndText } from "./hexdump.ts";

/** A message without its link header; its length counts padding. */
export function describeArp(message: Captured, state: Describer): string {
  const { bytes, length } = message;
  if (bytes.length < neededLength(bytes)) return " [|arp]";
  const head = state.options.link === true ? "" : "ARP, ";
  if (!isUsual(bytes)) return `${head}${typesText(bytes)}, length ${length}`;
  const types = (state.options.verbose ?? 0) === 0 ? "" : `${typesText(bytes)}, `;
  const operation = operationText(bytes, state);
  if (operation !== undefined) return `${head}${types}${operation}, length ${length}`;
  return `${head}${types}Unknown (${get16(bytes, 6)}) ${hexAndText(bytes)}`;
}

/** The fixed fields, and two addresses of each kind. */
const neededLength = (bytes: Uint8Array): number => 8 + 2 * get8(bytes, 4) + 2 * get8(bytes, 5);

const isUsual = (bytes: Uint8Array): boolean =>
  get16(bytes, 2) === 0x0800 && get8(bytes, 4) > 0 && get8(bytes, 5) === 4;

function typesText(bytes: Uint8Array): string {
  const hardware = get16(bytes, 0) === 1 ? "Ethernet" : `Unknown Hardware (${get16(bytes, 0)})`;
  const protocol = get16(bytes, 2) === 0x0800 ? "IPv4" : `Unknown Protocol (0x${hex4(get16(bytes, 2))})`;
  return `${hardware} (len ${get8(bytes, 4)}), ${protocol} (len ${get8(bytes, 5)})`;
}

const hex4 = (value: number): string => value.toString(16).padStart(4, "0");

/** `undefined` for operations that nobody here knows. */
function operationText(bytes: Uint8Array, state: Describer): string | undefined {
  const operation = get16(bytes, 6);
  const senderMac = get48(bytes, 8) as MacAddress;
  const sender = hostText(get32(bytes, 14), state);
  const targetMac = get48(bytes, 18) as MacAddress;
  const target = hostText(get32(bytes, 24), state);
  if (operation === 2) return `Reply ${sender} is-at ${formatMac(senderMac)}`;
  if (operation !== 1) return undefined;
  const known = targetMac === 0 ? "" : ` (${formatMac(targetMac)})`;
  return `Request who-has ${target}${known} tell ${sender}`;
}
