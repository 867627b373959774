/**
 * What a cable does to frames, and what the two devices at its ends notice of it.
 */

import { describe, expect, test } from "vitest";
import { type Simulation, Simulation as World } from "#sim/engine/simulation";
import type { Nanos } from "#sim/engine/time";
import { type Cable, join, plainCable, setCut } from "#sim/link/cable";
import { type NetDevice, netDevice, transmit } from "#sim/link/device";
import { type Impairment, noImpairment } from "#sim/link/impairment";
import type { LinkEvent } from "#sim/link/link-events";
import { serialization } from "#sim/link/qdisc";
import { setDown, setUp } from "#sim/stack/interfaces";
import { setNeighbour } from "#sim/stack/neighbour-admin";
import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import { type EthernetFrame, ethernet } from "#sim/wire/ethernet";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { ip, on, plug, set, stackOf } from "#support/stack-of";

const mac = (number: number): MacAddress => (0x020000000000 + number) as MacAddress;

function frame(length: number, origin = 1): EthernetFrame {
  const payload = { kind: "raw", bytes: new Uint8Array(0), length: length - 20 } as const;
  const ends = { src: 1 as Ipv4Address, dst: 2 as Ipv4Address };
  return ethernet(mac(2), mac(1), ipv4({ origin, ...ends, protocol: protocols.udp, payload }));
}

interface Ends {
  readonly simulation: Simulation<LinkEvent>;
  readonly one: NetDevice;
  readonly other: NetDevice;
  readonly cable: Cable;
  /** Microseconds and origin of what arrives at the other end. */
  readonly arrived: string[];
  readonly drops: string[];
}

function endsOf(fields: { rate?: number; impairment?: Partial<Impairment> } = {}): Ends {
  const simulation = new World<LinkEvent>(1);
  const [one, other] = [1, 2].map((number) => {
    const made = { node: `n${number}`, name: "eth0", index: 1, mac: mac(number) };
    return netDevice({ ...made, kind: "ethernet" });
  }) as [NetDevice, NetDevice];
  one.isUp = true;
  other.isUp = true;
  const impairment =
    fields.impairment === undefined ? noImpairment : { ...noImpairment, ...fields.impairment };
  const rateBitsPerSecond = fields.rate ?? 0;
  const cable = join(one, other, { ...plainCable, name: "c", rateBitsPerSecond, impairment }, simulation);
  const arrived: string[] = [];
  other.onFrame = ({ payload }) => {
    if (payload.kind === "ipv4") arrived.push(`${simulation.now / 1000} ${payload.origin}`);
  };
  const drops: string[] = [];
  simulation.observe(({ event }: { event: LinkEvent }) => {
    if (event.kind !== "frame-dropped") return;
    const { setting } = event;
    drops.push(`${event.reason}${setting === undefined ? "" : ` ${setting.name}=${setting.value}`}`);
  });
  return { simulation, one, other, cable, arrived, drops };
}

const run = (simulation: Simulation<LinkEvent>): void => simulation.runUntil((simulation.now + 1e9) as Nanos);

describe("a cable", () => {
  test.each([
    [10e6, 67_200, 1_230_400],
    [100e6, 6_720, 123_040],
    [1e9, 672, 12_304],
    [10e9, 67, 1_230],
  ])("of %d bit/s is busy for %d ns with the shortest frame, and for %d ns with the longest", (...row) => {
    const [rate, shortest, longest] = row;
    expect([serialization(42, rate), serialization(1514, rate)]).toEqual([shortest, longest]);
  });

  test("sends frames one after the other, and has no place for more than its queue holds", () => {
    const { simulation, one, arrived, drops } = endsOf({ rate: 10e6 });
    one.txqueuelen = 2;
    for (let origin = 1; origin <= 5; origin++) transmit(one, frame(1500, origin), simulation);
    run(simulation);
    expect(arrived).toEqual(["1240.4 1", "2470.8 2", "3701.2 3"]);
    expect(drops).toEqual(["queue-full txqueuelen=2", "queue-full txqueuelen=2"]);
  });

  test.each([
    [{ lossPerMillion: 1e6 }, [], ["frame-lost loss=100%"]],
    [{ duplicatePerMillion: 1e6 }, ["10 1", "10 1"], []],
    [{ reorderPerMillion: 1e6, reorderDelay: 5000 as Nanos }, ["15 1"], []],
  ])("with %o", (impairment, expected, lost) => {
    const { simulation, one, arrived, drops } = endsOf({ impairment });
    transmit(one, frame(100), simulation);
    run(simulation);
    expect(arrived).toEqual(expected);
    expect(drops).toEqual(lost);
  });

  test("brings nothing to a device whose MTU is smaller", () => {
    const { simulation, one, other, arrived, drops } = endsOf();
    other.mtu = 1400;
    for (const length of [1404, 1405]) transmit(one, frame(length, length), simulation);
    run(simulation);
    expect(arrived).toEqual(["10 1404"]);
    expect(drops).toEqual(["frame-too-long mtu=1400"]);
    expect(other.counters.rxDropped).toBe(1);
  });

  test("that is cut loses what is on it, and what is sent does not get as far as a capture", () => {
    const { simulation, one, other, cable, arrived, drops } = endsOf();
    const seen: string[] = [];
    one.taps.push((direction) => void seen.push(direction));
    transmit(one, frame(100, 1), simulation);
    setCut(cable, true, simulation);
    transmit(one, frame(100, 2), simulation);
    run(simulation);
    expect([arrived, seen, one.hasCarrier(), other.hasCarrier()]).toEqual([[], ["out"], false, false]);
    expect(drops).toEqual(["no-carrier peer=up", "no-carrier peer=up"]);
    setCut(cable, false, simulation);
    transmit(one, frame(100, 3), simulation);
    run(simulation);
    expect(arrived).toHaveLength(1);
  });
});

