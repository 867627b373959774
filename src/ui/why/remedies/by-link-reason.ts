/**
 * What to type, by the reason that ended a frame. Nothing can be typed at a switch: what ended there is
 * mended at the machine that it came from.
 */

import type { LinkDropReason } from "#sim/link/link-events";
import { formatMac } from "#sim/wire/address";
import type { EventOf } from "#words/caption-words";
import type { RemedyFact } from "#words/remedy-facts";
import { placeOf } from "../about.ts";
import type { StepFact } from "../steps.ts";
import { ownerOfMac, type Place } from "../surroundings.ts";

type Dropped = EventOf<"frame-dropped">;
type Maker = (event: Dropped, place: Place) => readonly RemedyFact[];

const none: Maker = () => [];

const makers: Readonly<Record<LinkDropReason, Maker>> = {
  "device-down": ({ node, device }, place) => (isMachine(place, node) ? [up(node, device)] : []),
  "no-carrier": (event, place) => otherEndUp(event, place),
  "port-not-forwarding": none,
  "queue-full": ({ node, device, setting }, place) => {
    const length = Math.max(1, Number(setting?.value ?? 0)) * 10;
    if (!isMachine(place, node) || !Number.isFinite(length)) return [];
    return [
      { kind: "longer-queue", node, command: `ip link set ${device} txqueuelen ${length}`, device, length },
    ];
  },
  "frame-too-long": (event, place) => shorter(event, place),
  "frame-lost": none,
  "vlan-not-allowed": none,
  "same-port": none,
  "reserved-group": none,
  "bad-source": none,
  "no-vlan-device": ({ node, device, frame }) => {
    const vlan = frame.vlan?.id ?? 0;
    const name = `${device}.${vlan}`;
    const command = `ip link add link ${device} name ${name} type vlan id ${vlan}; ip link set ${name} up`;
    return [{ kind: "vlan-device", node, command, device: name, vlan }];
  },
};

/** The lines for a frame that ended. */
export function byLinkReason({ link }: StepFact): readonly RemedyFact[] {
  const { event } = link.traced;
  return event.kind === "frame-dropped" ? makers[event.reason](event, placeOf(link)) : [];
}

const isMachine = ({ past }: Place, node: string): boolean => past.nodes.includes(node);

const up = (node: string, device: string): RemedyFact => ({
  kind: "device-up",
  node,
  command: `ip link set ${device} up`,
  device,
});

function otherEndUp({ setting }: Dropped, place: Place): RemedyFact[] {
  const [node = "", device = ""] = (setting?.from ?? "").split(" ");
  return setting?.value === "down" && isMachine(place, node) ? [up(node, device)] : [];
}

/** A machine that is too narrow gets wider; a switch stays, and the sender sends less. */
function shorter({ frame, setting }: Dropped, place: Place): RemedyFact[] {
  const [node = "", device = ""] = (setting?.from ?? "").split(" ");
  const mtu = frame.payload.length;
  if (isMachine(place, node)) {
    return [{ kind: "mtu", node, command: `ip link set ${device} mtu ${mtu}`, device, mtu }];
  }
  const sender = ownerOfMac(place, formatMac(frame.src));
  if (sender === undefined || setting === undefined) return [];
  const own = place.past
    .rows(sender, "devices", place.event)
    .find(({ mac }) => mac === formatMac(frame.src))?.name;
  if (own === undefined) return [];
  const less = Number(setting.value);
  return [{ kind: "mtu", node: sender, command: `ip link set ${own} mtu ${less}`, device: own, mtu: less }];
}
