/**
 * `ip link set`: up and down, MTU, MAC address, name, flags, and the bridge a device belongs to.
 *
 * The changes are made in the kernel's order, whatever the order of the words; the first that is refused ends
 * it.
 */

import type { Bridge } from "#sim/link/bridge";
import { enslave, release } from "#sim/nodes/devices";
import type { Interface } from "#sim/stack/interface";
import { setDown, setUp } from "#sim/stack/interfaces";
import { type LinkChanged, rename, setArp, setMac, setMtu } from "#sim/stack/link-settings";
import type { Stack } from "#sim/stack/stack";
import type { MacAddress } from "#sim/wire/address";
import { macIn } from "./addresses.ts";
import { answer, type Call, deviceFor, masterIn } from "./call.ts";
import { begins, eachWord, garbage, misused, next, numberIn, Refusal, switchIn, wrong } from "./words.ts";

interface Wish {
  device: string | undefined;
  isUp: boolean | undefined;
  mtu: number | undefined;
  mac: MacAddress | undefined;
  name: string | undefined;
  txqueuelen: number | undefined;
  arp: boolean | undefined;
  promiscuous: boolean | undefined;
  multicast: boolean | undefined;
  allMulticast: boolean | undefined;
  /** "": none. */
  master: string | undefined;
}

const noWish: Wish = {
  device: undefined,
  isUp: undefined,
  mtu: undefined,
  mac: undefined,
  name: undefined,
  txqueuelen: undefined,
  arp: undefined,
  promiscuous: undefined,
  multicast: undefined,
  allMulticast: undefined,
  master: undefined,
};

/** What ip can set and the lab's devices do not have. */
const others = ["alias", "group", "netns", "vf", "xdp", "vrf", "mode", "protodown", "type", "gso_max_size"];

function readWish(call: Call): Wish {
  const { words } = call;
  const wish = { ...noWish };
  for (const word of eachWord(words)) {
    if (word === "up") wish.isUp = true;
    else if (word === "down") wish.isUp = false;
    else if (word === "name") wish.name = nameIn(next(words));
    else if (begins(word, "address")) wish.mac = stationAddressIn(next(words));
    else if (word === "mtu") wish.mtu = numberIn(next(words), 'Invalid "mtu" value\n');
    else if (["txqueuelen", "qlen", "txqlen"].includes(word)) {
      wish.txqueuelen = numberIn(next(words), 'Invalid "txqueuelen" value\n');
    } else if (word === "master") wish.master = masterIn(call, next(words));
    else if (word === "nomaster") wish.master = "";
    else if (!readSwitch(call, wish, word)) readDevice(call, wish, word);
  }
  return wish;
}

const longestName = 15;

function nameIn(word: string): string {
  if (word.length > longestName || /[\s/:]/.test(word)) throw wrong(word, '"name" not a valid ifname');
  return word;
}

const macBytes = 6;

/** A MAC address for a device: ip counts its bytes. */
function stationAddressIn(word: string): MacAddress {
  const bytes = word.split(":");
  if (bytes.length !== macBytes && bytes.every((byte) => /^[0-9a-f]{1,2}$/i.test(byte))) {
    throw new Refusal(`Invalid address length ${bytes.length} - must be ${macBytes} bytes`, 1);
  }
  return macIn(word);
}

function readSwitch({ words }: Call, wish: Wish, word: string): boolean {
  if (word === "arp") wish.arp = switchIn(words, word);
  else if (word === "promisc") wish.promiscuous = switchIn(words, word);
  else if (word === "multicast") wish.multicast = switchIn(words, word);
  else if (word === "allmulticast") wish.allMulticast = switchIn(words, word);
  else return false;
  return true;
}

function readDevice({ words }: Call, wish: Wish, word: string): void {
  if (others.includes(word)) throw new Refusal(`not modelled in LVS Lab: ip link set ${word}`, 0);
  const name = word === "dev" ? next(words) : word;
  if (wish.device !== undefined) throw garbage("dev", name);
  wish.device = name;
}

/** `ip link set DEV …`. */
export function setLink(call: Call): number {
  const wish = readWish(call);
  if (wish.device === undefined) {
    throw new Refusal('Not enough information: "dev" argument is required.', misused);
  }
  const iface = deviceFor(call, wish.device);
  for (const change of changes) {
    const result = change(call, iface, wish);
    if (result !== undefined && !result.ok) return answer(result);
  }
  return 0;
}

type Change = (call: Call, iface: Interface, wish: Wish) => Result | undefined;
type Result = LinkChanged | { readonly ok: false; readonly errno: string; readonly message?: string };

const changes: readonly Change[] = [
  ({ stack }, iface, { mac }) => (mac === undefined ? undefined : setMac(stack, iface, mac)),
  ({ stack }, iface, { mtu }) => (mtu === undefined ? undefined : setMtu(stack, iface, mtu)),
  ({ stack }, iface, { name }) =>
    name === undefined || name === iface.device.name ? undefined : rename(stack, iface, name),
  ({ stack }, iface, wish) => setFlags(stack, iface, wish),
  (call, iface, { master }) => (master === undefined ? undefined : setMaster(call, iface, master)),
  ({ stack }, iface, { isUp }) => {
    if (isUp === true) setUp(stack, iface);
    if (isUp === false) setDown(stack, iface);
    return undefined;
  },
];

function setFlags(stack: Stack, iface: Interface, wish: Wish): undefined {
  const { device } = iface;
  const { flags } = device;
  if (wish.txqueuelen !== undefined) device.txqueuelen = wish.txqueuelen;
  if (wish.arp !== undefined) setArp(stack, iface, wish.arp);
  if (wish.multicast !== undefined) flags.multicast = wish.multicast;
  if (wish.allMulticast !== undefined) flags.allMulticast = wish.allMulticast;
  const { promiscuous } = wish;
  if (promiscuous === undefined || promiscuous === flags.promiscuous) return;
  flags.promiscuous = promiscuous;
  device.promiscuous += promiscuous ? 1 : -1;
}

function setMaster(call: Call, iface: Interface, name: string): Result | undefined {
  const { bridges } = call.machine.node;
  const before = [...bridges.values()].find((bridge) => isPort(bridge, iface));
  if (name === "") {
    if (before !== undefined) release(call.stack, before, iface);
    return undefined;
  }
  const bridge = bridges.get(name);
  if (bridge === undefined) return { ok: false, errno: "EOPNOTSUPP" };
  if (iface.device.kind !== "ethernet" && iface.device.kind !== "vlan") return refusedPort(iface);
  if (before === bridge) return undefined;
  if (before !== undefined) release(call.stack, before, iface);
  enslave(call.stack, bridge, iface);
  return undefined;
}

const isPort = (bridge: Bridge, { device }: Interface): boolean =>
  bridge.ports.some((port) => port.device === device);

/** Loopback, tunnels and bridges cannot be ports. */
const refusedPort = ({ device }: Interface): Result =>
  device.kind === "bridge"
    ? { ok: false, errno: "ELOOP", message: "Can not enslave a bridge to a bridge" }
    : { ok: false, errno: "EINVAL" };

/** The number of a VLAN or the like in a word. */
export function identifierIn(word: string, what: string, largest: number): number {
  const value = /^\d+$/.test(word) ? Number(word) : undefined;
  if (value === undefined || value > largest) throw wrong(word, `${what} is invalid`);
  return value;
}
