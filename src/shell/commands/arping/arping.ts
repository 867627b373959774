/** arping (iputils 20221126): asks by ARP who has an address, or tells the neighbours an address. */

import type { Command, Process } from "#shell/command";
import { arpingTool, releasePacketSocket } from "#shell/costs";
import type { Interface } from "#sim/stack/interface";
import { scopes } from "#sim/stack/interface";
import { outputRoute } from "#sim/stack/route-lookup";
import { isLocalAddress, selectSource } from "#sim/stack/source-address";
import type { Stack } from "#sim/stack/stack";
import { anyAddress, broadcastMac, formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { exactDevice } from "../network/device-names.ts";
import { numericHost, resolveHost, unknownName } from "../network/host-names.ts";
import { type ArpingSettings, arpingOptions, readArpingOptions } from "./options.ts";
import { countsText, type Probing, probe } from "./session.ts";

export const arping: Command = {
  options: arpingOptions,
  operands: () => ["ADDR"],
  cost: arpingTool,
  catches: ["INT", "TERM"],
  run: async (process) => {
    const asked = readArpingOptions(process.argv);
    if (asked.kind === "ended") {
      process.stdout.write(asked.stdout ?? "");
      process.stderr.write(asked.stderr ?? "");
      return asked.code;
    }
    const prepared = prepare(process, asked.settings);
    if (typeof prepared === "number") return prepared;
    await probe(prepared);
    if (!asked.settings.isQuiet) process.stdout.write(countsText(prepared));
    if (process.machine.takesTime) await process.sleep(releasePacketSocket);
    return exitCode(prepared);
  },
};

/** Finds device and addresses; a number is the exit code where something is missing. */
function prepare(process: Process, settings: ArpingSettings): Probing | number {
  const { machine, stdout, stderr } = process;
  const fail = (words: string): number => {
    stderr.write(`arping: ${words}\n`);
    return 2;
  };
  const target = resolveHost(machine, settings.target);
  if (target === undefined) return fail(`${settings.target}: ${unknownName}`);
  const iface = interfaceFor(process, settings, target);
  const name = settings.given.value("device");
  if (iface === undefined) {
    return fail(
      name === undefined
        ? "Suitable device could not be determined. Please, use option -I."
        : `Device ${name} not available.`,
    );
  }
  const { device } = iface;
  const unfit = !device.isUp ? "down" : device.usesArp ? undefined : "not ARPable";
  if (unfit !== undefined) {
    if (!settings.isQuiet) stdout.write(`Interface "${device.name}" is ${unfit}\n`);
    return unfit === "not ARPable" && settings.isDuplicateCheck ? 0 : 2;
  }
  const source = sourceFor(machine.stack, settings, { target, iface });
  if (typeof source === "string") return fail(source);
  if (!settings.isQuiet) {
    stdout.write(`ARPING ${formatIpv4(target)} from ${formatIpv4(source)} ${device.name}\n`);
  }
  if (source === anyAddress && !settings.isDuplicateCheck) return fail("no source address in not-DAD mode");
  return {
    ...{ process, settings, device, target, source, peer: broadcastMac },
    ...{ sent: 0, broadcasts: 0, received: 0, receivedByBroadcast: 0, requests: 0 },
    ...{ lastSent: 0, isDone: false, wake: undefined },
  };
}

/** The device of -I, or the one that the route to the target leaves by. */
function interfaceFor(
  { machine }: Process,
  { given }: ArpingSettings,
  target: Ipv4Address,
): Interface | undefined {
  const name = given.value("device");
  if (name !== undefined && name !== "") return exactDevice(machine, name);
  const way = outputRoute(machine.stack, { dst: target });
  return way.ok ? way.route.output : undefined;
}

/** The address that asks; the words of what is wrong with it. */
function sourceFor(
  stack: Stack,
  settings: ArpingSettings,
  { target, iface }: { readonly target: Ipv4Address; readonly iface: Interface },
): Ipv4Address | string {
  const text = settings.given.value("source");
  const given = text === undefined ? undefined : numericHost(text);
  if (text !== undefined && given === undefined) return `invalid source ${text}`;
  const isAnnounced = settings.isUnsolicited && !settings.isDuplicateCheck;
  const bound = given ?? (isAnnounced ? target : undefined);
  if (bound !== undefined) {
    const mayBind = bound === anyAddress || isLocalAddress(stack, bound);
    return mayBind ? bound : "bind: Cannot assign requested address";
  }
  if (settings.isDuplicateCheck) return anyAddress;
  // Without routing (SO_DONTROUTE): a target that is reached by a gateway counts as on the link.
  const way = outputRoute(stack, { dst: target, output: iface });
  if (way.ok && way.route.gateway === undefined) return way.route.source;
  return selectSource(stack, { output: iface, target, scope: scopes.link });
}

function exitCode({ settings, sent, received }: Probing): number {
  if (settings.isDuplicateCheck) return Number(received > 0);
  if (settings.isUnsolicited) return 0;
  if (received === 0) return 1;
  if (settings.deadline > 0 && settings.count === 0) return 0;
  return sent === received ? 0 : 1;
}
