/**
 * What `ip link` and its like say of a device: its name with what it stands on, flags, state and queue.
 */

import { isTunnel, type NetDevice } from "#sim/link/device";
import type { Interface } from "#sim/stack/interface";
import type { Stack } from "#sim/stack/stack";
import type { Tunnel } from "#sim/stack/tunnel";
import { anyAddress, formatIpv4, formatMac } from "#sim/wire/address";

/** The tunnel that a device is the mouth of. */
export const tunnelOf = ({ tunnels }: Stack, iface: Interface): Tunnel | undefined =>
  tunnels.tunnels.find((tunnel) => tunnel.interface === iface);

/** `eth0`, `eth0@if5` of a virtual pair, `eth0.10@eth0`, `tunl0@NONE`. */
export function linkName({ name, kind, vlan, veth }: NetDevice): string {
  if (vlan !== undefined) return `${name}@${vlan.lower.name}`;
  if (isTunnel({ kind }) || kind === "gretap" || kind === "erspan") return `${name}@NONE`;
  return veth === undefined ? name : `${name}@${veth.peerName ?? `if${veth.peerIndex}`}`;
}

/** Whether a tunnel leads to one other end. */
const isPointToPoint = (tunnel: Tunnel | undefined): boolean =>
  tunnel !== undefined && tunnel.remote !== anyAddress;

/** The flags in the order in which ip prints them. */
export function flagsOf(stack: Stack, iface: Interface): string[] {
  const { device } = iface;
  const { kind, flags, isUp } = device;
  const hasCarrier = device.hasCarrier();
  const lower = device.vlan?.lower ?? stack.interfaces.get(device.veth?.peerName ?? "")?.device;
  const set: readonly (readonly [string, boolean])[] = [
    ["NO-CARRIER", isUp && !hasCarrier],
    ["LOOPBACK", kind === "loopback"],
    ["BROADCAST", kind !== "loopback" && !isTunnel(device)],
    ["POINTOPOINT", isPointToPoint(tunnelOf(stack, iface))],
    ["MULTICAST", flags.multicast],
    ["NOARP", !device.usesArp && kind !== "loopback"],
    ["ALLMULTI", flags.allMulticast],
    ["PROMISC", flags.promiscuous],
    ["UP", isUp],
    ["LOWER_UP", isUp && hasCarrier],
    ["M-DOWN", lower?.isUp === false],
  ];
  return set.filter(([, isSet]) => isSet).map(([name]) => name);
}

/** UP and DOWN for what has a line; UNKNOWN for what has none and is up. */
export function stateOf({ kind, isUp, vlan, veth, hasCarrier }: NetDevice): string {
  const hasLine = kind === "ethernet" || kind === "vlan" || kind === "bridge";
  if (!isUp) return "DOWN";
  if (vlan !== undefined && !(vlan.lower.isUp && vlan.lower.hasCarrier())) return "LOWERLAYERDOWN";
  if (!hasCarrier()) return veth === undefined ? "DOWN" : "LOWERLAYERDOWN";
  return hasLine ? "UP" : "UNKNOWN";
}

/** What waits for the line: nothing attached before the device was up once, then by the kind of device. */
export function qdiscOf({ kind, veth, hasBeenUp }: NetDevice): string {
  if (!hasBeenUp) return "noop";
  return kind === "ethernet" && veth === undefined ? "fq_codel" : "noqueue";
}

/** The kind of link layer, as in `link/ether`. */
export function layerOf({ kind }: NetDevice): string {
  if (kind === "loopback" || isTunnel({ kind })) return kind;
  return "ether";
}

/** The device's address on its link and the one for all: MAC addresses, or the ends of a tunnel. */
export function linkAddresses(stack: Stack, iface: Interface): { own: string; all: string; isPeer: boolean } {
  const { device } = iface;
  const tunnel = tunnelOf(stack, iface);
  if (isTunnel(device)) {
    const [own, all] = [tunnel?.local ?? anyAddress, tunnel?.remote ?? anyAddress].map(formatIpv4);
    return { own: own ?? "", all: all ?? "", isPeer: isPointToPoint(tunnel) };
  }
  const all = device.kind === "loopback" ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff";
  return { own: formatMac(device.mac), all, isPeer: false };
}

/** What `ip link show type` calls a device; a card and loopback have no such type. */
export function typeOf({ kind, veth }: NetDevice): string | undefined {
  switch (kind) {
    case "ethernet":
      return veth === undefined ? undefined : "veth";
    case "loopback":
      return undefined;
    case "dummy":
    case "ipip":
    case "gre":
    case "gretap":
    case "erspan":
    case "vlan":
    case "bridge":
      return kind;
  }
}
