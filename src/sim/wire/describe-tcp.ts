/**
 * TCP segments as tcpdump prints them. Once a flow has shown a segment with ACK, its sequence numbers are
 * told relative to that one; segments without ACK (SYN, a bare RST) are always told as they are.
 */

import { get8, get16, get32 } from "./bytes.ts";
import { addressSum, checksumOfSum, foldSum, pseudoHeaderSum, sumBytes } from "./checksum.ts";
import { describeHttp } from "./describe-http.ts";
import type { Carrier } from "./describe-ipv4.ts";
import { tcpOptionsText } from "./describe-tcp-options.ts";
import { after, type Captured, type Describer, hex16, hostText, portText } from "./describer.ts";
import { protocols } from "./ipv4.ts";
import { tcpFlags } from "./tcp.ts";

const headerLength = 20;
const httpPorts = [80, 8080];

/** A segment with the addresses and ports that lead the line. */
export function describeTcp(segment: Captured, carrier: Carrier, state: Describer): string {
  const { bytes } = segment;
  const [src, dst] = [hostText(carrier.src, state), hostText(carrier.dst, state)];
  if (bytes.length < 4) return `${src} > ${dst}: [|tcp]`;
  const srcPort = portText(get16(bytes, 0), "tcp", state);
  const dstPort = portText(get16(bytes, 2), "tcp", state);
  return `${src}.${srcPort} > ${dst}.${dstPort}: ${describeHeader(segment, carrier, state)}`;
}

function describeHeader(segment: Captured, carrier: Carrier, state: Describer): string {
  const { bytes, length } = segment;
  if (bytes.length < headerLength) return " [|tcp]";
  const dataOffset = (get8(bytes, 12) >>> 4) * 4;
  const dataLength = length - dataOffset;
  if (dataOffset < headerLength) {
    return ` tcp ${dataLength} [bad hdr length ${dataOffset} - too short, < 20]`;
  }
  const tooLong = dataLength < 0 ? ` [bad hdr length ${dataOffset} - too long, > ${length}]` : "";
  if (state.options.quiet === true) return `tcp ${dataLength}${tooLong}`;
  const flags = `Flags [${flagsText(bytes)}]`;
  const base = flowBase(bytes, carrier, state);
  if (dataLength < 0) return flags + tooLong;
  const numbers = checksumText(segment, carrier, state) + numbersText(bytes, dataLength, base, state);
  const options = tcpOptionsText(bytes.subarray(headerLength, dataOffset), dataOffset - headerLength, base);
  if (!options.whole) return flags + numbers + options.text;
  const data = dataText(after(segment, dataOffset), bytes, state);
  return `${flags}${numbers}${options.text}, length ${dataLength}${data}`;
}

function flagsText(bytes: Uint8Array): string {
  const flags = get16(bytes, 12) & 0xff;
  const letters = [..."FSRP.UEW"].filter((_letter, bit) => (flags & (1 << bit)) !== 0);
  return letters.length === 0 ? "none" : letters.join("");
}

/** What is subtracted from the sequence and acknowledgement numbers of a segment. */
export interface FlowBase {
  readonly seq: number;
  readonly ack: number;
}

const noBase: FlowBase = { seq: 0, ack: 0 };

/** Looks a segment's flow up, and begins one where it is the first with ACK or opens the flow anew. */
function flowBase(bytes: Uint8Array, { src, dst }: Carrier, state: Describer): FlowBase {
  const flags = get8(bytes, 13);
  if (state.options.absolute === true || (flags & tcpFlags.ack) === 0) return noBase;
  const [srcPort, dstPort] = [get16(bytes, 0), get16(bytes, 2)];
  const there = `${src} ${srcPort} ${dst} ${dstPort}`;
  const back = `${dst} ${dstPort} ${src} ${srcPort}`;
  const known = state.flows.get(there);
  if (known !== undefined && (flags & tcpFlags.syn) === 0) return known;
  const start = { seq: get32(bytes, 4), ack: (get32(bytes, 8) - 1) >>> 0 };
  state.flows.set(there, start);
  state.flows.set(back, { seq: start.ack, ack: start.seq });
  return noBase;
}

function checksumText({ bytes, length }: Captured, carrier: Carrier, state: Describer): string {
  if ((state.options.verbose ?? 0) === 0 || carrier.fragmented || bytes.length < length) return "";
  const pseudo = pseudoHeaderSum(addressSum(carrier.src, carrier.dst), protocols.tcp, length);
  const found = get16(bytes, 16);
  const sum = sumBytes(bytes, 0, length) + pseudo;
  if (foldSum(sum) === 0xffff) return `, cksum ${hex16(found)} (correct)`;
  return `, cksum ${hex16(found)} (incorrect -> ${hex16(checksumOfSum(sum - found))})`;
}

function numbersText(bytes: Uint8Array, dataLength: number, base: FlowBase, state: Describer): string {
  const flags = get8(bytes, 13);
  const seq = (get32(bytes, 4) - base.seq) >>> 0;
  const ack = (get32(bytes, 8) - base.ack) >>> 0;
  const telling = tcpFlags.syn | tcpFlags.fin | tcpFlags.rst;
  const toldSeq = dataLength > 0 || (flags & telling) !== 0 || (state.options.verbose ?? 0) > 1;
  const end = dataLength > 0 ? `:${(seq + dataLength) >>> 0}` : "";
  return [
    toldSeq ? `, seq ${seq}${end}` : "",
    (flags & tcpFlags.ack) === 0 ? "" : `, ack ${ack}`,
    `, win ${get16(bytes, 14)}`,
    (flags & tcpFlags.urg) === 0 ? "" : `, urg ${get16(bytes, 18)}`,
  ].join("");
}

function dataText(data: Captured, header: Uint8Array, state: Describer): string {
  if (data.length <= 0) return "";
  if ((get8(header, 13) & tcpFlags.rst) !== 0 && (state.options.verbose ?? 0) > 0) return "";
  const isHttp = httpPorts.includes(get16(header, 0)) || httpPorts.includes(get16(header, 2));
  return isHttp ? `: ${describeHttp(data, state)}` : "";
}
