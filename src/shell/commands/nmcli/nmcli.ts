/**
 * nmcli: connections of NetworkManager, as far as tutorials go: change the addresses of one, read the files
 * again, and bring it up, which makes the device's addresses those of its profile.
 *
 * Leaves out making connections, Wi-Fi, and what NetworkManager would do unasked.
 */

import type { Command, Process } from "#shell/command";
import { addAddress, deleteAddress } from "#sim/stack/address";
import { addRoute } from "#sim/stack/fib-routes";
import type { Interface } from "#sim/stack/interface";
import { setDown, setUp } from "#sim/stack/interfaces";
import { anyAddress, broadcastOf, type Prefix, parseCidr, parseIpv4 } from "#sim/wire/address";
import { showConnections, showDevices, showProfile } from "./listing.ts";
import { managed, type Profile, profileOf, save } from "./profile.ts";

export const nmcli: Command = {
  operands: () => [],
  run: (process) => {
    if (process.machine.services.get("NetworkManager")?.isRunning === false) {
      process.stderr.write("Error: NetworkManager is not running.\n");
      return notRunning;
    }
    const words = process.argv.filter((word) => !["-p", "-t", "-c", "no", "--pretty"].includes(word));
    const [object = "", verb = "", ...rest] = words;
    if (object !== "" && "connection".startsWith(object)) return onConnections(process, verb, rest);
    if (object !== "" && "device".startsWith(object)) return onDevices(process, verb, rest);
    if (object === "" || "general".startsWith(object)) return status(process);
    return notModelled(process);
  },
};

const notRunning = 8;
const unknownConnection = 10;
const badArgument = 2;

function notModelled({ argv, stderr }: Process): number {
  stderr.write(`not modelled in LVS Lab: nmcli ${argv.join(" ")}\n`);
  return 0;
}

function status({ stdout }: Process): number {
  stdout.write("STATE      CONNECTIVITY  WIFI-HW  WIFI     WWAN-HW  WWAN    \n");
  stdout.write("connected  full          missing  enabled  missing  enabled \n");
  return 0;
}

function onDevices(process: Process, verb: string, [name = ""]: readonly string[]): number {
  if (verb === "" || "status".startsWith(verb)) {
    process.stdout.write(showDevices(process.machine));
    return 0;
  }
  if (["reapply", "connect"].includes(verb)) return activate(process, name);
  return verb === "disconnect" ? deactivate(process, name) : notModelled(process);
}

function onConnections(process: Process, verb: string, words: readonly string[]): number {
  const { machine, stdout } = process;
  const rest = words[0] === "id" || words[0] === "ifname" ? words.slice(1) : words;
  const [name, ...settings] = rest;
  if (verb === "reload" || verb === "load") return 0;
  if (verb === "" || "show".startsWith(verb)) {
    if (name === undefined || name.startsWith("-")) {
      stdout.write(showConnections(machine));
      return 0;
    }
    const profile = profileOf(machine, name);
    if (profile === undefined) return unknown(process, `${name} - no such connection profile.`);
    stdout.write(showProfile(profile));
    return 0;
  }
  if (verb === "up") return activate(process, name ?? "");
  if (verb === "down") return deactivate(process, name ?? "");
  if ("modify".startsWith(verb)) return modify(process, name ?? "", settings);
  return notModelled(process);
}

function unknown({ stderr }: Process, text: string): number {
  stderr.write(`Error: ${text}\n`);
  return unknownConnection;
}

/** `modify NAME [+|-]SETTING VALUE …` */
function modify(process: Process, name: string, settings: readonly string[]): number {
  const { machine, stderr } = process;
  const profile = profileOf(machine, name);
  if (profile === undefined) return unknown(process, `unknown connection '${name}'.`);
  for (let index = 0; index < settings.length; index += 2) {
    const [setting = "", value] = settings.slice(index, index + 2);
    const problem =
      value === undefined ? `value for '${setting}' is missing.` : change(profile, setting, value);
    if (problem === undefined) continue;
    stderr.write(`Error: ${problem}\n`);
    return badArgument;
  }
  save(machine, profile);
  return 0;
}

const methods = ["auto", "link-local", "manual", "shared", "disabled"];

