/**
 * VLANs at a port of a bridge that filters (IEEE 802.1Q): which a frame belongs to, and whether it leaves
 * with a tag. An access port has one VLAN and no tags; a trunk carries several, tagged but for its own.
 */

import { type EthernetFrame, ethernet, type VlanTag } from "../wire/ethernet.ts";

/** VLAN settings of a port; only used while the bridge filters. */
export interface PortVlans {
  /** The VLAN of untagged frames; 0: none are taken. */
  pvid: number;
  /** VLANs the port takes part in. */
  readonly allowed: Set<number>;
  /** Of these, those that leave it without a tag. */
  readonly untagged: Set<number>;
}

/** The VLAN that ports start with, and that a bridge's own device takes part in. */
export const firstVlan = 1;

/** An access port of the first VLAN, as every new port is. */
export const newPortVlans = (): PortVlans => ({
  pvid: firstVlan,
  allowed: new Set([firstVlan]),
  untagged: new Set([firstVlan]),
});

/** The VLAN of a frame that comes in by a port; `undefined`: the port does not take part in it. */
export function vlanAtIngress({ pvid, allowed }: PortVlans, { vlan }: EthernetFrame): number | undefined {
  const id = vlan === undefined || vlan.id === 0 ? pvid : vlan.id;
  return allowed.has(id) ? id : undefined;
}

/** The frame as it leaves by a port: with the tag of its VLAN, or without. */
export function retag(frame: EthernetFrame, { untagged }: PortVlans, vlan: number): EthernetFrame {
  const tag: VlanTag | undefined = untagged.has(vlan)
    ? undefined
    : { id: vlan, priority: frame.vlan?.priority ?? 0 };
  if (tag === undefined && frame.vlan === undefined) return frame;
  return ethernet(frame.dst, frame.src, frame.payload, tag);
}
