/**
 * To which ports a bridge sends a frame, and what it learns: ports without cables, whose frames are
 * written down.
 */

import { describe, expect, test } from "vitest";
import { Simulation, type Traced } from "#sim/engine/simulation";
import { seconds } from "#sim/engine/time";
import { addPort, type Bridge, type BridgePort, emptyBridge, removePort } from "#sim/link/bridge";
import { carrierMayHaveChanged } from "#sim/link/carrier";
import { netDevice } from "#sim/link/device";
import { addStatic, entriesOf } from "#sim/link/fdb";
import type { LinkEvent } from "#sim/link/link-events";
import { addBridge, enslave } from "#sim/nodes/devices";
import { addEthernet, makeLinux } from "#sim/nodes/linux";
import type { NetworkEvent } from "#sim/trace";
import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import { type EthernetFrame, ethernet, type VlanTag } from "#sim/wire/ethernet";
import { ipv4, protocols } from "#sim/wire/ipv4";

const mac = (number: number): MacAddress => (0x020000000000 + number) as MacAddress;
const everybody = 0xffffffffffff as MacAddress;
const spanningTree = 0x0180c2000000 as MacAddress;
const [a, b, nobody] = [mac(0xa), mac(0xb), mac(0xff)];

/** A frame with a packet of so many bytes. */
function frame(src: MacAddress, dst: MacAddress, { length = 84, vlan = 0 } = {}): EthernetFrame {
  const payload = { kind: "raw", bytes: new Uint8Array(0), length: length - 20 } as const;
  const ends = { src: 1 as Ipv4Address, dst: 2 as Ipv4Address };
  const tag: VlanTag | undefined = vlan === 0 ? undefined : { id: vlan, priority: 0 };
  return ethernet(dst, src, ipv4({ origin: 1, ...ends, protocol: protocols.udp, payload }), tag);
}

interface Rig {
  readonly simulation: Simulation<LinkEvent>;
  readonly bridge: Bridge;
  readonly ports: readonly BridgePort[];
  readonly ends: string[];
  /** Where a frame goes that comes in by a port: names of ports, with `/VLAN` where it is tagged. */
  readonly from: (port: number, sent: EthernetFrame) => string;
}

/** A switch with the ports p0, p1, p2. */
function rig(options: { readonly isHub?: boolean } = {}): Rig {
  const simulation = new Simulation<LinkEvent>(1);
  const bridge = emptyBridge("switch", simulation, options);
  const sent: string[] = [];
  const ends: string[] = [];
  simulation.observe(({ event }: Traced<LinkEvent>) => {
    if (event.kind !== "frame-dropped") return;
    const { setting } = event;
    ends.push(`${event.device} ${event.reason}${setting === undefined ? "" : ` ${setting.value}`}`);
  });
  const ports = [0, 1, 2].map((number) => {
    const name = `p${number}`;
    const device = netDevice({ node: "switch", name, index: number, kind: "ethernet", mac: mac(number + 1) });
    device.hasCarrier = () => true;
    device.isUp = true;
    device.onSend = ({ vlan }) => void sent.push(vlan === undefined ? name : `${name}/${vlan.id}`);
    const port = addPort(bridge, device);
    carrierMayHaveChanged(device, simulation);
    return port;
  });
  const from = (port: number, arriving: EthernetFrame): string => {
    sent.length = 0;
    ports[port]?.device.onFrame(arriving);
    return sent.sort().join(" ");
  };
  return { simulation, bridge, ports, ends, from };
}

const known = ({ bridge, simulation }: Rig): string[] =>
  entriesOf(bridge.fdb, simulation.now).map((entry) => `${entry.mac - mac(0)} ${entry.port.device.name}`);

