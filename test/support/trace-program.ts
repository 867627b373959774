/**
 * The entry of the bundle that makes traces elsewhere: in a worker it answers messages, in a Node process it
 * reads standard input. Each message is the text of a scenario, each answer its trace.
 */

import { traceOf } from "./trace-of.ts";

interface WorkerScope {
  onmessage: (message: { readonly data: { readonly text: string; readonly until: number } }) => void;
  postMessage(answer: string): void;
}

const scope = globalThis as unknown as Partial<WorkerScope>;

if (scope.postMessage !== undefined) {
  const { postMessage } = scope;
  scope.onmessage = async ({ data }) => {
    const until = data.until < 0 ? undefined : (data.until as Parameters<typeof traceOf>[1]);
    postMessage(await traceOf(data.text, until).catch((error: unknown) => `failed: ${String(error)}`));
  };
} else {
  const { default: process } = await import("node:process");
  const pieces: Uint8Array[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Uint8Array);
  process.stdout.write(await traceOf(Buffer.concat(pieces).toString("utf8")));
}
