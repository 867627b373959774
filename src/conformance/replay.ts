/**
 * A case in the simulator: built, configured, captured and played, without a look at what the recording says.
 */

import { bringUp, machineOf as machineOfNode } from "#lab/machines";
import { createTurns } from "#lab/turns";
import type { Machine } from "#shell/machine";
import { preloadModules } from "#shell/modules/loading";
import { assert } from "#sim/engine/assert";
import { seconds } from "#sim/engine/time";
import { setUp } from "#sim/stack/interfaces";
import { write as writeSysctl } from "#sim/stack/sysctl-table";
import { type Capture, captureOn, emptyCapture, framesOf } from "./capture.ts";
import type { Case, CaseNode } from "./case.ts";
import { fabricName, networkOf } from "./case-network.ts";
import { playStep } from "./play-step.ts";
import { machineOf, type Player, pause, stackOf } from "./player.ts";
import type { Result, StepRecord } from "./result.ts";
import { watchReassembly } from "./shared-buffers.ts";
import { startServer } from "./steps/servers.ts";
import { runCommand } from "./steps/shell-steps.ts";

/** How long the capture goes on after the last step. */
const tail = seconds(0.3);

/** Plays a case and answers what happened, in the recordings' format. */
export async function replay(one: Case): Promise<Result> {
  const player = playerOf(one);
  for (const node of one.nodes) configure(player, node);
  bringUp(machineOf(player, fabricName).node);
  for (const node of one.nodes) await runSetup(player, node);
  for (const node of one.nodes) {
    for (const server of node.servers ?? []) startServer(player, node.name, server);
  }
  await pause(player, seconds(0.05));
  player.start = player.network.simulation.now;
  const capture = startCapture(player);
  const steps: StepRecord[] = [];
  for (const step of one.steps) steps.push(await playStep(player, step));
  await pause(player, tail);
  return { name: one.name, group: one.group, steps, frames: framesOf(capture, player.start) };
}

/** What was loaded on the recorded kernel before any case, with all that these need. */
const recordedModules = [
  ..."veth dummy bridge 8021q ipip macvlan".split(" "),
  ..."rr wrr lc wlc lblc lblcr dh sh sed nq fo ovf mh".split(" ").map((name) => `ip_vs_${name}`),
  ..."nf_nat nf_tables nft_compat nft_chain_nat nf_conntrack_netlink".split(" "),
  ..."arp_tables arptable_filter arpt_mangle iptable_mangle iptable_filter iptable_nat".split(" "),
  ..."xt_mark xt_multiport xt_conntrack xt_ipvs xt_MASQUERADE xt_REDIRECT xt_TCPMSS xt_tcpudp".split(" "),
  ..."nf_log_syslog xt_LOG".split(" "),
];

function playerOf(one: Case): Player {
  const network = networkOf(one);
  const turns = createTurns(network.simulation);
  const machines = new Map<string, Machine>();
  for (const node of network.nodes.values()) {
    const machine = machineOfNode(node, { network, turns, dialect: "dash" });
    if (node.name !== fabricName) preloadModules(machine, recordedModules);
    machines.set(node.name, machine);
  }
  return {
    case: one,
    network,
    turns,
    machines,
    connections: new Map(),
    backgrounds: new Map(),
    servers: new Map(),
    followsCommand: false,
    start: network.simulation.now,
  };
}

function configure(player: Player, node: CaseNode): void {
  const stack = stackOf(player, node.name);
  const settings = { "net.core.message_cost": 0, ...player.case.defaults?.sysctl, ...node.sysctl };
  for (const [name, value] of Object.entries(settings)) {
    const result = writeSysctl(stack.sysctl, name, String(value));
    assert(result === "ok", `${node.name} takes ${name}=${value} (${result})`);
  }
  for (const { name } of node.ifaces) {
    const iface = stack.interfaces.get(name);
    assert(iface !== undefined, `${node.name} has a device ${name}`);
    setUp(stack, iface);
  }
}

async function runSetup(player: Player, node: CaseNode): Promise<void> {
  const { setup = [] } = node;
  if (setup.length === 0) return;
  await runCommand(player, node.name, setup.join("\n"));
}

function startCapture(player: Player): Capture {
  const capture = emptyCapture();
  const { capture: wanted = "all", nodes } = player.case;
  for (const { name } of nodes) {
    const stack = stackOf(player, name);
    watchReassembly(capture.buffers, stack);
    const isWanted = (device: string): boolean =>
      wanted === "all" ||
      (wanted !== "none" && (wanted.includes(name) || wanted.includes(`${name}:${device}`)));
    for (const { device } of stack.interfaces.values()) {
      if (device.kind !== "loopback" && isWanted(device.name)) captureOn(capture, device, stack.simulation);
    }
  }
  return capture;
}
