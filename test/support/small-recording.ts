/**
 * A recording written down line by line: for each event its time in microseconds, its kind, its node, and the
 * number of the line that caused it (0: none). `sent`, `received`, `bridged` and `lost` are about one frame
 * of ARP, `pick` about a scheduler's choice. Nodes that end in `-switch` are no machines.
 */

import { noChanges } from "#lab/batch";
import { append, emptyRecording, type Recording } from "#lab/recording";
import { micros, type Nanos } from "#sim/engine/time";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import { arpOperations } from "#sim/wire/arp";
import { type EthernetFrame, ethernet } from "#sim/wire/ethernet";
import { type Telling, tellingOf, tellOn } from "#ui/ladder/telling";

const client = 0x020000000100 as MacAddress;

export const arpFrame: EthernetFrame = ethernet(0xffffffffffff as MacAddress, client, {
  kind: "arp",
  operation: arpOperations.request,
  senderMac: client,
  senderIp: 0x0a000001 as Ipv4Address,
  targetMac: 0 as MacAddress,
  targetIp: 0x0a00000a as Ipv4Address,
  length: 28,
});

function eventOf(kind: string, node: string): NetworkEvent {
  const frame = arpFrame;
  switch (kind) {
    case "sent":
      return { kind: "frame-sent", node, device: "eth0", frame };
    case "received":
      return { kind: "frame-received", node, device: "eth0", frame };
    case "bridged":
      return { kind: "frame-bridged", node, from: "p1", to: ["p2"], because: "group", frame };
    case "lost":
      return { kind: "frame-dropped", node, device: "eth0", frame, reason: "frame-lost" };
    case "pick": {
      const service = "TCP 10.0.0.10:80";
      const chosen = "10.0.0.201:80";
      return {
        kind: "destination-scheduled",
        node,
        service,
        scheduler: "rr",
        candidates: [],
        chosen,
        state: [],
      };
    }
    default:
      throw new Error(`no event is called ${kind}`);
  }
}

/** The first event has the id 1. */
export function smallRecording(text: string): Recording {
  const lines = text.trim().split(/\s*\n\s*/);
  const events = lines.map((line, index): TraceEvent => {
    const [at = "", kind = "", node = "", cause = "0"] = line.split(/\s+/);
    return { id: index + 1, cause: Number(cause), at: micros(Number(at)), event: eventOf(kind, node) };
  });
  const recording = emptyRecording();
  const head = (events.at(-1)?.at ?? 0) as Nanos;
  append(recording, { events, flights: [], changes: noChanges, pieces: [], log: [], head });
  return recording;
}

/** The telling of all of it. */
export function smallTelling(text: string): Telling {
  const recording = smallRecording(text);
  const nodes = recording.events.map(({ event }) => event.node);
  const telling = tellingOf(recording, new Set(nodes.filter((node) => !node.endsWith("-switch"))));
  tellOn(telling, Number.POSITIVE_INFINITY);
  return telling;
}

/** A question through a switch to two machines, one of which is reached later, and a pick a second after. */
export const broadcast = `
  0 sent client 0
  10 received lan-switch 1
  10 bridged lan-switch 2
  10 sent lan-switch 3
  10 sent lan-switch 3
  20 received director 4
  20 received rs1 5
  20 sent rs1 7
  40 received client 8
  1000040 pick director 0
`;
