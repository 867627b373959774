/**
 * route: the main routing table as net-tools shows and changes it.
 *
 * A device may be named by an alias: the address of that label becomes the route's source. Leaves out the
 * cache and families other than IPv4.
 */

import type { Command, Process } from "#shell/command";
import { deviceNamed, isAlias } from "#shell/commands/network/device-names";
import { errnoWords } from "#shell/commands/network/errno-words";
import { resolveHost } from "#shell/commands/network/host-names";
import { parseOptions } from "#shell/options";
import { addRoute, deleteRoute, type RouteRequest } from "#sim/stack/fib-routes";
import { scopes } from "#sim/stack/interface";
import { type Ipv4Address, lengthOfMask, networkOf, parseIpv4 } from "#sim/wire/address";
import { routeTable } from "./listing.ts";

export const route: Command = {
  options: {
    stopsAtOperand: true,
    options: [
      { name: "numeric", short: "n", long: "numeric", what: "numbers instead of names" },
      { name: "extend", short: "e", long: "extend", what: "as netstat -r" },
      { name: "verbose", short: "v", long: "verbose" },
      { name: "fib", short: "F", long: "fib" },
      { name: "family", short: "A", takes: "value" },
      { name: "inet", short: "4" },
      { name: "help", short: "h", long: "help" },
    ],
  },
  operands: () => ["add|del|flush", "PREFIX"],
  run: (process) => {
    const given = parseOptions(route.options ?? { options: [] }, process.argv);
    if (!given.ok) return usage(process, unknownOption);
    const [verb, ...words] = given.operands;
    if (given.has("help")) return usage(process, 0);
    if (verb === undefined) {
      const listing = { isNumeric: given.has("numeric"), hasSizes: given.has("extend") };
      process.stdout.write(routeTable(process.machine, listing));
      return 0;
    }
    if (verb === "add" || verb === "del" || verb === "delete") return change(process, verb === "add", words);
    if (verb !== "flush") return usage(process, unknownOption);
    process.stderr.write("Flushing `inet' routing table not supported\n");
    return 4;
  },
};

const unknownOption = 3;
const refusedByKernel = 7;

function usage({ stderr }: Process, code: number): number {
  stderr.write(
    [
      "Usage: route [-nNvee]                           List the kernel routing table",
      "       route [-v] {add|del} [-net|-host] TARGET ...  Change it",
      "TARGET := ADDRESS[/LENGTH] | default",
      "          [netmask MASK] [gw GATEWAY] [metric N] [mss N] [reject] [[dev] DEVICE]",
      "",
    ].join("\n"),
  );
  return code;
}

interface Draft {
  address: Ipv4Address;
  /** As far as known: from `/LENGTH`, `-host` or `netmask`. */
  length: number | undefined;
  gateway: Ipv4Address | undefined;
  device: string | undefined;
  metric: number | undefined;
  mss: number | undefined;
  isRefusing: boolean;
}

/** Why a line cannot be a route: what is said, and the exit code. */
interface Misread {
  readonly text: string | undefined;
  readonly code: number;
}

function change(process: Process, isAdding: boolean, words: readonly string[]): number {
  const draft = readDraft(process, words);
  if ("code" in draft) {
    if (draft.text !== undefined) process.stderr.write(`${draft.text}\n`);
    return draft.code === unknownOption ? usage(process, draft.code) : draft.code;
  }
  const { stack } = process.machine;
  const request = requestOf(process, draft);
  const result =
    request === undefined
      ? { ok: false as const, errno: "ENODEV" }
      : isAdding
        ? addRoute(stack, request)
        : deleteRoute(stack, request);
  if (result.ok) return 0;
  process.stderr.write(`${isAdding ? "SIOCADDRT" : "SIOCDELRT"}: ${errnoWords(result.errno)}\n`);
  return refusedByKernel;
}

function readDraft(process: Process, words: readonly string[]): Draft | Misread {
  const rest = [...words];
  const kind = rest[0] === "-net" || rest[0] === "-host" ? rest.shift() : undefined;
  const target = rest.shift();
  if (target === undefined) return { text: undefined, code: unknownOption };
  const draft = readTarget(process, target, kind);
  if ("code" in draft) return draft;
  while (rest.length > 0) {
    const problem = readWord(process, draft, rest);
    if (problem !== undefined) return problem;
  }
  return checkMask(draft);
}

