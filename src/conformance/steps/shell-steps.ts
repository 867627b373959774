/**
 * Steps that run commands: one, several, or one in the background.
 */

import { startCommand } from "#shell/shell";
import { assert } from "#sim/engine/assert";
import { type Background, machineOf, type Player, until } from "../player.ts";

export interface CommandOutcome {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a text as `sh -c` does, to its end. */
export async function runCommand(
  player: Player,
  node: string | undefined,
  text: string,
): Promise<CommandOutcome> {
  const said = { stdout: "", stderr: "" };
  const running = startCommand({
    machine: machineOf(player, node),
    text,
    onOutput: (piece, stream) => {
      said[stream] += piece;
    },
  });
  await until(player, () => running.exitCode !== undefined);
  return { rc: running.exitCode ?? 0, ...said };
}

/** Runs commands one after another, each in a shell of its own. */
export async function runCommands(player: Player, node: string | undefined, texts: readonly string[]) {
  const runs: (CommandOutcome & { readonly cmd: string })[] = [];
  for (const cmd of texts) runs.push({ cmd, ...(await runCommand(player, node, cmd)) });
  return { runs };
}

/** Starts a command in the background, its two outputs together. */
export function startBackground(
  player: Player,
  node: string | undefined,
  { id, text }: { readonly id: string; readonly text: string },
): void {
  const running = startCommand({
    machine: machineOf(player, node),
    text: `exec ${text}`,
    onOutput: (piece) => {
      background.output += piece;
    },
  });
  const background: Background = { running, output: "" };
  player.backgrounds.set(id, background);
}

/** Ends a background command with SIGTERM; answers what it has said. */
export async function stopBackground(player: Player, id: string): Promise<{ readonly stdout: string }> {
  const background = player.backgrounds.get(id);
  assert(background !== undefined, `the background command ${id} was started`);
  player.backgrounds.delete(id);
  background.running.signal("TERM");
  await until(player, () => background.running.exitCode !== undefined);
  return { stdout: background.output };
}
