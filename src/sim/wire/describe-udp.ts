/**
 * UDP datagrams as tcpdump prints them. What they carry is left out, but for saying that a few bytes to the
 * port of DNS are no DNS message.
 */

import { get16 } from "./bytes.ts";
import { addressSum, checksumOfSum, foldSum, pseudoHeaderSum, sumBytes } from "./checksum.ts";
import type { Carrier } from "./describe-ipv4.ts";
import { type Captured, type Describer, hex16, hostText, portText } from "./describer.ts";
import { protocols } from "./ipv4.ts";

const headerLength = 8;
const dnsPort = 53;
const dnsHeaderLength = 12;

/** A datagram with the addresses and ports that lead the line. */
export function describeUdp(datagram: Captured, carrier: Carrier, state: Describer): string {
  const { bytes } = datagram;
  const [src, dst] = [hostText(carrier.src, state), hostText(carrier.dst, state)];
  if (bytes.length < 4) return `${src} > ${dst}:  [|udp]`;
  const srcPort = portText(get16(bytes, 0), "udp", state);
  const dstPort = portText(get16(bytes, 2), "udp", state);
  return `${src}.${srcPort} > ${dst}.${dstPort}: ${describeData(datagram, carrier, state)}`;
}

function describeData({ bytes, length }: Captured, carrier: Carrier, state: Describer): string {
  if (bytes.length < headerLength) return " [|udp]";
  const claimed = get16(bytes, 4);
  if (claimed < headerLength) return `truncated-udplength ${claimed}`;
  const dataLength = claimed - headerLength;
  const sum = checksumText({ bytes, length: Math.min(claimed, length) }, carrier, state);
  if (isDns(bytes) && dataLength < dnsHeaderLength && state.options.quiet !== true) {
    return `${sum}domain [length ${dataLength} < ${dnsHeaderLength}] (invalid)`;
  }
  const present = length - headerLength;
  if (dataLength > present && !carrier.fragmented) return `${sum}UDP, bad length ${dataLength} > ${present}`;
  return `${sum}UDP, length ${dataLength}`;
}

const isDns = (bytes: Uint8Array): boolean => get16(bytes, 0) === dnsPort || get16(bytes, 2) === dnsPort;

function checksumText({ bytes, length }: Captured, carrier: Carrier, state: Describer): string {
  if (state.options.quiet === true || (state.options.verbose ?? 0) < 2 || carrier.fragmented) return "";
  const found = get16(bytes, 6);
  if (found === 0) return "[no cksum] ";
  if (bytes.length < length) return "";
  const pseudo = pseudoHeaderSum(addressSum(carrier.src, carrier.dst), protocols.udp, length);
  const sum = sumBytes(bytes, 0, length) + pseudo;
  if (foldSum(sum) === 0xffff) return "[udp sum ok] ";
  return `[bad udp cksum ${hex16(found)} -> ${hex16(checksumOfSum(sum - found))}!] `;
}
