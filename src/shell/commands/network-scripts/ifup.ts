/**
 * ifup and ifdown: devices and aliases as their files in /etc/sysconfig/network-scripts say.
 *
 * Follows the network scripts of RHEL 6, which announce a new address by ARP, at once and two seconds later.
 * Leaves out DHCP, the test whether another host has the address already, bonds and bridges.
 */

import type { Command, Process } from "#shell/command";
import { baseOf, deviceNamed, isAlias } from "#shell/commands/network/device-names";
import type { Machine } from "#shell/machine";
import { seconds } from "#sim/engine/time";
import { addAddress, deleteAddress } from "#sim/stack/address";
import { sendArp } from "#sim/stack/arp-output";
import { addRoute } from "#sim/stack/fib-routes";
import { type Interface, scopes } from "#sim/stack/interface";
import { setDown, setUp } from "#sim/stack/interfaces";
import { setMtu } from "#sim/stack/link-settings";
import { anyAddress, broadcastMac, type Ipv4Address } from "#sim/wire/address";
import { type ArpMessage, arpMessage, arpOperations } from "#sim/wire/arp";
import { aliasesOf, type Configuration, readConfiguration } from "./ifcfg.ts";

export const ifup: Command = {
  operands: () => ["DEV"],
  run: (process) => withConfiguration(process, bringUp),
};

export const ifdown: Command = {
  operands: () => ["DEV"],
  run: (process) => withConfiguration(process, takeDown),
};

function withConfiguration(
  process: Process,
  act: (process: Process, configuration: Configuration) => number,
): number {
  const [name] = process.argv;
  const { machine, stderr } = process;
  if (name === undefined) {
    stderr.write(`Usage: ${process.name} <device name>\n`);
    return 1;
  }
  const configuration = readConfiguration(machine, name);
  if (configuration !== undefined) return act(process, configuration);
  if (process.name === "ifup") stderr.write(`/sbin/ifup: configuration for ${name} not found.\n`);
  stderr.write(`Usage: ${process.name} <device name>\n`);
  return 1;
}

function bringUp(process: Process, configuration: Configuration): number {
  const { machine, stderr } = process;
  const { device, isDynamic, mtu, startsAtBoot } = configuration;
  if (process.argv[1] === "boot" && !startsAtBoot) return 0;
  const iface = deviceNamed(machine, device);
  if (iface === undefined) {
    stderr.write(`Device ${device} does not seem to be present, delaying initialization.\n`);
    return 1;
  }
  if (isDynamic) stderr.write("not modelled in LVS Lab: BOOTPROTO=dhcp\n");
  if (mtu !== undefined && !isAlias(device)) setMtu(machine.stack, iface, mtu);
  setUp(machine.stack, iface);
  addAddresses(machine, iface, configuration);
  if (isAlias(device)) return 0;
  addGateway(machine, iface, configuration);
  for (const name of aliasesOf(machine, device)) {
    const alias = readConfiguration(machine, name);
    if (alias?.startsWithParent === true) addAddresses(machine, iface, alias);
  }
  return 0;
}

/** Adds what is missing; an address that is there already stays as it is. */
function addAddresses({ stack }: Machine, iface: Interface, { device, addresses }: Configuration): void {
  const isLoopback = iface.device.kind === "loopback";
  for (const { address, length, broadcast } of addresses) {
    const scope = isLoopback ? { scope: scopes.host } : {};
    const all = isLoopback ? {} : { broadcast };
    const result = addAddress(stack, iface, { address, length, label: device, ...all, ...scope });
    if (result === "ok" && iface.device.usesArp) announce(stack, iface, address);
  }
}

type Stack = Machine["stack"];

/** Tells the link where an address is: an answer nobody asked for, and two seconds later a question. */
function announce(stack: Stack, iface: Interface, address: Ipv4Address): void {
  sendArp(stack, iface, { to: broadcastMac, message: claim(iface, address, arpOperations.reply) });
  stack.simulation.after(
    seconds(2),
    (again) => {
      if (!iface.addresses.some((own) => own.address === again)) return;
      sendArp(stack, iface, { to: broadcastMac, message: claim(iface, again, arpOperations.request) });
    },
    address,
  );
}

function claim({ device }: Interface, address: Ipv4Address, operation: ArpMessage["operation"]): ArpMessage {
  const isReply = operation === arpOperations.reply;
  return arpMessage({
    operation,
    senderMac: device.mac,
    senderIp: address,
    targetMac: isReply ? device.mac : broadcastMac,
    targetIp: address,
  });
}

/** The default route by the gateway of the file, if that is in the device's network. */
function addGateway({ stack }: Machine, iface: Interface, { gateway, addresses }: Configuration): void {
  if (gateway === undefined || addresses.length === 0) return;
  addRoute(stack, { address: anyAddress, length: 0, gateway, interface: iface }, "replace");
}

function takeDown(process: Process, { device, addresses }: Configuration): number {
  const { machine } = process;
  const { stack } = machine;
  const iface = stack.interfaces.get(baseOf(device));
  if (iface === undefined) return 1;
  if (!isAlias(device)) {
    flush(stack, iface);
    setDown(stack, iface);
    return 0;
  }
  for (const { address, length } of addresses)
    deleteAddress(stack, iface, { address, length, label: device });
  for (const left of iface.addresses.filter(({ label }) => label === device)) {
    deleteAddress(stack, iface, { address: left.address, length: left.length, label: device });
  }
  return 0;
}

function flush(stack: Stack, iface: Interface): void {
  for (;;) {
    const [first] = iface.addresses;
    if (first === undefined) return;
    deleteAddress(stack, iface, { address: first.address, length: first.length, label: first.label });
  }
}
