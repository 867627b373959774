/**
 * One step of a case: its action, the pause after it, and what came of it.
 */

import { micros, type Nanos, seconds } from "#sim/engine/time";
import type { OpenTarget, RawFrame, Step, UdpTarget } from "./case.ts";
import { type Player, pause } from "./player.ts";
import type { StepRecord } from "./result.ts";
import { endConnections, receiveOnce, sendAndWait, UnknownConnection } from "./steps/connections.ts";
import { countsOf } from "./steps/counts.ts";
import { sendRawFrames } from "./steps/raw.ts";
import { getPage, inTurn, openConnection, sendDatagram, targetOf } from "./steps/requests.ts";
import { endServer, startServer } from "./steps/servers.ts";
import { runCommand, runCommands, startBackground, stopBackground } from "./steps/shell-steps.ts";

/** Between the end of a step and the beginning of the next. */
const betweenSteps = micros(10);

/**
 * Plays a step; answers its record. The recorder ends a step without more where its connection is not
 * open.
 */
export async function playStep(player: Player, step: Step): Promise<StepRecord> {
  const t = secondsSince(player);
  try {
    return await play(player, step);
  } catch (error) {
    if (!(error instanceof UnknownConnection)) throw error;
    return { t, exception: `KeyError('${error.id}')`, t1: secondsSince(player) };
  }
}

async function play(player: Player, step: Step): Promise<StepRecord> {
  const { node, label } = step;
  const t = secondsSince(player);
  if (step.sleep !== undefined) await pause(player, seconds(step.sleep));
  const outcome = await act(player, step);
  if (step.settle !== undefined) await pause(player, seconds(step.settle));
  const t1 = secondsSince(player);
  player.followsCommand = step.run !== undefined || step.runs !== undefined;
  await pause(player, betweenSteps);
  const where = { ...(label === undefined ? {} : { label }), ...(node === undefined ? {} : { node }) };
  return { ...where, t, ...outcome, t1 };
}

const secondsSince = (player: Player): number =>
  Math.round((player.network.simulation.now - player.start) / 1e3) / 1e6;

type Outcome = Readonly<Record<string, unknown>>;

async function act(player: Player, step: Step): Promise<Outcome> {
  const { node } = step;
  if (step.run !== undefined && step.bg !== undefined) {
    startBackground(player, node, { id: step.bg, text: step.run });
    return {};
  }
  if (step.run !== undefined) return { ...(await runCommand(player, node, step.run)) };
  if (step.runs !== undefined) return runCommands(player, node, step.runs);
  if (step.stopbg !== undefined) return stopBackground(player, step.stopbg);
  if (step.get !== undefined) return { ...(await getPage(player, node, step.get)) };
  if (step.open !== undefined) return { ...(await openConnection(player, node, step.open)) };
  if (step.udp !== undefined) return { ...(await sendDatagram(player, node, step.udp)) };
  return actOnMany(player, step);
}

async function actOnMany(player: Player, step: Step): Promise<Outcome> {
  const { node, counts } = step;
  const gap = seconds(step.gap ?? 0) as Nanos;
  const note = counts === undefined ? undefined : () => countsOf(player, counts);
  if (step.gets !== undefined) {
    return inTurn(player, step.gets.map(targetOf), (target) => getPage(player, node, target), { gap, note });
  }
  if (step.opens !== undefined) {
    const targets: OpenTarget[] = step.opens.map(targetOf);
    return inTurn(player, targets, (target) => openConnection(player, node, target), { gap, note });
  }
  if (step.udps !== undefined) {
    const targets: UdpTarget[] = step.udps.map(targetOf);
    return inTurn(player, targets, (target) => sendDatagram(player, node, target), {
      gap,
      note: undefined,
    });
  }
  return actOnConnections(player, step);
}

async function actOnConnections(player: Player, step: Step): Promise<Outcome> {
  if (step.send !== undefined) return sendAndWait(player, step.send);
  if (step.recv !== undefined) return receiveOnce(player, step.recv, step.timeout);
  if (step.close !== undefined) return endConnections(player, "close", step.close);
  if (step.reset !== undefined) return endConnections(player, "reset", step.reset);
  if (step.shutdown !== undefined) return endConnections(player, "shutdown", step.shutdown);
  return actOnNode(player, step);
}

async function actOnNode(player: Player, step: Step): Promise<Outcome> {
  const { node, raw } = step;
  if (raw !== undefined) {
    const frames: readonly RawFrame[] = Array.isArray(raw) ? raw : [raw as RawFrame];
    await sendRawFrames(player, node, { frames, device: step.iface ?? "eth0", gap: step.gap ?? 0 });
  }
  if (step.server !== undefined) startServer(player, node ?? "", step.server);
  if (step.unserver !== undefined) endServer(player, node ?? "", step.unserver);
  return {};
}
