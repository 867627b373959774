/**
 * How long programs take between what they learn and what they do: measured on small Python programs of one
 * machine. Longer than a round trip in a small lab, which is all that the order of frames depends on.
 */

import { micros, millis } from "../engine/time.ts";

export const programTimes = {
  /** A connection is there, and the client writes its request. */
  request: micros(120),
  /** The last byte of a request is there, and the server writes its answer. */
  answer: micros(200),
  /** The answer is written, and the server closes. */
  closeAfterAnswer: millis(1),
  /** A connection was accepted, and the banner is written. */
  banner: micros(170),
  /** Data is there, and it is echoed. */
  echo: micros(400),
  /** The other end has closed, and so does this one. */
  closeAfterEnd: micros(100),
  /** Something arrived, and the program that waits for it goes on. */
  wake: micros(200),
} as const;
