/**
 * ip: finds the object that is named and hands the rest of the line to it. The objects are in objects.ts, the
 * options before them in options.ts, batches of commands from a file in batch.ts.
 *
 * Speaks as iproute2 6.1. Leaves out JSON and colours.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { needed } from "#shell/needed";
import { type Call, type IpOptions, type OptionsRead, plainOptions } from "./call.ts";
import { objects } from "./objects.ts";
import { begins, Refusal, tell } from "./words.ts";

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
