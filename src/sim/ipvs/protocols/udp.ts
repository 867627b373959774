/**
 * UDP as IPVS sees it: one state, five minutes after the last packet in either direction.
 */

import { protocols } from "#sim/wire/ipv4";
import { type Protocol, rawWithPorts } from "../protocol.ts";

export const udp: Protocol = {
  number: protocols.udp,
  name: "UDP",
  slot: 1,
  states: [{ name: "UDP", timeout: 300, isActive: false }],
  opens: () => false,
  maySchedule: () => true,
  isOver: () => false,
  aborts: () => false,
  next: () => 0,
  assures: (_before, _state, direction) => direction === "output",
  withPorts(payload, srcPort, dstPort) {
    if (payload.kind !== "udp") return rawWithPorts(payload, srcPort, dstPort);
    return {
      kind: "udp",
      srcPort,
      dstPort,
      payload: payload.payload,
      length: payload.length,
      hasChecksum: payload.hasChecksum,
      checksumOk: payload.checksumOk,
    };
  },
};
