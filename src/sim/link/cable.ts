/**
 * Two ports joined: frames arrive after the time their bits take on the line and the delay of the line.
 *
 * A full-duplex point-to-point cable: each direction has a line and a queue of its own. In the mode `asBytes`
 * every frame is really encoded and decoded, checksums and all, as a check of the codec and for measuring its
 * cost.
 */

import type { Random } from "../engine/random.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { Nanos } from "../engine/time.ts";
import { decodeFrame, type EthernetFrame, encodeFrame } from "../wire/ethernet.ts";
import { carrierMayHaveChanged } from "./carrier.ts";
import { dropFrame, type NetDevice, receive, tellDropped, tooLong } from "./device.ts";
import { fateOf, type Impairment, noImpairment } from "./impairment.ts";
import type { LinkEvent } from "./link-events.ts";
import { emptyQdisc, enqueue, type Qdisc } from "./qdisc.ts";

export interface CableFields {
  readonly name: string;
  /** From the last bit sent to the last bit received. */
  readonly delay: Nanos;
  /** 0: no limit. */
  readonly rateBitsPerSecond: number;
  readonly impairment: Impairment;
  readonly asBytes: boolean;
}

/** Told of each frame that goes on a line, and of when it is at the other end, or would be (`isLost`). */
export type CableWatch = (from: NetDevice, frame: EthernetFrame, arrivesAt: Nanos, isLost: boolean) => void;

export interface Cable {
  readonly fields: CableFields;
  readonly ends: readonly [NetDevice, NetDevice];
  /** Pulled out or cut: nothing arrives, and neither end has a carrier. */
  isCut: boolean;
  /** Who draws frames on their way; usually nobody. */
  watch: CableWatch | undefined;
}

/** One direction of a cable. */
interface Line {
  readonly cable: Cable;
  readonly from: NetDevice;
  readonly to: NetDevice;
  readonly qdisc: Qdisc | undefined;
  readonly random: Random;
  readonly simulation: Simulation<LinkEvent>;
  readonly arrive: (frame: EthernetFrame) => void;
}

export const plainCable: Omit<CableFields, "name"> = {
  delay: 10_000 as Nanos,
  rateBitsPerSecond: 0,
  impairment: noImpairment,
  asBytes: false,
};

/** Joins two devices. Each gets a carrier as long as the other is up and the cable whole. */
export function join(
  one: NetDevice,
  other: NetDevice,
  fields: CableFields,
  simulation: Simulation<LinkEvent>,
): Cable {
  const cable: Cable = { fields, ends: [one, other], isCut: false, watch: undefined };
  one.peer = other;
  other.peer = one;
  plug(lineOf(cable, one, other, simulation));
  plug(lineOf(cable, other, one, simulation));
  return cable;
}

function lineOf(cable: Cable, from: NetDevice, to: NetDevice, simulation: Simulation<LinkEvent>): Line {
  const { rateBitsPerSecond, name } = cable.fields;
  return {
    cable,
    from,
    to,
    qdisc: rateBitsPerSecond > 0 ? emptyQdisc(rateBitsPerSecond) : undefined,
    random: simulation.random(`cable ${name} from ${from.node}:${from.name}`),
    simulation,
    arrive: (frame) => arrive({ cable, from, to, simulation }, frame),
  };
}

/** Pulls a cable out or cuts it, or mends it. What is under way at that moment does not arrive. */
export function setCut(cable: Cable, isCut: boolean, simulation: Simulation<LinkEvent>): void {
  cable.isCut = isCut;
  const { cause } = simulation;
  for (const end of cable.ends) {
    simulation.cause = cause;
    carrierMayHaveChanged(end, simulation);
  }
  simulation.cause = cause;
}

/** The end of a line: a device takes no frame that is longer than what it was made ready for. */
function arrive(
  { cable, from, to, simulation }: Pick<Line, "cable" | "from" | "to" | "simulation">,
  frame: EthernetFrame,
): void {
  if (cable.isCut) {
    tellDropped(from, frame, { reason: "no-carrier" }, simulation);
    return;
  }
  const refusal = to.isUp ? tooLong(to, frame) : undefined;
  if (refusal === undefined) {
    receive(to, frame, simulation);
    return;
  }
  to.counters.rxDropped++;
  tellDropped(to, frame, refusal, simulation);
}

function plug(line: Line): void {
  line.from.hasCarrier = () => line.to.isUp && !line.cable.isCut;
  line.from.onSend = (frame) => carry(line, frame);
}

function carry(line: Line, frame: EthernetFrame): void {
  const { cable, from, simulation } = line;
  const { fields } = cable;
  let wait: number = fields.delay;
  if (line.qdisc !== undefined) {
    const departure = enqueue(line.qdisc, frame.length, simulation.now, from.txqueuelen);
    if (departure === undefined) {
      const { name, txqueuelen } = from;
      const setting = { name: "txqueuelen", value: txqueuelen, from: `${name} txqueuelen` };
      dropFrame(from, frame, { reason: "queue-full", setting }, simulation);
      return;
    }
    wait += departure - simulation.now;
  }
  if (fields.impairment === noImpairment) {
    if (cable.watch !== undefined) cable.watch(from, frame, (simulation.now + wait) as Nanos, false);
    simulation.after(wait as Nanos, line.arrive, fields.asBytes ? throughBytes(frame) : frame);
    return;
  }
  carryBadly(line, frame, wait);
}

function carryBadly(line: Line, frame: EthernetFrame, wait: number): void {
  const { from, simulation } = line;
  const { fields } = line.cable;
  const { watch } = line.cable;
  const { isLost, copies, extraDelay } = fateOf(fields.impairment, line.random);
  const where = { node: from.node, device: from.name, frame };
  if (isLost) {
    watch?.(from, frame, (simulation.now + wait) as Nanos, true);
    const { lossPerMillion } = fields.impairment;
    const setting = { name: "loss", value: `${lossPerMillion / 10_000}%`, from: `cable of ${fields.name}` };
    tellDropped(from, frame, { reason: "frame-lost", setting }, simulation);
    return;
  }
  if (simulation.traced && copies > 1) simulation.emit({ kind: "frame-duplicated", ...where });
  if (simulation.traced && extraDelay > 0) simulation.emit({ kind: "frame-reordered", ...where });
  const arriving = fields.asBytes ? throughBytes(frame) : frame;
  for (let copy = 0; copy < copies; copy++) {
    watch?.(from, frame, (simulation.now + wait + extraDelay) as Nanos, false);
    simulation.after((wait + extraDelay) as Nanos, line.arrive, arriving);
  }
}

/** The frame as the other end reads it off the wire; `origin` is not on the wire and is carried over. */
function throughBytes(frame: EthernetFrame): EthernetFrame {
  const origin = frame.payload.kind === "ipv4" ? frame.payload.origin : 0;
  return decodeFrame(encodeFrame(frame), origin) ?? frame;
}