function readTarget(process: Process, target: string, kind: string | undefined): Draft | Misread {
  const isDefault = target === "default";
  const [text = "", lengthText] = isDefault ? ["0.0.0.0", "0"] : target.split("/");
  const address = looseNetwork(text) ?? resolveHost(process.machine, text);
  if (address === undefined) return { text: `${text}: Unknown host`, code: 6 };
  const length = lengthText === undefined ? undefined : Number(lengthText);
  const plain: Draft = {
    address,
    length: kind === "-host" ? 32 : length,
    gateway: undefined,
    device: undefined,
    metric: undefined,
    mss: undefined,
    isRefusing: false,
  };
  // Without -net and a mask, what has host bits is a host.
  if (plain.length !== undefined || kind === "-net") return plain;
  return networkOf(address, naturalLength(address)) === address ? plain : { ...plain, length: 32 };
}

/** `192.168.5` is 192.168.5.0, as names of networks are read. */
function looseNetwork(text: string): Ipv4Address | undefined {
  const dots = text.split(".").length - 1;
  return dots < 3 && /^\d+(\.\d+)+$/.test(text) ? parseIpv4(text + ".0".repeat(3 - dots)) : undefined;
}

function naturalLength(address: Ipv4Address): number {
  const first = address >>> 24;
  if (address === 0) return 0;
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

const misread = (text: string | undefined, code = unknownOption): Misread => ({ text, code });

function readWord(process: Process, draft: Draft, rest: string[]): Misread | undefined {
  const word = rest.shift() ?? "";
  if (word === "reject") draft.isRefusing = true;
  else if (["mod", "dyn", "reinstate"].includes(word)) return undefined;
  else if (word === "metric") draft.metric = Number(rest.shift());
  else if (word === "mss" || word === "mtu") draft.mss = Number(rest.shift());
  else if (word === "window" || word === "irtt") rest.shift();
  else if (word === "netmask") {
    const mask = parseIpv4(rest.shift() ?? "");
    const length = mask === undefined ? undefined : lengthOfMask(mask);
    if (length === undefined) return misread("route: bogus netmask");
    draft.length = length;
  } else if (word === "gw" || word === "gateway") {
    const text = rest.shift() ?? "";
    const gateway = resolveHost(process.machine, text);
    if (gateway === undefined) return misread(`${text}: Unknown host`, 6);
    draft.gateway = gateway;
  } else if (word === "dev" || word === "device") draft.device = rest.shift() ?? "";
  else if (rest.length === 0 && draft.device === undefined) draft.device = word;
  else return misread(undefined);
  return undefined;
}

function checkMask(draft: Draft): Draft | Misread {
  const length = draft.length ?? naturalLength(draft.address);
  if (!(length >= 0 && length <= 32)) return misread(undefined);
  if (networkOf(draft.address, length) !== draft.address) {
    return misread("route: netmask doesn't match route address");
  }
  return { ...draft, length };
}

/** The route that the kernel's old call makes of it; `undefined` where the device is not there. */
function requestOf({ machine }: Process, draft: Draft): RouteRequest | undefined {
  const { address, length = 32, gateway, device, metric, mss, isRefusing } = draft;
  const iface = device === undefined ? undefined : deviceNamed(machine, device);
  if (device !== undefined && iface === undefined) return undefined;
  const alias =
    device !== undefined && isAlias(device)
      ? iface?.addresses.find(({ label }) => label === device)
      : undefined;
  if (device !== undefined && isAlias(device) && alias === undefined) return undefined;
  return {
    address,
    length,
    ...(isRefusing ? { type: "unreachable" as const, scope: scopes.host } : {}),
    ...(gateway === undefined ? {} : { gateway }),
    ...(iface === undefined || isRefusing ? {} : { interface: iface }),
    ...(alias === undefined ? {} : { preferredSource: alias.address }),
    ...(metric === undefined ? {} : { metric }),
    ...(mss === undefined ? {} : { mtu: mss }),
  };
}
