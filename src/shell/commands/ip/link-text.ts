/**
 * A device as `ip link` and `ip addr` print it: the lines of its head, its details (-d) and its counters
 * (-s).
 */

import type { Bridge } from "#sim/link/bridge";
import type { NetDevice } from "#sim/link/device";
import type { Interface } from "#sim/stack/interface";
import { formatMac } from "#sim/wire/address";
import { smallestMtu } from "#sim/wire/ipv4";
import type { Call } from "./call.ts";
import { counterLines } from "./link-counters.ts";
import {
  flagsOf,
  layerOf,
  linkAddresses,
  linkName,
  qdiscOf,
  stateOf,
  tunnelOf,
  typeOf,
} from "./link-state.ts";
import { frameTunnelDetails, tunnelDetails } from "./tunnel-details.ts";

/** The lines of a device. `ip link` shows the mode beside the state; `ip -4 addr` no link layer. */
export function linkLines(call: Call, iface: Interface, shows: { mode: boolean; layer: boolean }): string[] {
  const { device } = iface;
  const words = [
    `${device.index}: ${linkName(device)}: <${flagsOf(call.stack, iface).join(",")}>`,
    `mtu ${device.mtu}`,
    `qdisc ${qdiscOf(device)}`,
    device.master === undefined ? "" : `master ${device.master.name}`,
    `state ${stateOf(device)}`,
    shows.mode ? "mode DEFAULT" : "",
    "group default",
    `qlen ${device.txqueuelen}`,
  ];
  const head = words.filter((word) => word !== "").join(" ");
  const namespace = device.veth?.namespace;
  const where = namespace === undefined ? "" : ` link-netns ${namespace}`;
  if (!shows.layer && !call.options.details) return [head + where];
  const { own, all, isPeer } = linkAddresses(call.stack, iface);
  const layer = `    link/${layerOf(device)} ${own} ${isPeer ? "peer" : "brd"} ${all}${where}`;
  const lines = call.options.details ? [head, ...detailed(call, iface, layer)] : [head, layer];
  return call.options.statistics > 0 ? [...lines, ...counterLines(call, device)] : lines;
}

/** A virtual pair, a VLAN on one, and loopback take larger pieces than other devices. */
function queuesOf(device: NetDevice): string {
  const { veth, kind } = device.vlan?.lower ?? device;
  const most = veth === undefined && kind !== "loopback" ? 65_536 : 524_280;
  const segmentation = `gso_max_size 65536 gso_max_segs 65535 tso_max_size ${most} tso_max_segs 65535`;
  return `numtxqueues 1 numrxqueues 1 ${segmentation} gro_max_size 65536 `;
}

/** Smallest and largest MTU of each kind of device; 0: no limit of its own. */
const mtuLimits: Readonly<Record<NetDevice["kind"], readonly [number, number]>> = {
  ethernet: [smallestMtu, 65535],
  loopback: [0, 0],
  dummy: [0, 0],
  ipip: [0, 0],
  gre: [0, 0],
  gretap: [smallestMtu, 0],
  erspan: [smallestMtu, 0],
  vlan: [0, 65535],
  bridge: [smallestMtu, 65535],
};

function limitsOf({ stack }: Call, iface: Interface): readonly [number, number] {
  const ceiling = tunnelOf(stack, iface)?.mtuCeiling;
  return ceiling === undefined ? mtuLimits[iface.device.kind] : [smallestMtu, ceiling];
}

function detailed(call: Call, iface: Interface, layer: string): string[] {
  const { device } = iface;
  const [least, most] = limitsOf(call, iface);
  const counts = `promiscuity ${device.promiscuous}  allmulti ${device.flags.allMulticast ? 1 : 0}`;
  const first = `${layer} ${counts} minmtu ${least} maxmtu ${most} `;
  const kind = [kindText(call, iface), portText(call, device)].filter((text) => text !== undefined);
  const lines = [first, ...kind.map((text) => `    ${text}`)];
  return lines.map((line, index) => (index === lines.length - 1 ? line + queuesOf(device) : line));
}

/** What the kind of device adds; `undefined` for those without a kind of their own. */
function kindText(call: Call, iface: Interface): string | undefined {
  const { device } = iface;
  const tunnel = tunnelOf(call.stack, iface);
  if (tunnel !== undefined) return `${tunnelDetails(tunnel)} `;
  const within = frameTunnelDetails[device.kind];
  if (within !== undefined) return `${within} `;
  if (device.vlan !== undefined) return `vlan protocol 802.1Q id ${device.vlan.id} <REORDER_HDR> `;
  const bridge = call.machine.node.bridges.get(device.name);
  if (bridge !== undefined) return bridgeText(bridge, device);
  const type = typeOf(device);
  return type === undefined ? undefined : `${type} `;
}

const hundredths = 1e7;

function bridgeText(bridge: Bridge, device: NetDevice): string {
  const id = `8000.${formatMac(device.mac)}`;
  const words = [
    "bridge forward_delay 1500 hello_time 200 max_age 2000",
    `ageing_time ${bridge.fdb.ageing / hundredths} stp_state 0 priority 32768`,
    `vlan_filtering ${bridge.filtersVlans ? 1 : 0} vlan_protocol 802.1Q`,
    `bridge_id ${id} designated_root ${id} root_port 0 root_path_cost 0`,
  ];
  return `${words.join(" ")} `;
}

function portText(call: Call, device: NetDevice): string | undefined {
  const { master } = device;
  if (master === undefined) return undefined;
  const port = call.machine.node.bridges.get(master.name)?.ports.find((each) => each.device === device);
  if (port === undefined) return undefined;
  const number = port.number.toString(16);
  const state = device.isUp ? "forwarding" : "disabled";
  return (
    `bridge_slave state ${state} priority 32 cost 2 hairpin off guard off root_block off fastleave off ` +
    `learning on flood on port_id 0x800${number} port_no 0x${number} `
  );
}
