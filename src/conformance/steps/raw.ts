/**
 * Steps that send crafted frames past the stack, and how such a frame is made of its description.
 */

import { bytesOf } from "#sim/app/text";
import { assert } from "#sim/engine/assert";
import { micros, millis, seconds } from "#sim/engine/time";
import { sendFrame } from "#sim/stack/packet-socket";
import { type Ipv4Address, type MacAddress, parseIpv4, parseMac } from "#sim/wire/address";
import { arpMessage, arpOperations } from "#sim/wire/arp";
import { noBytes } from "#sim/wire/bytes";
import { type EthernetFrame, ethernet } from "#sim/wire/ethernet";
import { icmpError, icmpMessage } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, ipv4, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import type { RawArp, RawFrame, RawIcmp, RawIp, RawTcp } from "../case.ts";
import { type Player, pause, stackOf } from "../player.ts";

const before = micros(150);
/**
 * Closing a packet socket waits until the kernel has left all code that may still see it: sooner where a
 * command has just kept it busy.
 */
const after = millis(12);
const afterCommand = millis(5);

/** Sends frames by a device, with a pause after each where there is one. */
export async function sendRawFrames(
  player: Player,
  node: string | undefined,
  step: { readonly frames: readonly RawFrame[]; readonly device: string; readonly gap: number },
): Promise<void> {
  const stack = stackOf(player, node);
  const iface = stack.interfaces.get(step.device);
  assert(iface !== undefined, `${node} has a device ${step.device}`);
  await pause(player, before);
  for (const frame of step.frames) {
    sendFrame(stack, iface.device, frameOf(frame));
    if (step.gap > 0) await pause(player, seconds(step.gap));
  }
  await pause(player, player.followsCommand ? afterCommand : after);
}

const macOf = (text: string): MacAddress => parseMac(text) ?? (0 as MacAddress);
const addressOf = (text: string): Ipv4Address => parseIpv4(text) ?? (0 as Ipv4Address);

/** The frame of a description; what it leaves out has the recordings' defaults. */
export function frameOf({ eth, ip, arp }: RawFrame): EthernetFrame {
  const payload = arp === undefined ? packetOf(ip) : arpOf(arp);
  return ethernet(macOf(eth.dst), macOf(eth.src), payload);
}

function operationOf(op: string | number | undefined): number {
  if (typeof op === "number") return op;
  return op === "reply" ? arpOperations.reply : arpOperations.request;
}

const arpOf = ({ op, sha, spa, tha, tpa }: RawArp) =>
  arpMessage({
    operation: operationOf(op),
    senderMac: macOf(sha),
    senderIp: addressOf(spa),
    targetMac: macOf(tha ?? "00:00:00:00:00:00"),
    targetIp: addressOf(tpa),
  });

function packetOf(ip: RawIp | undefined): Ipv4Packet {
  assert(ip !== undefined, "a crafted frame holds a packet or an ARP message");
  const { protocol, payload } = payloadOf(ip);
  return ipv4({
    origin: 0,
    src: addressOf(ip.src),
    dst: addressOf(ip.dst),
    protocol,
    payload,
    id: ip.id ?? 1,
    ttl: ip.ttl ?? 64,
    tos: ip.tos ?? 0,
    dontFragment: ip.df === undefined || ip.df === true || ip.df === 1,
  });
}

function payloadOf({ tcp, udp, icmp }: RawIp): { readonly protocol: number; readonly payload: Ipv4Payload } {
  if (tcp !== undefined) return { protocol: protocols.tcp, payload: segmentOf(tcp) };
  if (udp !== undefined) {
    const { sport, dport, data } = udp;
    const payload = udpDatagram({ srcPort: sport, dstPort: dport, payload: bytesOf(data ?? "") });
    return { protocol: protocols.udp, payload };
  }
  assert(icmp !== undefined, "a crafted packet holds TCP, UDP or ICMP");
  return { protocol: protocols.icmp, payload: messageOf(icmp) };
}

const flagBits: Readonly<Record<string, number>> = {
  F: tcpFlags.fin,
  S: tcpFlags.syn,
  R: tcpFlags.rst,
  P: tcpFlags.psh,
  A: tcpFlags.ack,
  U: tcpFlags.urg,
};

const segmentOf = (tcp: RawTcp) =>
  tcpSegment({
    srcPort: tcp.sport,
    dstPort: tcp.dport,
    seq: tcp.seq ?? 1000,
    ack: tcp.ack ?? 0,
    flags: [...(tcp.flags ?? "S")].reduce((sum, letter) => sum | (flagBits[letter] ?? 0), 0),
    window: tcp.win ?? 64240,
    payload: tcp.data === undefined ? noBytes : bytesOf(tcp.data),
  });

/** Bytes of a quoted packet: its header and eight more. */
const quotedBytes = 28;
const echoRequest = 8;

function messageOf({ type, code, rest, data, ip }: RawIcmp) {
  const head = { type: type ?? echoRequest, code: code ?? 0, rest: rest ?? 0 };
  if (ip === undefined) return icmpMessage({ ...head, payload: bytesOf(data ?? "") });
  const quote = packetOf(ip);
  return icmpError({ ...head, quote, quotedLength: Math.min(quotedBytes, quote.length) });
}
