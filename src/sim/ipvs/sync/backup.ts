/**
 * The backup daemon: hears the messages of other directors, and takes over what they tell.
 */

import { logLimited } from "#sim/stack/kernel-log";
import type { ReceivedDatagram } from "#sim/stack/udp-socket";
import { decodeSync, type SyncFault } from "#sim/wire/ipvs-sync";
import type { Ipvs } from "../ipvs.ts";
import { adopt } from "./adopt.ts";

/** What a backup goes by. */
export interface BackupRules {
  readonly ipvs: Ipvs;
  /** Messages of other numbers are not for this one; 0 hears all. */
  readonly syncId: number;
  /** Messages that are longer are cut, and so no messages any more. */
  readonly maxLength: number;
}

/** Takes a message. One with a wrong length or another number is passed over in silence. */
export function hear({ ipvs, syncId, maxLength }: BackupRules, { bytes }: ReceivedDatagram): void {
  const { simulation, stack } = ipvs;
  const message = bytes.length > maxLength ? undefined : decodeSync(bytes);
  if (message === undefined) return;
  const isForUs = syncId === 0 || message.syncId === syncId;
  if (simulation.traced) {
    simulation.emit({
      kind: "sync-message-received",
      node: stack.name,
      connections: message.records.length,
      syncId: message.syncId,
      isForUs,
    });
  }
  if (!isForUs) return;
  const { cause } = simulation;
  for (const record of message.records) {
    simulation.cause = cause;
    adopt(ipvs, record);
  }
  if (message.fault !== undefined) logLimited(stack, `IPVS: ${faultText(message.fault)}`);
}

function faultText(fault: SyncFault): string {
  switch (fault.kind) {
    case "too-small":
      return "BACKUP, Dropping buffer, too small";
    case "beyond-end":
      return "BACKUP, Dropping buffer, msg > buffer";
    case "unknown-version":
      return `BACKUP, Dropping buffer, Unknown version ${fault.version}`;
    case "undecodable":
      return `BACKUP, Dropping buffer, Err: ${fault.code} in decoding`;
    case "bad-record-v0":
      return "BACKUP v0, bogus conn";
    case "bad-options-v0":
      return "BACKUP v0, Dropping buffer bogus conn options";
  }
}
