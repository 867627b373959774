/**
 * Every frame sent arrives, is dropped with a reason, or is still under way.
 *
 * Each arrival and each drop names what caused it, so every frame is followed by itself: it may not arrive
 * twice unless it was duplicated, not as another frame, and not later than its cable allows.
 */

import { plainCable } from "#sim/link/cable";
import { serialization } from "#sim/link/qdisc";
import type { Network } from "#sim/network";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";

interface Flight {
  readonly at: number;
  readonly device: string;
  readonly frame: EthernetFrame;
  /** Still under way; two after a duplication. */
  copies: number;
}

export interface FrameAccount {
  readonly network: Network;
  /** How long a frame may be under way from a device, in nanoseconds, by `node:device`. */
  readonly longest: ReadonlyMap<string, number>;
  /** Frames under way by the id of the event of their sending, and by what happened to them since. */
  readonly flights: Map<number, Flight>;
}

/** The account of a network in which nothing has been sent yet. */
export const frameAccount = (network: Network): FrameAccount => ({
  network,
  longest: longestFlights(network),
  flights: new Map(),
});

/** Held back so that others overtake it, a frame is under way so much longer. */
const heldBack = 1_000_000;
const longestFrame = 9100;

function longestFlights({ cables }: Network): Map<string, number> {
  const longest = new Map<string, number>();
  for (const { ends, fields } of cables) {
    for (const end of ends) {
      const perFrame =
        fields.rateBitsPerSecond > 0 ? serialization(longestFrame, fields.rateBitsPerSecond) : 0;
      longest.set(
        nameOf({ node: end.node, device: end.name }),
        fields.delay + heldBack + perFrame * (end.txqueuelen + 2),
      );
    }
  }
  return longest;
}

const nameOf = ({ node, device }: { readonly node: string; readonly device: string }): string =>
  `${node}:${device}`;

/** Takes an event into account; answers what is wrong with it. */
export function lookAtFrame(account: FrameAccount, { id, cause, at, event }: TraceEvent): string | undefined {
  const { kind } = event;
  if (kind === "frame-sent") departure(account, id, { at, event });
  if (kind === "frame-duplicated" || kind === "frame-reordered") return oddity(account, { id, cause, event });
  if (kind === "frame-received") return arrival(account, { cause, at, event });
  if (kind === "frame-dropped") land(account, cause);
  return undefined;
}

type EventOf<Kind extends NetworkEvent["kind"]> = Extract<NetworkEvent, { readonly kind: Kind }>;

interface Departure {
  readonly at: number;
  readonly event: EventOf<"frame-sent">;
}

function departure(account: FrameAccount, id: number, { at, event }: Departure): void {
  if (!isOnWire(account, event)) return;
  account.flights.set(id, { at, device: nameOf(event), frame: event.frame, copies: 1 });
}

interface Oddity {
  readonly id: number;
  readonly cause: number;
  readonly event: EventOf<"frame-duplicated" | "frame-reordered">;
}

/** From here on the frame is followed by what happened to it on its cable. */
function oddity({ flights }: FrameAccount, { id, cause, event }: Oddity): string | undefined {
  const flight = flights.get(cause);
  if (flight === undefined) return `${event.kind} by ${event.device} of ${event.node}, but nothing was sent`;
  if (event.kind === "frame-duplicated") flight.copies++;
  flights.delete(cause);
  flights.set(id, flight);
  return undefined;
}

interface Arrival {
  readonly cause: number;
  readonly at: number;
  readonly event: EventOf<"frame-received">;
}

function arrival(account: FrameAccount, { cause, at, event }: Arrival): string | undefined {
  if (!isOnWire(account, event)) return undefined;
  const where = `${event.device} of ${event.node}`;
  const flight = account.flights.get(cause);
  if (flight === undefined) return `a frame arrived at ${where} that nobody sent, or once too often`;
  const limit = account.longest.get(flight.device) ?? plainCable.delay;
  land(account, cause);
  if (at - flight.at > limit) return `a frame took ${at - flight.at} ns to ${where}`;
  return flight.frame.length === event.frame.length ? undefined : `a frame changed on its way to ${where}`;
}

function land({ flights }: FrameAccount, cause: number): void {
  const flight = flights.get(cause);
  if (flight === undefined) return;
  flight.copies--;
  if (flight.copies === 0) flights.delete(cause);
}

/** Frames that have been under way for too long. */
export function openFrames({ flights, longest }: FrameAccount, now: number): string[] {
  const lost = [...flights.values()].filter(
    ({ at, device }) => now - at > (longest.get(device) ?? plainCable.delay),
  );
  return lost.map(
    ({ at, device }) => `a frame sent by ${device} at ${at} ns neither arrived nor was dropped`,
  );
}

/** Devices upon others (VLANs, bridges, tunnels) hand their frames on to those: only these are counted. */
function isOnWire(
  { network }: FrameAccount,
  event: { readonly node: string; readonly device: string },
): boolean {
  const kind = network.nodes.get(event.node)?.stack.interfaces.get(event.device)?.device.kind;
  return kind === undefined || kind === "ethernet" || kind === "loopback";
}
