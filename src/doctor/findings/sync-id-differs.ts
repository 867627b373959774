/**
 * A backup of connection synchronization hears only masters of its own syncid: with another it stays without
 * entries, and a takeover cuts every session.
 */

import type { RunningDaemon } from "#sim/ipvs/sync-daemon";
import type { NetNode } from "#sim/nodes/node";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { hearersOf } from "../link.ts";
import type { World } from "../world.ts";

type Name = "sync-id-differs";

export const syncIdDiffers: FindingKind<Name> = {
  name: "sync-id-differs",
  problems: [38],
  lesson: undefined,
  find: ({ world }: Examination) => world.nodes.flatMap((node) => told(world, node)),
};

function told(world: World, node: NetNode): Found<Name>[] {
  const own = node.ipvs?.syncDaemons.get("backup");
  if (own === undefined) return [];
  const masters = mastersOf(world, node, own);
  const [first] = masters;
  if (first === undefined || masters.some(({ syncId }) => syncId === own.syncId)) return [];
  const daemon = `--mcast-interface ${own.interface} --syncid ${first.syncId}`;
  return [
    {
      node: node.name,
      evidence: { own: own.syncId, master: first.node, theirs: first.syncId },
      remedy: [
        { node: node.name, command: `ipvsadm --stop-daemon backup; ipvsadm --start-daemon backup ${daemon}` },
      ],
    },
  ];
}

/** The masters whose messages reach the backup; a backup of syncid 0 hears all of them. */
function mastersOf(world: World, node: NetNode, { interface: device, group, port, syncId }: RunningDaemon) {
  const iface = node.stack.interfaces.get(device);
  if (iface === undefined || syncId === 0) return [];
  return hearersOf(world, iface.device).flatMap((place) => {
    const master = place.node.ipvs?.syncDaemons.get("master");
    const isHeard =
      master?.interface === place.iface.device.name && master.group === group && master.port === port;
    return master === undefined || !isHeard ? [] : [{ node: place.node.name, syncId: master.syncId }];
  });
}
