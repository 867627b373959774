/**
 * Probes with a small time to live, and what comes back: for traceroute, tracepath and mtr.
 *
 * Each probe is known again by its number: the sequence of an echo, the source port of a datagram or SYN.
 */

import type { Process } from "#shell/command";
import type { Nanos } from "#sim/engine/time";
import type { Interface } from "#sim/stack/interface";
import type { PacketContext } from "#sim/stack/packet-context";
import { sendRaw } from "#sim/stack/raw-output";
import { closeRaw, openRaw, type RawSocket } from "#sim/stack/raw-socket";
import type { IcmpReport } from "#sim/stack/socket";
import type { Ipv4Address } from "#sim/wire/address";
import { echo, echoId, echoSeq, icmpTypes } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { udpDatagram } from "#sim/wire/udp";

export type ProbeKind = "icmp" | "udp" | "tcp";

/** What came back for a probe. */
export interface Answer {
  readonly number: number;
  readonly at: Nanos;
  readonly from: Ipv4Address;
  /** The time to live it came with; 0 for what this machine's own kernel says. */
  readonly ttl: number;
  /** Type and code where it is an ICMP error, and its second word. */
  readonly error: { readonly type: number; readonly code: number; readonly rest: number } | undefined;
}

export interface ProberOptions {
  readonly kind: ProbeKind;
  readonly dst: Ipv4Address;
  readonly src?: Ipv4Address | undefined;
  readonly output?: Interface | undefined;
  readonly onAnswer: (answer: Answer) => void;
}

export interface Prober {
  readonly process: Process;
  readonly options: ProberOptions;
  readonly id: number;
  readonly sockets: RawSocket[];
}

export interface Probe {
  readonly number: number;
  readonly ttl: number;
  /** Destination port of a datagram or SYN. */
  readonly port: number;
  /** Bytes of the whole packet. */
  readonly length: number;
  readonly dontFragment?: boolean;
  readonly tos?: number;
}

/** Source ports of probes begin here, above those that the kernel hands out by itself. */
const firstPort = 61_000;
const portCount = 4_500;
const ipHeader = 20;
const udpHeader = 8;

export function openProber(process: Process, options: ProberOptions): Prober {
  const { stack } = process.machine;
  const prober: Prober = { process, options, id: process.pid & 0xffff, sockets: [] };
  const icmp = openRaw(stack, { protocol: protocols.icmp, onPacket: (context) => takeIcmp(prober, context) });
  const own = openRaw(stack, {
    protocol: protocols[options.kind],
    onPacket: (context) => {
      if (options.kind === "tcp") takeSegment(prober, context);
    },
    onError: (report) => takeReport(prober, report),
  });
  prober.sockets.push(own, icmp);
  return prober;
}

export const closeProber = ({ sockets }: Prober): void => sockets.forEach(closeRaw);

/** Sends a probe; answers the errno where that fails. */
export function sendProbe(prober: Prober, probe: Probe): string | undefined {
  const [socket] = prober.sockets;
  if (socket === undefined) return "EINVAL";
  const { dst, src, output } = prober.options;
  const { ttl, tos, dontFragment = false } = probe;
  const sent = sendRaw(socket, {
    dst,
    src,
    output,
    ttl,
    tos,
    dontFragment,
    payload: payloadOf(prober, probe),
  });
  return sent.ok ? undefined : sent.errno;
}

const portOf = (number: number): number => firstPort + (number % portCount);

function payloadOf({ options, id }: Prober, { number, port, length }: Probe): Ipv4Payload {
  const filled = Uint8Array.from(
    { length: Math.max(0, length - ipHeader - udpHeader) },
    (_, index) => 0x40 + (index & 63),
  );
  switch (options.kind) {
    case "icmp":
      return echo({ reply: false, id, seq: number & 0xffff, payload: filled });
    case "udp":
      return udpDatagram({ srcPort: portOf(number), dstPort: port, payload: filled });
    case "tcp":
      return tcpSegment({
        ...{ srcPort: portOf(number), dstPort: port, seq: number * 65_536, ack: 0 },
        ...{ flags: tcpFlags.syn, window: 5840 },
        options: tcpOptions({
          mss: 1460,
          sackPermitted: true,
          timestamps: { value: 1, echo: 0 },
          windowScale: 2,
        }),
      });
  }
}

/**
 * Which probe a packet is; `undefined`: none of ours. The packet may be cut after eight bytes of its payload.
 */
function numberOf({ options, id }: Prober, { payload, dst }: Ipv4Packet): number | undefined {
  if (dst !== options.dst) return undefined;
  switch (payload.kind) {
    case "icmp":
      return options.kind === "icmp" && echoId(payload) === id ? echoSeq(payload) : undefined;
    case "udp":
    case "tcp": {
      const number = payload.srcPort - firstPort;
      return payload.kind === options.kind && number >= 0 && number < portCount ? number : undefined;
    }
    case "ipv4":
    case "gre":
    case "raw":
      return undefined;
  }
}

function takeIcmp(prober: Prober, { packet }: PacketContext): void {
  const { payload } = packet;
  if (payload.kind !== "icmp") return;
  if (payload.type === icmpTypes.echoReply) {
    const isOurs = prober.options.kind === "icmp" && echoId(payload) === prober.id;
    if (isOurs)
      tell(prober, { number: echoSeq(payload), from: packet.src, ttl: packet.ttl, error: undefined });
    return;
  }
  if (payload.quote === undefined || payload.type === icmpTypes.redirect) return;
  const number = numberOf(prober, payload.quote);
  const { type, code, rest } = payload;
  if (number !== undefined)
    tell(prober, { number, from: packet.src, ttl: packet.ttl, error: { type, code, rest } });
}

function takeSegment(prober: Prober, { packet }: PacketContext): void {
  const { payload, src, ttl } = packet;
  if (payload.kind !== "tcp" || src !== prober.options.dst) return;
  const number = payload.dstPort - firstPort;
  if (number >= 0 && number < portCount) tell(prober, { number, from: src, ttl, error: undefined });
}

/** What this machine's own kernel says; errors of others come as packets too, and are taken there. */
function takeReport(prober: Prober, { quote, from, type, code, rest }: IcmpReport): void {
  const number = numberOf(prober, quote);
  if (number !== undefined && from === quote.src)
    tell(prober, { number, from, ttl: 0, error: { type, code, rest } });
}

const tell = ({ process, options }: Prober, answer: Omit<Answer, "at">): void =>
  options.onAnswer({ ...answer, at: process.machine.simulation.now });

const marks: readonly string[] = ["!N", "!H", "!P", "", "!F", "!S"];

/** What traceroute writes behind the time of an error; empty for what was to be expected. */
export function markOf({ error }: Answer, kind: ProbeKind): string {
  if (error === undefined || error.type === icmpTypes.timeExceeded) return "";
  if (error.type !== icmpTypes.unreachable) return "!?";
  if (error.code === 4) return `!F-${error.rest & 0xffff}`;
  if (error.code === 3 && kind !== "udp") return "!<3>";
  if ([9, 10, 13].includes(error.code)) return "!X";
  return marks[error.code] ?? `!<${error.code}>`;
}

/** Whether the way ends here: the host itself, or somebody who knows no further way. */
export const isFinal = ({ error }: Answer): boolean => error?.type !== icmpTypes.timeExceeded;
