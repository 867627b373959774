/** The invariants find what they are there to find: each is broken on purpose. */

import { expect, test } from "vitest";
import { type Invariants, watchInvariants } from "#lab/invariants";
import { advance, type Lab, openLab } from "#lab/lab";
import { terminalsOf, typeIn } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { seconds } from "#sim/engine/time";
import { type MacAddress, parseIpv4 } from "#sim/wire/address";
import { ethernet } from "#sim/wire/ethernet";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { udpDatagram } from "#sim/wire/udp";

const text = `
title: { en: Two hosts, zh: 两台主机 }
segments: { lan: {} }
nodes:
  a:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.1/24 dev eth0
  b:
    kind: director
    devices: { eth0: lan }
    setup: |
      ip addr add 10.0.0.2/24 dev eth0
      ipvsadm -A -t 10.0.0.2:80 -s rr
      ipvsadm -a -t 10.0.0.2:80 -r 10.0.0.1:80 -m
`;

interface Watched {
  readonly lab: Lab;
  readonly invariants: Invariants;
}

async function watched(): Promise<Watched> {
  const { scenario } = parseScenario(text, { file: "two" });
  if (scenario === undefined) throw new Error("the scenario does not read");
  const made: { invariants?: Invariants } = {};
  const lab = await openLab(scenario, {
    onBuilt: (network) => {
      made.invariants = watchInvariants(network);
    },
  });
  if (made.invariants === undefined) throw new Error("nothing was built");
  return { lab, invariants: made.invariants };
}

const [one, two] = [1, 2] as MacAddress[];
const packet = (origin: number, ttl: number) =>
  ipv4({
    origin,
    ttl,
    src: parseIpv4("10.0.0.1") ?? (0 as never),
    dst: parseIpv4("10.0.0.9") ?? (0 as never),
    protocol: protocols.udp,
    payload: udpDatagram({ srcPort: 1, dstPort: 2, payload: new Uint8Array(0) }),
  });
const frame = (ttl: number) => ethernet(one ?? (0 as never), two ?? (0 as never), packet(7, ttl));

test("a lab that pings breaks none", async () => {
  const { lab, invariants } = await watched();
  typeIn(terminalsOf(lab, { onOutput: () => {} }), "a", "ping -c 2 10.0.0.2");
  await advance(lab, seconds(2));
  invariants.look();
  invariants.end();
  expect(invariants.broken).toEqual([]);
});

test("a frame that vanishes", async () => {
  const { lab, invariants } = await watched();
  const device = lab.network.nodes.get("a")?.stack.interfaces.get("eth0")?.device;
  if (device !== undefined) device.onSend = () => {};
  typeIn(terminalsOf(lab, { onOutput: () => {} }), "a", "ping -c 1 10.0.0.2");
  await advance(lab, seconds(2));
  invariants.end();
  expect(invariants.broken.join()).toContain("neither arrived nor was dropped");
});

test("a frame that nobody sent", async () => {
  const { lab, invariants } = await watched();
  lab.simulation.emit({ kind: "frame-received", node: "a", device: "eth0", frame: frame(64) });
  expect(invariants.broken.join()).toContain("nobody sent");
});

test("a packet that ends without a word", async () => {
  const { lab, invariants } = await watched();
  const eth0 = lab.network.nodes.get("a")?.stack.interfaces.get("eth0")?.device;
  if (eth0 !== undefined) eth0.onFrame = () => {};
  typeIn(
    terminalsOf(lab, { onOutput: () => {} }),
    "b",
    "ip neigh add 10.0.0.1 lladdr 02:00:00:00:01:00 dev eth0",
  );
  await advance(lab, seconds(1));
  typeIn(terminalsOf(lab, { onOutput: () => {} }), "b", "ping -c 1 10.0.0.1");
  await advance(lab, seconds(2));
  invariants.end();
  expect(invariants.broken.join()).toContain("ended in a without a word after frame-received");
});

test("a packet that is passed on without aging", async () => {
  const { lab, invariants } = await watched();
  const { simulation } = lab;
  simulation.emit({ kind: "frame-sent", node: "a", device: "eth0", frame: frame(64) });
  simulation.emit({ kind: "frame-received", node: "b", device: "eth0", frame: frame(64) });
  expect(invariants.broken).toEqual([]);
  simulation.emit({ kind: "frame-sent", node: "b", device: "eth0", frame: frame(63) });
  expect(invariants.broken).toEqual([]);
  simulation.emit({ kind: "frame-sent", node: "b", device: "eth0", frame: frame(64) });
  expect(invariants.broken.join()).toContain("with TTL 64");
});

test("a counter that is off by one", async () => {
  const { lab, invariants } = await watched();
  const destination = lab.network.nodes.get("b")?.ipvs?.services.all[0]?.destinations[0];
  invariants.look();
  expect(invariants.broken).toEqual([]);
  if (destination !== undefined) destination.activeConnections++;
  invariants.look();
  expect(invariants.broken.join()).toContain("counts 1/0/0 connections, the table holds 0/0/0");
});

test("a reply with another address than that of the service", async () => {
  const { lab, invariants } = await watched();
  const connection = {
    protocol: "UDP",
    client: "10.0.0.9:2",
    virtual: "10.0.0.2:80",
    destination: "10.0.0.1:1",
  };
  const reply = { kind: "reply-rewritten", node: "b", connection } as const;
  lab.simulation.emit({ ...reply, before: packet(1, 64), after: packet(1, 64) });
  expect(invariants.broken.join()).toContain("rewrote a reply to 10.0.0.1:1 > 10.0.0.9:2");
});
