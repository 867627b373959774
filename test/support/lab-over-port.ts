/**
 * A lab behind a real message port, as the page has it behind that of its worker, and everything that came
 * through.
 */

import { readFileSync } from "node:fs";
import { MessageChannel } from "node:worker_threads";
import type { Batch, ChangeColumns, RowName } from "#lab/batch";
import { type HostOptions, serveLab } from "#lab/host";
import type { LabAct, LabCommand } from "#lab/lab-command";
import type { LabAnswer, LabMessage, LabRequest, Port } from "#lab/lab-messages";
import { type Asked, connectLab, type RemoteLab } from "#lab/remote";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { type Nanos, nanos } from "#sim/engine/time";

export interface PortedLab {
  readonly remote: RemoteLab;
  readonly batches: Batch[];
  readonly progress: number[];
  /** Asks and wants a certain answer; throws where another comes. */
  ask<Kind extends LabAnswer["kind"]>(
    request: Asked,
    kind: Kind,
  ): Promise<Extract<LabAnswer, { kind: Kind }>>;
  open(scenario: Scenario, options?: Partial<OpenFields>): Promise<Extract<LabAnswer, { kind: "opened" }>>;
  /** Lets it go on for so many milliseconds. */
  run(millis: number): Promise<Extract<LabAnswer, { kind: "ran" }>>;
  act(act: LabAct): Promise<void>;
  /** Where the last answer left it. */
  readonly head: () => Nanos;
  close(): void;
}

interface OpenFields {
  readonly log: readonly LabCommand[];
  readonly until: Nanos;
  readonly knownUntil: Nanos | undefined;
  readonly seed: number | undefined;
}

/** Opens a port with nothing behind it yet but the host. */
export function portedLab(options: HostOptions = {}): PortedLab {
  const { port1, port2 } = new MessageChannel();
  serveLab(
    port1 as unknown as Port<LabMessage, LabRequest>,
    () => new Promise((resolve) => setImmediate(resolve)),
    options,
  );
  const batches: Batch[] = [];
  const progress: number[] = [];
  const remote = connectLab(port2 as unknown as Port<LabRequest, LabMessage>, {
    onBatch: (batch) => batches.push(batch),
    onProgress: (part) => progress.push(part),
  });
  const state = { head: nanos(0) };
  const lab: PortedLab = {
    remote,
    batches,
    progress,
    ask: async (request, kind) => {
      const answer = await remote.ask(request);
      if (answer.kind !== kind) throw new Error(`${JSON.stringify(answer)} and not ${kind}`);
      if ("status" in answer) state.head = answer.status.head;
      return answer as never;
    },
    open: (scenario, fields = {}) => {
      const usual = { log: [], until: nanos(0), knownUntil: undefined, seed: undefined };
      return lab.ask({ kind: "open", scenario, ...usual, ...fields }, "opened");
    },
    run: (millis) => {
      const until = nanos(state.head + millis * 1e6);
      const fields = { step: undefined, breakpoints: [], maxEvents: 1e9, toPiece: false };
      return lab.ask({ kind: "run", until, ...fields }, "ran");
    },
    act: async (act) => {
      await lab.ask({ kind: "act", act }, "acted");
    },
    head: () => state.head,
    close: () => port2.close(),
  };
  return lab;
}

/** The scenario of a text; throws where it is none. */
export function scenarioOf(text: string): Scenario {
  const { scenario, diagnostics } = parseScenario(text, { file: "scenario" });
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

/** A scenario that comes with the lab. */
export const namedScenario = (name: string): Scenario =>
  scenarioOf(readFileSync(`scenarios/${name}.yaml`, "utf8"));

/** Everything that came, as if in one batch. */
export function together(batches: readonly Batch[]): Batch {
  return {
    events: batches.flatMap(({ events }) => events),
    flights: batches.flatMap(({ flights }) => flights),
    changes: joined(batches.map(({ changes }) => changes)),
    pieces: batches.flatMap(({ pieces }) => pieces),
    log: batches.flatMap(({ log }) => log),
    head: batches.at(-1)?.head ?? nanos(0),
  };
}

/** Row changes of several batches as those of one. */
function joined(parts: readonly ChangeColumns[]): ChangeColumns {
  const names: RowName[] = [];
  const rows: number[] = [];
  for (const part of parts) {
    for (const row of part.rows) rows.push(names.length + row);
    names.push(...part.names);
  }
  return {
    names,
    rows: Uint32Array.from(rows),
    positions: Uint32Array.from(parts.flatMap(({ positions }) => [...positions])),
    times: Float64Array.from(parts.flatMap(({ times }) => [...times])),
    patches: parts.flatMap(({ patches }) => patches),
  };
}
