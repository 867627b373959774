/**
 * Machines on switches, with addresses, for tests of commands: `machinesIn({ a: { eth0: "lan 10.9.0.1/24" }
 * })`.
 */

import { bringUp, machinesOf } from "#lab/machines";
import { createTurns, type LabTurns } from "#lab/turns";
import type { Machine } from "#shell/machine";
import { startCommand } from "#shell/shell";
import { seconds } from "#sim/engine/time";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { buildNetwork, type Network, plainCablePlan } from "#sim/network";
import { addAddress } from "#sim/stack/address";
import { type MacAddress, parseCidr } from "#sim/wire/address";

/** For each node its devices: segment and addresses, separated by blanks. */
export type Layout = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Machines {
  readonly network: Network;
  readonly turns: LabTurns;
  readonly machine: (name: string) => Machine;
  /** Runs a command line to its end, or Ctrl-C after `limit` seconds. */
  readonly run: (name: string, text: string, limit?: number) => Promise<Ran>;
}

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
  /** Seconds it took. */
  readonly took: number;
}

/** Builds the machines, everything up; MAC addresses are 02:00:00:00:00:0a, :0b and so on. */
export function machinesIn(layout: Layout, kernel: KernelBuild = "debian"): Machines {
  const nodes = Object.entries(layout);
  const segments = new Set(
    nodes.flatMap(([, devices]) => Object.values(devices).map((text) => text.split(" ")[0] ?? "")),
  );
  const macs = { next: 0x02000000000a };
  const network = buildNetwork({
    seed: 1,
    segments: [...segments].map((name) => ({ name, kind: "switch", mtu: 1500 })),
    nodes: nodes.map(([name, devices]) => ({
      ...{ name, kind: "host", preset: "kernel", kernel },
      devices: Object.entries(devices).map(([device, text]) => ({
        ...{ name: device, segment: text.split(" ")[0] ?? "", mtu: 1500, cable: plainCablePlan },
        mac: macs.next++ as MacAddress,
      })),
    })),
  });
  const turns = createTurns(network.simulation);
  const machines = machinesOf(network, turns, "bash");
  for (const [name, devices] of nodes) configure(machines.get(name), devices);
  const machine = (name: string): Machine => {
    const found = machines.get(name);
    if (found === undefined) throw new Error(`no machine ${name}`);
    return found;
  };
  return {
    network,
    turns,
    machine,
    run: (name, text, limit) => run({ turns, machine: machine(name) }, text, limit),
  };
}

function configure(machine: Machine | undefined, devices: Readonly<Record<string, string>>): void {
  if (machine === undefined) return;
  const { stack } = machine;
  bringUp(machine.node);
  for (const [device, text] of Object.entries(devices)) {
    const iface = stack.interfaces.get(device);
    for (const cidr of text.split(" ").slice(1)) {
      const prefix = parseCidr(cidr);
      if (iface !== undefined && prefix !== undefined) addAddress(stack, iface, prefix);
    }
  }
}

async function run(
  { turns, machine }: { readonly turns: LabTurns; readonly machine: Machine },
  text: string,
  limit = 3600,
): Promise<Ran> {
  const { simulation } = machine;
  const started = simulation.now;
  const output = { stdout: "", stderr: "" };
  const running = startCommand({
    machine,
    text,
    onOutput: (added, stream) => {
      output[stream] += added;
    },
  });
  const isOver = (): boolean => running.exitCode !== undefined;
  const stopped = await turns.runUntil(isOver, (started + seconds(limit)) as never);
  if (stopped !== "reached") {
    if (simulation.now < started + seconds(limit)) simulation.runUntil((started + seconds(limit)) as never);
    running.signal("INT");
    await turns.runUntil(isOver, (simulation.now + seconds(10)) as never);
  }
  const took = (simulation.now - started) / 1e9;
  return { code: running.exitCode, out: output.stdout, err: output.stderr, took };
}
