/**
 * What a machine changed of a packet: field by field, and in a few words. Addresses are named as they are
 * shown.
 *
 * Leaves out what follows from the rest: checksums, lengths, and sequence numbers of connections that a
 * director joins.
 */

import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet, Ipv4Payload } from "#sim/wire/ipv4";
import type { StageWords } from "#words/stage-words";
import type { LayerName } from "../layer.ts";
import { macText, type Naming } from "../packet-label.ts";

/** A header field with its old and its new value. */
export interface FieldChange {
  readonly layer: LayerName;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What became of a packet. */
export type Change =
  | { readonly kind: "rewritten"; readonly fields: readonly FieldChange[] }
  | { readonly kind: "wrapped"; readonly outer: Ipv4Packet }
  | { readonly kind: "unwrapped"; readonly outer: Ipv4Packet }
  | { readonly kind: "same" };

const same: Change = { kind: "same" };

/** What became of a packet between two moments of its life. */
export function changeOf(before: Ipv4Packet, after: Ipv4Packet, naming: Naming): Change {
  const [depthBefore, depthAfter] = [depthOf(before), depthOf(after)];
  if (depthAfter > depthBefore) return { kind: "wrapped", outer: after };
  if (depthAfter < depthBefore) return { kind: "unwrapped", outer: before };
  const fields = fieldsOf(before, after, naming);
  return fields.length === 0 ? same : { kind: "rewritten", fields };
}

/** How many packets are within each other; GUE's are bytes, and not looked into. */
function depthOf({ payload }: Ipv4Packet): number {
  if (payload.kind === "ipv4") return 1 + depthOf(payload);
  return payload.kind === "gre" && payload.payload.kind === "ipv4" ? 1 + depthOf(payload.payload) : 0;
}

/** The fields that differ: addresses with their ports, as one speaks of them, then the rest. */
function fieldsOf(before: Ipv4Packet, after: Ipv4Packet, naming: Naming): FieldChange[] {
  const ports = (packet: Ipv4Packet): { src: number; dst: number } | undefined => {
    const { payload } = packet;
    return payload.kind === "tcp" || payload.kind === "udp"
      ? { src: payload.srcPort, dst: payload.dstPort }
      : undefined;
  };
  const ends = (["src", "dst"] as const).flatMap((end): FieldChange[] => {
    const [portBefore, portAfter] = [ports(before)?.[end], ports(after)?.[end]];
    const isMoved = before[end] !== after[end];
    if (!isMoved && portBefore === portAfter) return [];
    const told = (packet: Ipv4Packet, port: number | undefined): string =>
      `${naming.address(packet[end])}${port === undefined ? "" : `:${port}`}`;
    const layer = isMoved ? "ip" : "transport";
    return [{ layer, field: end, before: told(before, portBefore), after: told(after, portAfter) }];
  });
  const numbers = (["ttl", "tos"] as const).flatMap((field): FieldChange[] =>
    before[field] === after[field]
      ? []
      : [{ layer: "ip", field, before: `${before[field]}`, after: `${after[field]}` }],
  );
  return [...ends, ...numbers, ...innerFields(before.payload, after.payload, naming)];
}

/** Within a tunnel, or within what an ICMP error quotes, a packet may change as well. */
function innerFields(before: Ipv4Payload, after: Ipv4Payload, naming: Naming): FieldChange[] {
  return before.kind === "ipv4" && after.kind === "ipv4" ? fieldsOf(before, after, naming) : [];
}

/** The most telling part of a change in a few words: `dst VIP:80 → RIP2:80`; empty where nothing changed. */
export function changeText(change: Change, naming: Naming, { changes }: StageWords): string {
  switch (change.kind) {
    case "rewritten": {
      const [first] = change.fields;
      return first === undefined ? "" : `${first.field} ${first.before} → ${first.after}`;
    }
    case "wrapped":
      return changes.inTunnel(`${naming.address(change.outer.src)}→${naming.address(change.outer.dst)}`);
    case "unwrapped":
      return changes.decapsulated;
    case "same":
      return "";
  }
}

/** What a frame says of itself that the one before it did not, in a few words. */
export function hopText(
  before: EthernetFrame,
  after: EthernetFrame,
  naming: Naming,
  words: StageWords,
): string {
  if (before.payload.kind !== "ipv4" || after.payload.kind !== "ipv4") return "";
  const said = changeText(changeOf(before.payload, after.payload, naming), naming, words);
  if (said !== "" || before.dst === after.dst) return said;
  return words.changes.onlyMac(macText(after.dst, naming));
}
