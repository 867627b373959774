/**
 * The side of a message port where a lab is looked at: a promise for each request, and what the lab sends by
 * itself. Nothing of a lab is in here, so that a page can begin with it.
 */

import type { Batch } from "./batch.ts";
import type { LabAnswer, LabMessage, LabRequest, Port } from "./lab-messages.ts";

/** A request without its number. */
export type Asked = LabRequest extends infer Request
  ? Request extends LabRequest
    ? Omit<Request, "number">
    : never
  : never;

export interface RemoteEvents {
  readonly onBatch: (batch: Batch) => void;
  /** How far an opening is, from 0 to 1. */
  readonly onProgress: (part: number) => void;
}

export interface RemoteLab {
  /** Answers when the lab does; `failed` is an answer too. Batches of a request come before its answer. */
  ask(request: Asked): Promise<LabAnswer>;
  /**
   * How long the lab has owed an answer without a word, in milliseconds of the caller's clock, from the first
   * call that found it so; 0 where it owes none.
   */
  silence(now: number): number;
  /** Answers everything that is owed as halted: there is nobody behind the port any more. */
  abandon(): void;
}

/** Talks to a lab behind a port. */
export function connectLab(port: Port<LabRequest, LabMessage>, events: RemoteEvents): RemoteLab {
  const owed = new Map<number, (answer: LabAnswer) => void>();
  let number = 0;
  let silentSince: number | undefined;
  port.onmessage = ({ data }) => {
    silentSince = undefined;
    switch (data.kind) {
      case "answer":
        owed.get(data.to)?.(data.answer);
        owed.delete(data.to);
        return;
      case "batch":
        events.onBatch(data.batch);
        return;
      case "progress":
        events.onProgress(data.of === 0 ? 0 : data.done / data.of);
        return;
    }
  };
  return {
    ask: (request) =>
      new Promise((resolve) => {
        number++;
        owed.set(number, resolve);
        port.postMessage({ number, ...request } as LabRequest);
      }),
    silence(now) {
      if (owed.size === 0) silentSince = undefined;
      else silentSince ??= now;
      return silentSince === undefined ? 0 : now - silentSince;
    },
    abandon() {
      const waiting = [...owed.values()];
      owed.clear();
      for (const answer of waiting) answer({ kind: "halted" });
    },
  };
}
