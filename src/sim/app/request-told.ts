/**
 * What became of a client's request, told to whoever looks: a step "to the end of this request" ends there.
 */

import type { Simulation } from "../engine/simulation.ts";
import type { Stack } from "../stack/stack.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { AppEvent } from "./app-events.ts";

/** Where a request went. */
export interface Asked {
  readonly to: Ipv4Address;
  readonly port: number;
}

/** What was asked, and the answer: its status line, and how many bytes it is with its head. */
export interface Answered {
  readonly request: string;
  readonly status: string;
  readonly bytes: number;
}

/** A client has its answer. */
export function tellAnswered(stack: Stack, { to, port }: Asked, answered: Answered): void {
  const { request, status, bytes } = answered;
  const method = request.slice(0, request.indexOf(" "));
  tell(stack, { kind: "request-answered", node: stack.name, method, to, port, status, bytes });
}

/** A client has given up; `error` is an errno, or says in a word what came in place of an answer. */
export function tellUnanswered(stack: Stack, { to, port }: Asked, error: string): void {
  tell(stack, { kind: "request-failed", node: stack.name, to, port, error });
}

function tell({ simulation }: Stack, event: AppEvent): void {
  // The stack was handed the whole simulation and sees its own events of it; programs have theirs.
  if (simulation.traced) (simulation as unknown as Simulation<AppEvent>).emit(event);
}
