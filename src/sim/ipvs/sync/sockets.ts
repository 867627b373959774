/**
 * The sockets of the daemons of synchronization: how a master sends and a backup hears, one port a thread.
 */

import { joinGroup, leaveGroup } from "#sim/stack/igmp";
import { type Interface, scopes } from "#sim/stack/interface";
import { logLine } from "#sim/stack/kernel-log";
import type { Errno } from "#sim/stack/socket-errors";
import { selectSource } from "#sim/stack/source-address";
import { connectUdp, openUdp } from "#sim/stack/udp-calls";
import type { UdpSocket } from "#sim/stack/udp-socket";
import { closeUdp } from "#sim/stack/udp-socket";
import { anyAddress, parseIpv4 } from "#sim/wire/address";
import type { Ipvs } from "../ipvs.ts";
import type { RunningDaemon, SyncDaemon } from "../sync-daemon.ts";
import { hear } from "./backup.ts";
import { startMaster, stopMaster, tell } from "./master.ts";

export type SyncErrno = "ENODEV" | Errno;

type Opened = Pick<RunningDaemon, "stop" | "tell">;

/** Where a daemon works, and in how many threads. */
export interface Place {
  readonly output: Interface;
  readonly count: number;
}

/** The threads of a master, or why it cannot run. */
export function openMaster(ipvs: Ipvs, daemon: SyncDaemon, place: Place): Opened | SyncErrno {
  const sockets: UdpSocket[] = [];
  for (let id = 0; id < place.count; id++) {
    const socket = sendingSocket(ipvs, daemon, place.output, daemon.port + id);
    if (typeof socket === "string") {
      for (const open of sockets) closeUdp(open);
      return socket;
    }
    sockets.push(socket);
  }
  const master = startMaster(ipvs, sockets, daemon);
  return {
    tell: (connection, packets) => tell(master, connection, packets),
    stop: () => stopMaster(master),
  };
}

function sendingSocket(
  { stack }: Ipvs,
  { group, ttl }: SyncDaemon,
  output: Interface,
  dstPort: number,
): UdpSocket | SyncErrno {
  const address = selectSource(stack, { output, scope: scopes.global });
  if (address === anyAddress) {
    logLine(stack, "IPVS: You probably need to specify IP address on multicast interface.");
    logLine(stack, "IPVS: Error binding address of the mcast interface");
    return "EADDRNOTAVAIL";
  }
  const groupSending = { output, ttl };
  const opening = openUdp(stack, { address, dontFragment: false, groupSending }, {}, undefined);
  if (!opening.ok) return opening.errno;
  const connected = connectUdp(opening.socket, { dst: parseIpv4(group) ?? anyAddress, dstPort });
  if (connected.ok) return opening.socket;
  logLine(stack, "IPVS: Error connecting to the multicast addr");
  closeUdp(opening.socket);
  return connected.errno;
}

/** The threads of a backup, or why it cannot run. */
export function openBackup(ipvs: Ipvs, daemon: SyncDaemon, { output, count }: Place): Opened | SyncErrno {
  const { stack } = ipvs;
  const group = parseIpv4(daemon.group) ?? anyAddress;
  const rules = { ipvs, syncId: daemon.syncId, maxLength: daemon.maxLength };
  const sockets: UdpSocket[] = [];
  const stop = (): void => {
    for (const socket of sockets) {
      closeUdp(socket);
      leaveGroup(stack, output, group);
    }
  };
  for (let id = 0; id < count; id++) {
    const request = { address: group, port: daemon.port + id, device: output, reuseAddress: true };
    const opening = openUdp(
      stack,
      request,
      { onDatagram: (_, __, datagram) => hear(rules, datagram) },
      undefined,
    );
    if (!opening.ok) {
      logLine(stack, "IPVS: Error binding to the multicast addr");
      stop();
      return opening.errno;
    }
    sockets.push(opening.socket);
    joinGroup(stack, output, group);
  }
  return { stop, tell: () => {} };
}