describe("a switch", () => {
  test("floods for an unknown address, and for a known one uses its port", () => {
    const { from, ends } = rig();
    expect(from(0, frame(a, b))).toBe("p1 p2");
    expect(from(1, frame(b, a))).toBe("p0");
    expect(from(0, frame(a, everybody))).toBe("p1 p2");
    expect(from(1, frame(a, b))).toBe("");
    expect(ends).toEqual(["p1 same-port"]);
  });

  test("learns from a frame that goes nowhere, but not from one whose source is a group", () => {
    const one = rig();
    one.from(0, frame(a, spanningTree));
    one.from(1, frame(everybody, a));
    expect(known(one)).toEqual(["10 p0"]);
    expect(one.ends).toEqual(["p0 reserved-group", "p1 bad-source"]);
  });

  test("believes the latest port at once when an address moves", () => {
    const { from } = rig();
    from(0, frame(a, b));
    from(1, frame(a, b));
    expect(from(2, frame(b, a))).toBe("p1");
  });

  test.each([
    [299.9, "p0"],
    [300, "p0 p2"],
  ])("%d s after the last frame from an address sends to %s", (age, expected) => {
    const { from, simulation } = rig();
    from(0, frame(a, b));
    simulation.runUntil(seconds(age));
    expect(from(1, frame(b, a))).toBe(expected);
  });

  test("a static entry does not age, moves with the traffic, and stays where it is sticky", () => {
    for (const [isSticky, expected] of [
      [false, "p1"],
      [true, "p0"],
    ] as const) {
      const { from, simulation, bridge, ports } = rig();
      addStatic(bridge.fdb, { vlan: 0, mac: a, port: ports[0] as BridgePort, isSticky });
      simulation.runUntil(seconds(1000));
      expect(from(2, frame(b, a))).toBe("p0");
      from(1, frame(a, b));
      expect(from(2, frame(b, a))).toBe(expected);
    }
  });

  test("forgets what is behind a port that loses its carrier, but for static entries", () => {
    const one = rig();
    const port = one.ports[0] as BridgePort;
    one.from(0, frame(a, nobody));
    one.from(1, frame(b, nobody));
    addStatic(one.bridge.fdb, { vlan: 0, mac: nobody, port, isSticky: false });
    port.device.hasCarrier = () => false;
    carrierMayHaveChanged(port.device, one.simulation);
    expect(known(one)).toEqual(["11 p1", "255 p0"]);
    expect(one.from(1, frame(b, a))).toBe("p2");
    expect(one.from(1, frame(b, nobody))).toBe("");
    expect(one.ends).toEqual(["p0 no-carrier"]);
  });

  test("sends nothing by a port that was taken out, and learns nothing more from it", () => {
    const one = rig();
    one.from(0, frame(a, nobody));
    removePort(one.bridge, (one.ports[0] as BridgePort).device);
    expect(one.from(0, frame(a, nobody))).toBe("");
    expect(one.from(1, frame(b, a))).toBe("p2");
  });

  test("a frame longer than the port's MTU and a tag ends without a word, whatever its sender", () => {
    const { from, ends, ports } = rig();
    const port = ports[1] as BridgePort;
    port.device.mtu = 1400;
    expect(from(0, frame(a, nobody, { length: 1404 }))).toBe("p1 p2");
    expect(from(0, frame(a, nobody, { length: 1405 }))).toBe("p2");
    expect(ends).toEqual(["p1 frame-too-long 1400"]);
    expect(port.device.counters.txDropped).toBe(0);
  });

  test("a hub repeats everything, reserved groups too, and learns nothing", () => {
    const one = rig({ isHub: true });
    one.from(1, frame(b, a));
    expect(one.from(0, frame(a, b))).toBe("p1 p2");
    expect(one.from(0, frame(a, spanningTree))).toBe("p1 p2");
    expect(known(one)).toEqual([]);
  });
});

describe("a switch with VLANs", () => {
  /** p0: access, VLAN 10. p1: access, VLAN 20. p2: trunk of both, with 1 as its own. */
  function withVlans(): Rig {
    const one = rig();
    one.bridge.filtersVlans = true;
    for (const [index, pvid, others] of [
      [0, 10, []],
      [1, 20, []],
      [2, 1, [10, 20]],
    ] as const) {
      const { vlans } = one.ports[index] as BridgePort;
      vlans.pvid = pvid;
      vlans.allowed.clear();
      vlans.untagged.clear();
      for (const id of [pvid, ...others]) vlans.allowed.add(id);
      vlans.untagged.add(pvid);
    }
    return one;
  }

  test.each([
    // Port, tag of the frame, where it leaves.
    [0, 0, "p2/10"],
    [0, 10, "p2/10"],
    [0, 20, ""],
    [1, 0, "p2/20"],
    [2, 0, ""],
    [2, 10, "p0"],
    [2, 20, "p1"],
    [2, 30, ""],
  ])("to all by p%i with tag %i leaves by: %s", (port, vlan, expected) => {
    expect(withVlans().from(port, frame(a, everybody, { vlan }))).toBe(expected);
  });

  test("an address is known for each VLAN by itself", () => {
    const { from } = withVlans();
    from(0, frame(a, b));
    expect(from(2, frame(b, a, { vlan: 10 }))).toBe("p0");
    expect(from(2, frame(b, a, { vlan: 20 }))).toBe("p1");
  });
});

describe("a bridge inside a node", () => {
  test("complains of a frame that has an address of its own as source, and does not learn it", () => {
    const simulation = new Simulation<NetworkEvent>(1);
    const node = makeLinux({ name: "host", kind: "host", preset: "kernel", simulation });
    const bridge = addBridge(node, "br0");
    const [eth0, eth1] = [1, 2].map((number) => {
      const iface = addEthernet(node.stack, { name: `eth${number - 1}`, mac: mac(number), mtu: 1500 });
      enslave(node.stack, bridge, iface);
      return iface.device;
    });
    eth0?.onFrame(frame(mac(2), nobody));
    eth1?.onFrame(frame(a, nobody));
    const text = "br0: received packet on eth0 with own address as source address";
    expect(node.stack.kernelLog.lines.map((line) => line.text)).toEqual([
      `${text} (addr:02:00:00:00:00:02, vlan:0)`,
    ]);
    expect(entriesOf(bridge.fdb, simulation.now).map((entry) => entry.mac)).toEqual([a]);
  });
});