describe("a host whose carrier goes", () => {
  /** Two hosts on one cable; the first knows one neighbour by ARP and one by hand. */
  function pair() {
    const [near, far] = [stackOf({ eth0: ["10.0.0.1/24"] }), stackOf()];
    const iface = plug(far, "eth0", []);
    const { device } = on(near, "eth0");
    join(device, iface.device, { ...plainCable, name: "c" }, near.simulation);
    setDown(far, iface);
    setUp(far, iface);
    const neighbour = (address: string, state: "REACHABLE" | "PERMANENT") =>
      setNeighbour(near, on(near, "eth0"), "add", { address: ip(address), mac: mac(9), state });
    neighbour("10.0.0.8", "REACHABLE");
    neighbour("10.0.0.9", "PERMANENT");
    return { near, far, iface };
  }

  test.each([
    [1, 1],
    [2, 0],
  ])("keeps %i neighbours where arp_evict_nocarrier is %i", (kept, value) => {
    const { near, far, iface } = pair();
    set(near, { "conf.eth0.arp_evict_nocarrier": value });
    setDown(far, iface);
    expect(on(near, "eth0").neighbours.size).toBe(kept);
    expect(near.fib.addressOwners.has(ip("10.0.0.1"))).toBe(true);
  });
});

describe("who watches a cable is told of each frame when it is sent", () => {
  /** `sent arrives`, in microseconds, and whether it is lost. */
  function watched(fields: Parameters<typeof endsOf>[0], count: number): { ends: Ends; told: string[] } {
    const ends = endsOf(fields);
    const told: string[] = [];
    ends.cable.watch = (from, { payload }, arrivesAt, isLost) => {
      const origin = payload.kind === "ipv4" ? payload.origin : 0;
      expect(from).toBe(ends.one);
      if (isLost) told.push(`lost ${origin}`);
      else told.push(`${arrivesAt / 1000} ${origin}`);
    };
    for (let origin = 1; origin <= count; origin++) transmit(ends.one, frame(1000, origin), ends.simulation);
    ends.simulation.runUntil(1e9 as Nanos);
    return { ends, told };
  }

  test("with the moment at which it arrives, the queue before it counted in", () => {
    const { ends, told } = watched({ rate: 8_000_000 }, 3);
    expect(told.length).toBe(3);
    expect(ends.arrived).toEqual(told);
  });

  test("not of those that find the queue full", () => {
    const ends = endsOf({ rate: 8_000_000 });
    let told = 0;
    ends.one.txqueuelen = 2;
    ends.cable.watch = () => told++;
    for (let origin = 1; origin <= 9; origin++) transmit(ends.one, frame(1000, origin), ends.simulation);
    expect(told + ends.drops.length).toBe(9);
    expect(ends.drops.length).toBeGreaterThan(0);
  });

  test("of each copy, of those that are overtaken, and of those that chance takes", () => {
    const chances = {
      duplicatePerMillion: 300_000,
      reorderPerMillion: 300_000,
      reorderDelay: 2e6 as Nanos,
      lossPerMillion: 200_000,
    };
    const { ends, told } = watched({ impairment: chances }, 60);
    const lost = told.filter((line) => line.startsWith("lost"));
    expect(ends.arrived.toSorted()).toEqual(told.filter((line) => !lost.includes(line)).toSorted());
    expect(lost.length).toBe(ends.drops.length);
    expect([lost.length > 0, told.length > 60, ends.arrived.some((line) => line > "2000")]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
