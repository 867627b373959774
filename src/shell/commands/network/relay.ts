/**
 * Carries standard input to a connection and back until one of them ends: what nc and telnet are at heart.
 */

import type { Process } from "#shell/command";
import { nanos } from "#sim/engine/time";
import { shutdownWrite } from "#sim/stack/tcp/calls";
import { isReady, type Stream, takeFrom, writeStream } from "./stream.ts";

export interface RelayOptions {
  /** What is sent for a piece of input. */
  readonly toWire: (text: string) => string;
  /** What the end of the input means: nothing, closing the sending half, or being done (after seconds). */
  readonly atInputEnd: "nothing" | "shutdown" | { readonly quitAfter: number };
  /** Nothing happening for so long ends it; seconds. */
  readonly idle: number | undefined;
  readonly ignoresInput: boolean;
}

export type RelayEnd = "closed" | "idle" | "input-ended" | "interrupted" | "reset";

/** Relays; answers what ended it. */
export async function relay(process: Process, stream: Stream, options: RelayOptions): Promise<RelayEnd> {
  const { simulation } = process.machine;
  const decoder = new TextDecoder();
  let isInputOver = options.ignoresInput;
  let quitAt = Number.POSITIVE_INFINITY;
  for (;;) {
    if (!isInputOver) {
      isInputOver = sendInput(process, stream, options);
      if (isInputOver && options.atInputEnd === "shutdown") shutdownWrite(stream.socket);
      if (isInputOver && typeof options.atInputEnd === "object") {
        quitAt = simulation.now + options.atInputEnd.quitAfter * 1e9;
      }
    }
    while (isReady(stream)) {
      const read = takeFrom(stream);
      if (read.kind === "end") return "closed";
      if (read.kind !== "data") return "reset";
      process.stdout.write(decoder.decode(read.bytes));
    }
    if (simulation.now >= quitAt) return "input-ended";
    const idle = options.idle === undefined ? Number.POSITIVE_INFINITY : options.idle * 1e9;
    const waited = await waitForEither(process, stream, {
      watchesInput: !isInputOver,
      most: Math.min(idle, quitAt - simulation.now),
    });
    if (waited === "interrupted") return "interrupted";
    if (waited === "timeout" && simulation.now < quitAt) return "idle";
  }
}

/** Sends what has been typed; answers whether the input is over. */
function sendInput({ stdin }: Process, stream: Stream, { toWire }: RelayOptions): boolean {
  const { source } = stdin;
  const encoder = new TextEncoder();
  const kept = source.rest.text;
  source.rest.text = "";
  if (kept !== "") writeStream(stream, encoder.encode(toWire(kept)));
  for (let piece = source.take(); piece !== undefined; piece = source.take()) {
    writeStream(stream, encoder.encode(toWire(piece)));
  }
  return source.isOver();
}

interface Waiting {
  readonly watchesInput: boolean;
  /** Nanoseconds. */
  readonly most: number;
}

function waitForEither(
  process: Process,
  stream: Stream,
  { watchesInput, most }: Waiting,
): Promise<"woken" | "timeout" | "interrupted"> {
  const { source } = process.stdin;
  const register = (wake: (value: "woken") => void): (() => void) => {
    stream.wake = () => wake("woken");
    if (watchesInput) source.onChange(() => wake("woken"));
    return () => {
      stream.wake = undefined;
      if (watchesInput) source.onChange(undefined);
    };
  };
  return most === Number.POSITIVE_INFINITY
    ? process.until(register)
    : process.until(register, nanos(Math.max(0, most)));
}
