/**
 * A server of direct routing or tunnelling is a director of the same service itself, as a backup on the same
 * box is: it does not serve what it is given but schedules it again, perhaps back to where it came from.
 */

import { serviceText } from "#sim/ipvs/service";
import { isConfigured } from "#sim/stack/source-address";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { scheduledBy } from "../requests.ts";
import type { Trip } from "../trips.ts";

type Name = "two-box-loop";

export const twoBoxLoop: FindingKind<Name> = {
  name: "two-box-loop",
  problems: [19],
  lesson: undefined,
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

function told({ method, end, director, service }: Trip): Found<Name>[] {
  if ((method !== "direct" && method !== "tunnel") || end.kind !== "arrived" || end.node === director.node)
    return [];
  const { node, packet, mark, input } = end;
  const again = scheduledBy(node, packet, mark);
  const isPassedOn = again?.destinations.some(
    ({ address, weight }) => weight > 0 && !isConfigured(node.stack, address),
  );
  if (again === undefined || isPassedOn !== true || node.ipvs === undefined) return [];
  const backupOnly = node.ipvs.sysctl.backup_only;
  const evidence = { service: serviceText(service), director: director.node.name, backupOnly };
  const isBackup = node.ipvs.sync?.isBackup === true;
  return [{ node: node.name, evidence, remedy: cure(node.name, isBackup, input?.device.name ?? "eth0") }];
}

/** Only a machine that runs the backup's daemon heeds backup_only. */
function cure(node: string, isBackup: boolean, device: string): Remedy[] {
  const start = { node, command: `ipvsadm --start-daemon backup --mcast-interface ${device}` };
  const only = { node, command: "sysctl -w net.ipv4.vs.backup_only=1" };
  return isBackup ? [only] : [start, only];
}
