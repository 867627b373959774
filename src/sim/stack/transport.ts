/**
 * The transports of a node take their packets and their errors: TCP, UDP and the raw sockets of ICMP.
 */

import { protocols } from "../wire/ipv4.ts";
import { reportToRaw, tellRaw } from "./raw-socket.ts";
import type { Stack } from "./stack.ts";
import { dueOf, expire } from "./tcp/expiry.ts";
import { reportToTcp } from "./tcp/icmp-errors.ts";
import { receiveTcp } from "./tcp/input.ts";
import { receiveUdp, reportToUdp } from "./udp.ts";

/** Puts TCP and UDP into a stack. */
export function registerTransport(stack: Stack): void {
  const { sockets } = stack;
  sockets.tcp.lanes.dueOf = dueOf;
  sockets.tcp.lanes.expire = (entry) => expire(stack, entry);
  stack.protocols.set(protocols.tcp, (context) => receiveTcp(stack, context));
  stack.protocols.set(protocols.udp, (context) => receiveUdp(stack, context));
  sockets.reporters.set(protocols.tcp, (report) => {
    reportToTcp(stack, report);
    tellRaw(stack, report);
  });
  sockets.reporters.set(protocols.udp, (report) => {
    reportToUdp(stack, report);
    tellRaw(stack, report);
  });
  sockets.reporters.set(protocols.icmp, (report) => reportToRaw(stack, report));
}
