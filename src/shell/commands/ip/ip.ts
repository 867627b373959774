/**
 * ip: the objects by their beginnings. The options before the object are in options.ts, batches of commands
 * from a file in batch.ts; every object is loaded when it is first named.
 *
 * Speaks as iproute2 6.1. Leaves out JSON, colours, and the objects that LVS labs have no use for.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { type Loader, needed } from "#shell/needed";
import { type Call, type IpOptions, type OptionsRead, plainOptions } from "./call.ts";
import type { IpObject } from "./verbs.ts";
import { begins, Refusal, tell } from "./words.ts";

const neighbour = async () => (await import("./neighbour.ts")).neighbour;
const tunnel = async () => (await import("./tunnel.ts")).tunnel;

/** In the order in which ip looks for one that begins as typed. Those without a loader are not modelled. */
export const objects: readonly (readonly [string, Loader<IpObject> | undefined])[] = [
  ["address", async () => (await import("./address.ts")).address],
  ["addrlabel", undefined],
  ["maddress", async () => (await import("./maddress.ts")).maddress],
  ["route", async () => (await import("./route.ts")).route],
  ["rule", async () => (await import("./rule.ts")).rule],
  ["neighbour", neighbour],
  ["neighbor", neighbour],
  ["ntable", undefined],
  ["ntbl", undefined],
  ["link", async () => (await import("./link.ts")).link],
  ["l2tp", undefined],
  ["fou", async () => (await import("./fou.ts")).fou],
  ["macsec", undefined],
  ["tunnel", tunnel],
  ["tunl", tunnel],
  ["tuntap", undefined],
  ["tap", undefined],
  ["token", undefined],
  ["tcp_metrics", undefined],
  ["tcpmetrics", undefined],
  ["monitor", async () => (await import("./monitor.ts")).monitor],
  ["xfrm", undefined],
  ["mroute", undefined],
  ["mrule", undefined],
  ["netns", undefined],
  ["netconf", undefined],
  ["vrf", undefined],
  ["sr", undefined],
  ["nexthop", undefined],
  ["mptcp", undefined],
];

const optionsFile = () => import("./options.ts");
const batchFile = () => import("./batch.ts");
const helpFile = () => import("./help.ts");

export const ip: Command = {
  cost: netTool,
  run: async (process) => {
    try {
      const { rest, options, batch } = await readOptions(process);
      if (batch === undefined) return await runLine(process, options, rest);
      const { runBatch } = await needed(process.machine, batchFile);
      return await runBatch(process, { options, file: batch, runLine });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return await tell(process, error);
    }
  },
};

/** What stands before the object: mostly nothing. */
async function readOptions(process: Process): Promise<OptionsRead> {
  const { argv, machine } = process;
  if (argv[0]?.startsWith("-") !== true) return { rest: argv, options: plainOptions, batch: undefined };
  return (await needed(machine, optionsFile)).readOptions(process);
}

async function runLine(process: Process, options: IpOptions, words: readonly string[]): Promise<number> {
  const { machine } = process;
  const [object] = words;
  const call: Call = { process, machine, stack: machine.stack, options, words: { list: words, at: 1 } };
  if (object === undefined || begins(object, "help"))
    return (await needed(machine, helpFile)).help("ip")(call);
  const found = objects.find(([name]) => begins(object, name));
  if (found === undefined) throw new Refusal(`Object "${object}" is unknown, try "ip help".`, 1);
  const [name, load] = found;
  if (load !== undefined) return (await needed(machine, load)).run(call);
  process.stderr.write(`not modelled in LVS Lab: ip ${name}\n`);
  return 0;
}
