/**
 * `ip link add`: devices that exist in software only.
 *
 * The lab has bridges, dummies, tunnels, VLANs and virtual pairs.
 */

import { exactDevice } from "#shell/commands/network/device-names";
import { join, plainCable } from "#sim/link/cable";
import { addBridge, addDummy, addVlan } from "#sim/nodes/devices";
import { addEthernet } from "#sim/nodes/linux";
import type { Interface } from "#sim/stack/interface";
import { setMac, setMtu } from "#sim/stack/link-settings";
import { fallbackNames } from "#sim/stack/tunnel";
import type { MacAddress } from "#sim/wire/address";
import { macIn } from "./addresses.ts";
import { answer, answerErrno, type Call, deviceFor, refusedByKernel } from "./call.ts";
import { identifierIn } from "./link-set.ts";
import { addLinkTunnel } from "./link-tunnel.ts";
import { freeName } from "./tunnel-request.ts";
import { begins, eachWord, garbage, misused, next, numberIn, Refusal } from "./words.ts";

interface Wish {
  name: string | undefined;
  lower: string | undefined;
  type: string | undefined;
  mac: MacAddress | undefined;
  mtu: number | undefined;
}

function readWish(call: Call): Wish {
  const { words } = call;
  const wish: Wish = { name: undefined, lower: undefined, type: undefined, mac: undefined, mtu: undefined };
  for (const word of eachWord(words)) {
    if (word === "link") wish.lower = next(words);
    else if (begins(word, "address")) wish.mac = macIn(next(words));
    else if (word === "mtu") wish.mtu = numberIn(next(words), 'Invalid "mtu" value\n');
    else if (word === "type") {
      wish.type = next(words);
      words.at++;
      break;
    } else {
      const name = word === "name" || word === "dev" ? next(words) : word;
      if (wish.name !== undefined) throw garbage("name", name);
      wish.name = name;
    }
  }
  return wish;
}

/** `ip link add [link LOWER] [name] NAME type TYPE …`. */
export function addLink(call: Call): number {
  const wish = readWish(call);
  if (wish.type === undefined) {
    throw new Refusal('Not enough information: "type" argument is required', 1);
  }
  const make = makers.find(([type]) => type === wish.type)?.[1];
  if (make === undefined) return unknownType(call, wish.type);
  loadTypeOf(call, wish.type);
  const name = wish.name ?? freeName(call, wish.type);
  const readsFirst = wish.type in fallbackNames;
  if (!readsFirst && call.stack.interfaces.has(name)) return answerErrno("EEXIST");
  if (name.length > 15 || /[\s/:]/.test(name)) {
    throw new Refusal(`Error: argument "${name}" is wrong: "name" not a valid ifname`, misused);
  }
  const made = make(call, name, wish);
  if (typeof made === "number") return made;
  const { stack } = call;
  if (wish.mac !== undefined) setMac(stack, made, wish.mac);
  return wish.mtu === undefined ? 0 : answer(setMtu(stack, made, wish.mtu));
}

/** The kernel loads the module of a type before it looks whether the name is free. */
function loadTypeOf({ machine }: Call, type: string): void {
  if (type === "ipip" || type === "gre") exactDevice(machine, fallbackNames[type]);
}

/** Types that a real kernel knows. */
const others = ["bond", "gretap", "ifb", "macvlan", "macvtap", "sit", "team", "vrf", "vxlan", "wireguard"];

function unknownType(call: Call, type: string): number {
  if (others.includes(type)) throw new Refusal(`not modelled in LVS Lab: ip link add type ${type}`, 0);
  call.process.stderr.write("Error: Unknown device type.\n");
  return refusedByKernel;
}

/** Makes a device and answers it, or an exit code. */
type Maker = (call: Call, name: string, wish: Wish) => Interface | number;

const makers: readonly (readonly [string, Maker])[] = [
  ["dummy", ({ stack }, name) => addDummy(stack, name)],
  [
    "bridge",
    ({ machine, stack }, name) => {
      addBridge(machine.node, name);
      return stack.interfaces.get(name) ?? 0;
    },
  ],
  ["vlan", makeVlan],
  ["veth", makePair],
  ["ipip", (call, name) => addLinkTunnel(call, "ipip", name)],
  ["gre", (call, name) => addLinkTunnel(call, "gre", name)],
];

const largestVlan = 4094;
const largestWord = 0xffff;

function makeVlan(call: Call, name: string, { lower }: Wish): Interface | number {
  const { words, stack } = call;
  let id: number | undefined;
  for (const word of eachWord(words)) {
    if (begins(word, "id")) id = identifierIn(next(words), "id", largestWord);
    else if (begins(word, "protocol")) next(words);
    else throw new Refusal(`vlan: unknown command "${word}"?`, misused);
  }
  if (lower === undefined)
    return answer({ ok: false, errno: "EINVAL", message: "8021q: link not specified" });
  if (id === undefined)
    return answer({ ok: false, errno: "EINVAL", message: "8021q: VLAN properties not specified" });
  if (id > largestVlan) return answer({ ok: false, errno: "ERANGE", message: "8021q: Invalid VLAN id" });
  const below = deviceFor(call, lower);
  const isTaken = [...stack.interfaces.values()].some(
    ({ device }) => device.vlan?.lower === below.device && device.vlan.id === id,
  );
  if (!isTaken) return addVlan(stack, below, name, id);
  return answer({ ok: false, errno: "EEXIST", message: "8021q: VLAN device already exists" });
}

/** Two devices of this node, joined. */
function makePair(call: Call, name: string): Interface | number {
  const { words, stack } = call;
  let peerName: string | undefined;
  for (const word of eachWord(words)) {
    if (word !== "peer") throw new Refusal(`veth: unknown command "${word}"?`, misused);
    const first = next(words);
    peerName = first === "name" ? next(words) : first;
  }
  peerName ??= freeName(call, "veth");
  if (stack.interfaces.has(peerName) || peerName === name) return answerErrno("EEXIST");
  const [peer, own] = [peerName, name].map((each) =>
    addEthernet(stack, { name: each, mac: localMac(call), mtu: 1500 }),
  );
  if (peer === undefined || own === undefined) return 0;
  own.device.veth = { peerIndex: peer.device.index, peerName };
  peer.device.veth = { peerIndex: own.device.index, peerName: name };
  join(own.device, peer.device, { name: `${stack.name}:${name}`, ...plainCable }, stack.simulation);
  return own;
}

/** A locally administered address, the same in every run. */
function localMac({ stack }: Call): MacAddress {
  const random = stack.simulation.random(`mac addresses of ${stack.name}`);
  return (0x0a0000000000 + random.below(256) * 2 ** 32 + random.next()) as MacAddress;
}
