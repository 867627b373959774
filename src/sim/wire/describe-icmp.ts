/**
 * ICMP messages as tcpdump prints them; when verbose, errors are followed by the packet they quote.
 * Left out: router discovery, and the extensions of RFC 4884.
 */

import { get8, get16, get32 } from "./bytes.ts";
import { checksum } from "./checksum.ts";
import type { Carrier } from "./describe-ipv4.ts";
import { after, type Captured, type Describer, hostText, portText } from "./describer.ts";
import { icmpTypes, quotesPacket, unreachableCodes } from "./icmp.ts";
import { protocols } from "./ipv4.ts";

const headerLength = 8;

type DescribePacket = (packet: Captured, state: Describer) => string;

/** A message; `describePacket` tells of the packet that an error quotes. */
export function describeIcmp(
  message: Captured,
  carrier: Carrier,
  state: Describer,
  describePacket: DescribePacket,
): string {
  const { bytes, length } = message;
  const type = bytes.length < headerLength ? undefined : typeText(bytes, state);
  if (type === undefined) return " [|icmp]";
  const text = `ICMP ${type}, length ${length}`;
  if ((state.options.verbose ?? 0) === 0) return text;
  const sum = carrier.fragmented ? "" : checksumText(message);
  if (!quotesPacket(get8(bytes, 0))) return text + sum;
  const quote = after(message, headerLength);
  const claimed = { bytes: quote.bytes, length: get16(quote.bytes, 2) };
  return `${text}${sum}\n\t${describePacket(claimed, state)}`;
}

function checksumText({ bytes, length }: Captured): string {
  if (bytes.length < length || checksum(bytes, 0, length) === 0) return "";
  const copy = bytes.slice(0, length);
  copy.fill(0, 2, 4);
  return ` (wrong icmp cksum ${get16(bytes, 2).toString(16)} (->${checksum(copy).toString(16)})!)`;
}

const plainTypes: ReadonlyMap<number, string> = new Map([
  [icmpTypes.sourceQuench, "source quench"],
  [10, "router solicitation"],
  [15, "information request"],
  [16, "information reply"],
  [17, "address mask request"],
]);

/** `undefined` if what has to be told was cut off. */
function typeText(bytes: Uint8Array, state: Describer): string | undefined {
  const type = get8(bytes, 0);
  switch (type) {
    case icmpTypes.echoRequest:
      return `echo request, id ${get16(bytes, 4)}, seq ${get16(bytes, 6)}`;
    case icmpTypes.echoReply:
      return `echo reply, id ${get16(bytes, 4)}, seq ${get16(bytes, 6)}`;
    case icmpTypes.unreachable:
      return unreachableText(bytes, state);
    case icmpTypes.redirect:
      return redirectText(bytes, state);
    case icmpTypes.timeExceeded:
      return timeExceededText(get8(bytes, 1));
    case icmpTypes.parameterProblem:
      return parameterText(bytes);
    case 13:
      return `time stamp query id ${get16(bytes, 4)} seq ${get16(bytes, 6)}`;
    case 18:
      return `address mask is 0x${get32(bytes, 8).toString(16).padStart(8, "0")}`;
  }
  return plainTypes.get(type) ?? `type-#${type}`;
}

/** Where in the message the quoted packet says where it was going. */
const quotedDst = headerLength + 16;

function unreachableText(bytes: Uint8Array, state: Describer): string | undefined {
  if (bytes.length < quotedDst + 4) return undefined;
  const code = get8(bytes, 1);
  const dst = hostText(get32(bytes, quotedDst), state);
  if (code === unreachableCodes.protocol)
    return `${dst} protocol ${get8(bytes, headerLength + 9)} unreachable`;
  if (code === unreachableCodes.port) {
    const port = quotedPort(bytes, state);
    return port === undefined ? undefined : `${dst} ${port} unreachable`;
  }
  if (code === unreachableCodes.fragmentationNeeded) {
    const mtu = get16(bytes, 6);
    return `${dst} unreachable - need to frag${mtu === 0 ? "" : ` (mtu ${mtu})`}`;
  }
  return (unreachableTexts[code] ?? `% unreachable - #${code}`).replace("%", dst);
}

const unreachableTexts: readonly (string | undefined)[] = [
  "net % unreachable",
  "host % unreachable",
  undefined,
  undefined,
  undefined,
  "% unreachable - source route failed",
  "net % unreachable - unknown",
  "host % unreachable - unknown",
  "% unreachable - source host isolated",
  "net % unreachable - admin prohibited",
  "host % unreachable - admin prohibited",
  "net % unreachable - tos prohibited",
  "host % unreachable - tos prohibited",
  "host % unreachable - admin prohibited filter",
  "host % unreachable - host precedence violation",
  "host % unreachable - precedence cutoff",
];

/** `undefined` if the quote ends before the port. */
function quotedPort(bytes: Uint8Array, state: Describer): string | undefined {
  const protocol = get8(bytes, headerLength + 9);
  const at = headerLength + (get8(bytes, headerLength) & 15) * 4 + 2;
  if (bytes.length < at + 2) return undefined;
  const port = get16(bytes, at);
  if (protocol === protocols.tcp) return `tcp port ${portText(port, "tcp", state)}`;
  if (protocol === protocols.udp) return `udp port ${portText(port, "udp", state)}`;
  return `protocol ${protocol} port ${port}`;
}

function redirectText(bytes: Uint8Array, state: Describer): string | undefined {
  if (bytes.length < quotedDst + 4) return undefined;
  const code = get8(bytes, 1);
  const dst = hostText(get32(bytes, quotedDst), state);
  const gateway = hostText(get32(bytes, 4), state);
  if (code > 3) return `redirect-#${code} ${dst} to ${gateway}`;
  return `${code > 1 ? "redirect-tos" : "redirect"} ${dst} to ${code % 2 === 0 ? "net" : "host"} ${gateway}`;
}

function timeExceededText(code: number): string {
  if (code === 0) return "time exceeded in-transit";
  return code === 1 ? "ip reassembly time exceeded" : `time exceeded-#${code}`;
}

function parameterText(bytes: Uint8Array): string {
  const code = get8(bytes, 1);
  return code === 0 ? `parameter problem - octet ${get8(bytes, 4)}` : `parameter problem - code ${code}`;
}
