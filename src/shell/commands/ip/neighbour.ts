/**
 * `ip neigh`: the neighbour table, entries by hand, and flushing.
 */

import type { Interface } from "#sim/stack/interface";
import type { Neighbour, NeighbourState } from "#sim/stack/neighbour";
import {
  deleteNeighbour,
  flushNeighbours,
  type NeighbourVerb,
  setNeighbour,
  setProxy,
} from "#sim/stack/neighbour-admin";
import { contains, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import { addressIn, macIn, prefixIn, type ReadPrefix } from "./addresses.ts";
import { answer, answerErrno, type Call, deviceFor, notModelled, print, refusedByKernel } from "./call.ts";
import { neighbourText, proxyText } from "./neighbour-text.ts";
import { helpOn, objectOf, verb } from "./verbs.ts";
import { begins, current, duplicate, eachWord, garbage, misused, next, Refusal, wrong } from "./words.ts";

const verbs = [
  verb("add", (call) => modify(call, "add")),
  verb("change chg", (call) => modify(call, "change")),
  verb("replace", (call) => modify(call, "replace")),
  verb("delete", (call) => modify(call, "delete")),
  verb("get", get),
  verb("show lst list", show),
  verb("flush", flush),
  verb("help", helpOn("neigh")),
];

/** `ip neigh [show|add|change|replace|del|get|flush]`. */
export const neighbour = objectOf("neigh", verbs, show);

const states: readonly NeighbourState[] = [
  "PERMANENT",
  "REACHABLE",
  "NOARP",
  "NONE",
  "STALE",
  "INCOMPLETE",
  "DELAY",
  "PROBE",
  "FAILED",
];

function stateIn(word: string): NeighbourState {
  const state = states.find((name) => begins(word, name.toLowerCase()));
  if (state === undefined) throw wrong(word, "nud state is bad");
  return state;
}

interface Asked {
  address: Ipv4Address | undefined;
  mac: MacAddress | undefined;
  state: NeighbourState;
  device: string | undefined;
  isProxy: boolean;
}

function readAsked(call: Call): Asked {
  const { words } = call;
  const asked: Asked = {
    address: undefined,
    mac: undefined,
    state: "PERMANENT",
    device: undefined,
    isProxy: false,
  };
  for (const word of eachWord(words)) {
    if (word === "lladdr") asked.mac = hardwareAddressIn(next(words));
    else if (word === "nud") asked.state = stateIn(next(words));
    else if (begins(word, "proxy")) {
      const address = next(words);
      if (asked.address !== undefined) throw duplicate("address", address);
      asked.address = addressIn(address, call.options.family);
      asked.isProxy = true;
    } else if (word === "router" || begins(word, "use", "managed", "extern_learn")) continue;
    else if (word === "protocol") next(words);
    else if (word === "dev") asked.device = next(words);
    else {
      const address = word === "to" ? next(words) : word;
      if (asked.address !== undefined) throw garbage("to", address);
      asked.address = addressIn(address, call.options.family);
    }
  }
  return asked;
}

function modify(call: Call, verb: NeighbourVerb | "delete"): number {
  const { address, mac, state, device, isProxy } = readAsked(call);
  if (device === undefined || address === undefined) {
    throw new Refusal("Device and destination are required arguments.", misused);
  }
  const iface = deviceFor(call, device);
  if (isProxy) return answerErrno(setProxy(iface, address, verb !== "delete"));
  if (verb === "delete") return answerErrno(deleteNeighbour(call.stack, iface, address));
  const result = setNeighbour(call.stack, iface, verb, { address, mac, state });
  if (result !== "EINVAL") return answerErrno(result);
  return answer({ ok: false, errno: result, message: "No link layer address given" });
}

/** A MAC address; the kernel, not ip, says what it thinks of one of another length. */
function hardwareAddressIn(word: string): MacAddress {
  const bytes = word.split(":");
  const isOther = bytes.length !== macBytes && bytes.every((byte) => /^[0-9a-f]{1,2}$/i.test(byte));
  if (isOther) throw new Refusal("Error: Invalid link address.", refusedByKernel);
  return macIn(word);
}

const macBytes = 6;

function get(call: Call): number {
  const { address, device } = readAsked(call);
  if (device === undefined || address === undefined) {
    throw new Refusal("Device and address are required arguments.", 1);
  }
  const entry = deviceFor(call, device).neighbours.get(address);
  if (entry === undefined) {
    return answer({ ok: false, errno: "ENOENT", message: "Neighbour entry not found" });
  }
  print(call, neighbourText(call, entry, false));
  return 0;
}

/** What `show` and `flush` pick. */
interface Choice {
  device: Interface | undefined;
  to: ReadPrefix | undefined;
  states: Set<NeighbourState> | undefined;
  isProxy: boolean;
}

function readChoice(call: Call): Choice {
  const { words } = call;
  const choice: Choice = { device: undefined, to: undefined, states: undefined, isProxy: false };
  for (const word of eachWord(words)) {
    if (word === "dev") choice.device = deviceFor(call, next(words));
    else if (word === "nud") {
      const state = next(words);
      choice.states ??= new Set();
      for (const each of state === "all" ? states : [stateIn(state)]) choice.states.add(each);
    } else if (begins(word, "unused")) continue;
    else if (word === "proxy") choice.isProxy = true;
    else if (word === "master" || word === "vrf" || word === "protocol") next(words);
    else choice.to = prefixIn(word === "to" ? next(words) : word, call.options.family);
  }
  return choice;
}

/** Picks by state, where one is named, else by what is usual. */
const isPicked = (
  choice: Choice,
  { address, state, interface: iface }: Neighbour,
  usual: (state: NeighbourState) => boolean,
): boolean =>
  (choice.states === undefined ? usual(state) : choice.states.has(state)) &&
  (choice.device === undefined || choice.device === iface) &&
  (choice.to === undefined || contains(choice.to.address, choice.to.length, address));

/** Whatever ARP knows or tries to. */
const isShown = (state: NeighbourState): boolean => state !== "NOARP" && state !== "NONE";

/** What was set by hand, and what needs no ARP, stays. */
const isFlushed = (state: NeighbourState): boolean => state !== "NOARP" && state !== "PERMANENT";

function entriesOf({ stack }: Call): Neighbour[] {
  return [...stack.interfaces.values()].flatMap(({ neighbours }) => [...neighbours.values()]);
}

function show(call: Call): number {
  const choice = readChoice(call);
  if (call.options.family === "inet6" || call.options.family === "bridge") return 0;
  if (choice.isProxy) {
    for (const [name, iface] of call.stack.interfaces) {
      if (choice.device !== undefined && choice.device !== iface) continue;
      for (const address of iface.arp.proxied)
        print(call, proxyText(address, name, choice.device !== undefined));
    }
    return 0;
  }
  for (const entry of entriesOf(call)) {
    if (isPicked(choice, entry, isShown))
      print(call, neighbourText(call, entry, choice.device !== undefined));
  }
  return 0;
}

/**
 * Flushing spares what was set by hand unless a state is named. It goes on until nothing is left to flush.
 */
function flush(call: Call): number {
  if (current(call.words) === undefined) throw new Refusal("Flush requires arguments.", 1);
  const choice = readChoice(call);
  if (choice.isProxy) return notModelled(call, "ip neigh flush proxy");
  if (call.options.family === "inet6") return 0;
  const isMeant = (entry: Neighbour): boolean => isPicked(choice, entry, isFlushed);
  const { statistics } = call.options;
  const meant = entriesOf(call).filter(isMeant);
  if (statistics > 1) {
    for (const entry of meant) print(call, neighbourText(call, entry, choice.device !== undefined));
  }
  for (const iface of call.stack.interfaces.values()) flushNeighbours(call.stack, iface, isMeant);
  if (statistics === 0) return 0;
  if (meant.length === 0) {
    print(call, "Nothing to flush.");
    return 0;
  }
  print(call, `\n*** Round 1, deleting ${meant.length} entries ***`);
  print(call, "*** Flush is complete after 1 round ***");
  return 0;
}
