/**
 * The connections that one run of curl keeps for its next addresses, by host and port.
 *
 * Leaves out the limit of five, and connections of several protocols.
 */

import type { Process } from "#shell/command";
import { programTimes } from "#sim/app/program-times";
import type { Url } from "../http/url.ts";
import { closeStream, isReady, type Stream } from "../network/stream.ts";

export interface Kept {
  readonly stream: Stream;
  /** curl counts its connections from 0. */
  readonly number: number;
}

export interface Pool {
  /** Connections made so far. */
  count: number;
  readonly kept: Map<string, Kept>;
  /** Hosts and ports whose address was found before. */
  readonly known: Set<string>;
}

export const emptyPool = (): Pool => ({ count: 0, kept: new Map(), known: new Set() });

const keyOf = ({ host, port }: Url): string => `${host}:${port}`;

/** Whether the address of this host and port was asked for before; it is from now on. */
export function wasKnown({ known }: Pool, url: Url): boolean {
  const was = known.has(keyOf(url));
  known.add(keyOf(url));
  return was;
}

/** Takes the connection to a host and port out of the pool. */
export function take({ kept }: Pool, url: Url): Kept | undefined {
  const found = kept.get(keyOf(url));
  kept.delete(keyOf(url));
  return found;
}

/** Keeps a connection for the next address of its host and port. */
export const keep = ({ kept }: Pool, url: Url, connection: Kept): void => {
  kept.set(keyOf(url), connection);
};

/** Something came although nothing was asked: its end, an error, or an answer to nobody. */
export const isDead = ({ stream }: Kept): boolean => isReady(stream);

/** Closes what is left, as curl does before it exits. */
export function closeAll(process: Process, { kept }: Pool): void {
  for (const { stream } of kept.values()) {
    process.machine.simulation.after(programTimes.closeAfterEnd, closeStream, stream);
  }
  kept.clear();
}
