/**
 * What a signal does to a shell: it runs the trap that is set for it, or ends the script.
 */

import { millis } from "#sim/engine/time";
import type { Signal } from "./command.ts";
import { Ending, exitCodeOf, pause } from "./flow.ts";
import { runTextIn } from "./script.ts";
import type { Leaving, Run } from "./state.ts";

/** What a turn of a loop takes at least, so that time passes in one that never waits. */
const idleTurn = millis(1);

/** Runs the trap for a signal; without one the signal ends what runs. */
export async function answerSignal(run: Run, signal: Signal): Promise<Leaving | undefined> {
  const trap = run.state.traps.get(signal);
  if (trap === undefined) throw new Ending(signal);
  if (trap === "") return undefined;
  const { status } = run.state;
  const leaving = await runTextIn(run, trap);
  if (leaving === undefined) run.state.status = status;
  return leaving;
}

/** Commands of their own that the shells of a machine run in `idleTurn`, about as fast as bash does. */
const commandsOfTurn = 250;

/**
 * Before a command: answers a signal that came while the shell was thinking. Where a machine's shells have
 * thought for long without time passing, in a loop over thousands of words for instance, they wait a turn.
 */
export async function beforeCommand(run: Run): Promise<Leaving | undefined> {
  const { thinking, simulation } = run.state.machine;
  if (thinking.at !== simulation.now) {
    thinking.at = simulation.now;
    thinking.commands = 0;
  }
  if (++thinking.commands <= commandsOfTurn) return checkSignals(run);
  const signal = await pause(run.flow, idleTurn);
  return signal === undefined ? undefined : answerSignal(run, signal);
}

async function checkSignals(run: Run): Promise<Leaving | undefined> {
  const { pending } = run.flow;
  if (pending === undefined) return undefined;
  run.flow.pending = undefined;
  return answerSignal(run, pending);
}

/**
 * Runs something that may take a signal away from the shell, and answers the signal after it. A program that
 * caught the signal and ended in its own way (ping does) has dealt with it: as in bash, the line goes on.
 */
export async function withSignals(run: Run, work: () => Promise<number>): Promise<Leaving | undefined> {
  const { job } = run.flow;
  const before = job.signals;
  run.state.status = await work();
  const { signalled } = job;
  if (job.signals === before || signalled === undefined) return undefined;
  run.flow.pending = undefined;
  const wasCaught = run.state.status !== exitCodeOf(signalled);
  if (wasCaught && !run.state.traps.has(signalled)) return undefined;
  return answerSignal(run, signalled);
}

/** At the end of a turn of a loop that took no time: lets the least time pass. */
export async function passTime(run: Run, since: number): Promise<Leaving | undefined> {
  if (run.flow.simulation.now > since) return checkSignals(run);
  const signal = await pause(run.flow, idleTurn);
  return signal === undefined ? undefined : answerSignal(run, signal);
}
