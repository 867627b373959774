/**
 * A TCP segment is for this node: which connection or listener does it belong to, and what if none?
 */

import { get } from "#sim/engine/tuple-table";
import { endpointKey } from "#sim/wire/address";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { drop } from "../drop.ts";
import type { PacketContext } from "../packet-context.ts";
import type { Stack } from "../stack.ts";
import { dropFor } from "../verdict.ts";
import { receiveSynchronised, tell } from "./connection-input.ts";
import { dropRequest, openRequest, receiveForRequest } from "./request.ts";
import { answerWithReset } from "./reset.ts";
import { receiveInSynSent } from "./syn-sent.ts";
import type { TcpEntry, TcpRequest, TcpTimeWait } from "./tcp-socket.ts";
import { findListener, tcpOf } from "./tcp-table.ts";
import { endTimeWait, receiveInTimeWait } from "./time-wait.ts";

/** Takes a packet of protocol 6 that is for this node. */
export function receiveTcp(stack: Stack, context: PacketContext): void {
  const { packet } = context;
  const segment = packet.payload;
  if (context.linkDestination !== "host") {
    drop(stack, context, dropFor("unicast-in-broadcast-frame"));
    return;
  }
  stack.snmp.TcpInSegs++;
  if (segment.kind !== "tcp" || !segment.checksumOk) {
    refuseBroken(stack, context);
    return;
  }
  const local = endpointKey(packet.dst, segment.dstPort);
  const entry = get(tcpOf(stack).entries, local, endpointKey(packet.src, segment.srcPort));
  if (entry === undefined) receiveWithoutSocket(stack, context, segment);
  else receiveFor(stack, entry, context, segment);
}

function refuseBroken(stack: Stack, context: PacketContext): void {
  const isTcp = context.packet.payload.kind === "tcp";
  stack.snmp.TcpInErrs++;
  if (isTcp) stack.snmp.TcpInCsumErrors++;
  drop(stack, context, dropFor(isTcp ? "bad-checksum" : "tcp-invalid"));
}

function receiveFor(stack: Stack, entry: TcpEntry, context: PacketContext, segment: TcpSegment): void {
  tcpOf(stack).touched?.(entry);
  switch (entry.kind) {
    case "socket":
      if (entry.state === "SYN_SENT") receiveInSynSent(entry, context.packet, segment);
      else receiveSynchronised(entry, context.packet, segment);
      return;
    case "request":
      receiveOnRequest(stack, entry, context, segment);
      return;
    case "time-wait":
      receiveOnTimeWait(stack, entry, context, segment);
  }
}

function receiveOnRequest(
  stack: Stack,
  request: TcpRequest,
  context: PacketContext,
  segment: TcpSegment,
): void {
  if (request.listener.isClosed) {
    dropRequest(request);
    receiveWithoutSocket(stack, context, segment);
    return;
  }
  const socket = receiveForRequest(request, context, segment);
  if (socket === undefined) return;
  receiveSynchronised(socket, context.packet, segment);
  if (socket.isGone) return;
  request.listener.onAccept(socket);
  // What came with the handshake's last segment was there before the program was.
  if (!socket.isGone) tell(socket);
}

function receiveOnTimeWait(
  stack: Stack,
  record: TcpTimeWait,
  context: PacketContext,
  segment: TcpSegment,
): void {
  const listener = findListener(tcpOf(stack), record.localAddress, record.localPort);
  const iss = receiveInTimeWait(stack, record, segment, listener !== undefined);
  if (iss === undefined || listener === undefined) return;
  endTimeWait(stack, record);
  openRequest(listener, context, segment, iss);
}

/** RFC 9293 sections 3.10.7.1 and 3.10.7.2: states CLOSED and LISTEN. */
function receiveWithoutSocket(stack: Stack, context: PacketContext, segment: TcpSegment): void {
  const { packet } = context;
  const { flags } = segment;
  const listener = findListener(tcpOf(stack), packet.dst, segment.dstPort);
  if (listener === undefined) {
    drop(stack, context, dropFor("no-socket"));
    answerWithReset(stack, packet, segment);
    return;
  }
  if ((flags & tcpFlags.ack) !== 0) {
    answerWithReset(stack, packet, segment);
    return;
  }
  const wanted = tcpFlags.syn | tcpFlags.fin | tcpFlags.rst;
  if ((flags & wanted) === tcpFlags.syn) openRequest(listener, context, segment);
}