/** Changes one setting; answers what is wrong with it. */
function change(profile: Profile, setting: string, value: string): string | undefined {
  const sign = /^[+-]/.exec(setting)?.[0] ?? "";
  const name = setting.slice(sign.length);
  switch (name) {
    case "ipv4.addresses":
    case "ipv4.address":
    case "ip4":
      return changeAddresses(profile, sign, value);
    case "ipv4.gateway":
    case "gw4":
      profile.gateway = parseIpv4(value);
      return undefined;
    case "ipv4.method":
      if (!methods.includes(value)) {
        return `failed to modify ipv4.method: '${value}' not among [${methods.join(", ")}].`;
      }
      profile.method = value;
      return undefined;
    case "connection.autoconnect":
    case "autoconnect":
      profile.startsByItself = value === "yes" || value === "true";
      return undefined;
    default:
      // Name servers, IPv6 and the rest change nothing here.
      return /^(ipv4|ipv6|connection|802-3-ethernet|ethernet)\./.test(name)
        ? undefined
        : `invalid property '${name}'.`;
  }
}

function changeAddresses(profile: Profile, sign: string, value: string): string | undefined {
  const prefixes: Prefix[] = [];
  for (const text of value.split(/[\s,]+/).filter((part) => part !== "")) {
    const prefix = parseCidr(text);
    if (prefix === undefined)
      return `failed to modify ipv4.addresses: invalid IP address: Invalid IPv4 address '${text}'.`;
    prefixes.push(prefix);
  }
  const isGiven = (own: Prefix): boolean => prefixes.some((prefix) => isSame(own, prefix));
  const others = profile.addresses.filter((own) => !isGiven(own));
  profile.addresses = sign === "" ? prefixes : sign === "-" ? others : [...others, ...prefixes];
  if (profile.addresses.length > 0 && profile.method === "disabled") profile.method = "manual";
  return undefined;
}

const isSame = (one: Prefix, other: Prefix): boolean =>
  one.address === other.address && one.length === other.length;

function interfaceOf({ machine }: Process, name: string): Interface | undefined {
  return managed(machine).find(({ device }) => device.name === name);
}

/** Makes the device's addresses those of its profile; those that are right stay untouched. */
function activate(process: Process, name: string): number {
  const { machine, stdout } = process;
  const { stack } = machine;
  const profile = profileOf(machine, name);
  const iface = interfaceOf(process, name);
  if (profile === undefined || iface === undefined) return unknown(process, `unknown connection '${name}'.`);
  if (profile.method === "auto") {
    process.stderr.write("not modelled in LVS Lab: ipv4.method auto (DHCP)\n");
    return 0;
  }
  setUp(stack, iface);
  for (const own of iface.addresses.filter(
    (each) => !profile.addresses.some((prefix) => isSame(each, prefix)),
  )) {
    deleteAddress(stack, iface, { address: own.address, length: own.length });
  }
  for (const prefix of profile.addresses) {
    const { address, length } = prefix;
    if (iface.addresses.some((own) => isSame(own, prefix))) continue;
    addAddress(stack, iface, {
      address,
      length,
      broadcast: length < 31 ? broadcastOf(address, length) : undefined,
    });
  }
  addGateway(process, iface, profile);
  stdout.write(
    "Connection successfully activated (D-Bus active path: " +
      `/org/freedesktop/NetworkManager/ActiveConnection/${iface.device.index})\n`,
  );
  return 0;
}

/** NetworkManager's routes have a metric of their own; one that somebody added stays beside it. */
function addGateway({ machine }: Process, iface: Interface, { gateway }: Profile): void {
  if (gateway === undefined) return;
  const request = { address: anyAddress, length: 0, gateway, interface: iface };
  const hasOne = addRoute(machine.stack, request, "change").ok;
  if (!hasOne) addRoute(machine.stack, { ...request, metric: 100, protocol: "static" }, "replace");
}

function deactivate(process: Process, name: string): number {
  const { stack } = process.machine;
  const iface = interfaceOf(process, name);
  const profile = profileOf(process.machine, name);
  if (iface === undefined || profile === undefined) {
    return unknown(process, `'${name}' is not an active connection.`);
  }
  save(process.machine, profile);
  for (const { address, length } of [...iface.addresses]) deleteAddress(stack, iface, { address, length });
  setDown(stack, iface);
  process.stdout.write(
    `Connection '${name}' successfully deactivated (D-Bus active path: ` +
      `/org/freedesktop/NetworkManager/ActiveConnection/${iface.device.index})\n`,
  );
  return 0;
}
