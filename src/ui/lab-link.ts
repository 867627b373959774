/**
 * The page's end of the lab: a worker, what it sends, and what becomes of one that answers no more.
 */

import type { Batch } from "#lab/batch";
import { connectLab, type RemoteLab } from "#lab/remote";
import type { Ask } from "./playback/experiment.ts";

export interface LabLink {
  readonly ask: Ask;
  /** How long the worker has owed an answer without a word, in milliseconds; 0 where it owes none. */
  readonly silence: (now: number) => number;
  /** Ends the worker, whatever it does, and starts another; what was asked is answered as halted. */
  readonly restart: () => void;
  /** Ends the worker for good. */
  readonly close: () => void;
}

export interface LinkEvents {
  readonly onBatch: (batch: Batch) => void;
  /** From 0 to 1. */
  readonly onProgress: (part: number) => void;
  /** The worker broke: a mistake of ours. */
  readonly onCrash: (message: string) => void;
}

/** Starts a worker; it loads while the page goes on. */
export function openLink(events: LinkEvents): LabLink {
  const begin = (): { readonly worker: Worker; readonly lab: RemoteLab } => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onerror = (error) => {
      error.preventDefault();
      events.onCrash(error.message);
    };
    return { worker, lab: connectLab(worker as never, events) };
  };
  let current = begin();
  return {
    ask: (request) => current.lab.ask(request),
    silence: (now) => current.lab.silence(now),
    restart: () => {
      const { worker, lab } = current;
      worker.terminate();
      current = begin();
      lab.abandon();
    },
    close: () => current.worker.terminate(),
  };
}
