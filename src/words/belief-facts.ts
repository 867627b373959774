/**
 * How what a director holds of a connection compares with what its two ends hold. No language; found in
 * src/ui/inspector/node/belief.ts, read by the words of each language.
 */

export type BeliefKind =
  /** The director takes a connection for alive or closing that both ends have closed. */
  | "both-closed"
  /** The client goes on, the server knows of nothing. */
  | "server-unaware"
  /** The server goes on, the client knows of nothing. */
  | "client-gone"
  /** A connection that never came to be. */
  | "never-opened"
  /** The ends are further than the director has seen. */
  | "behind"
  /** The director has given up what an end still holds. */
  | "given-up"
  /** A packet of it is on its way, or what happens at this moment is not over. */
  | "under-way"
  /** An end is not in the lab, or cannot be found behind address translation. */
  | "unknown"
  | "agrees";

/** Whether replies pass the director. */
export type Sight = "one-way" | "both-ways";
