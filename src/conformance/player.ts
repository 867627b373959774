/**
 * A case being played: the network, its machines, what is open, and the two ways of letting time pass.
 *
 * The player drives the lab itself: a step begins something and lets everything go on until that has ended.
 */

import type { LabTurns } from "#lab/turns";
import type { Machine } from "#shell/machine";
import type { Running } from "#shell/shell";
import type { Conversation } from "#sim/app/conversation";
import type { HoldServer } from "#sim/app/hold-server";
import type { HttpServer } from "#sim/app/http-server";
import { assert } from "#sim/engine/assert";
import { later, type Nanos, seconds } from "#sim/engine/time";
import type { Network } from "#sim/network";
import type { Stack } from "#sim/stack/stack";
import type { UdpSocket } from "#sim/stack/udp-socket";
import type { Case } from "./case.ts";

/** A program that was started in the background. */
export interface Background {
  readonly running: Running;
  output: string;
}

/** A server that runs, and how to end it. */
export type CaseServerRunning =
  | { readonly kind: "http"; readonly server: HttpServer }
  | { readonly kind: "hold"; readonly server: HoldServer }
  | { readonly kind: "udp"; readonly server: UdpSocket };

export interface Player {
  readonly case: Case;
  readonly network: Network;
  readonly turns: LabTurns;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly connections: Map<string, Conversation>;
  readonly backgrounds: Map<string, Background>;
  readonly servers: Map<string, CaseServerRunning>;
  /** The step before the present one ran a command. */
  followsCommand: boolean;
  /** The moment that counts as t = 0. */
  start: Nanos;
}

/** Longer than any step takes; what has not ended by then never will. */
const stepLimit = seconds(100_000);

/** Lets the case go on until `isDone` holds. */
export async function until(player: Player, isDone: () => boolean): Promise<void> {
  const { simulation } = player.network;
  const stopped = await player.turns.runUntil(isDone, later(simulation.now, stepLimit));
  assert(stopped === "reached", `a step of ${player.case.name} ends (${stopped})`);
}

/** Begins something that answers once, and lets the case go on until it does. */
export async function outcome<Result>(
  player: Player,
  begin: (done: (result: Result) => void) => void,
): Promise<Result> {
  const box: { result?: { readonly value: Result } } = {};
  begin((value) => {
    box.result ??= { value };
  });
  await until(player, () => box.result !== undefined);
  assert(box.result !== undefined, "what was waited for is there");
  return box.result.value;
}

/**
 * How long a program waits that says so many seconds: poll may end a thousandth late (the kernel's timer
 * slack).
 */
export const patience = (duration: number): Nanos => seconds(duration * 1.001);

/** Lets a time pass. */
export async function pause(player: Player, duration: Nanos): Promise<void> {
  await player.turns.advance(later(player.network.simulation.now, duration));
}

/** The machine of a step; a case that names none of its nodes is no case. */
export function machineOf(player: Player, name: string | undefined): Machine {
  const machine = player.machines.get(name ?? "");
  assert(machine !== undefined, `the case ${player.case.name} has a node ${name}`);
  return machine;
}

export const stackOf = (player: Player, name: string | undefined): Stack => machineOf(player, name).stack;
