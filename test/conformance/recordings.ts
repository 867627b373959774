/**
 * The recordings of a real kernel that the tests play, unpacked.
 */

import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import type { Case } from "#conformance/case";
import type { Result } from "#conformance/result";

export interface Recordings {
  /** Names of cases that the kernel itself did not repeat. */
  readonly unstable: readonly string[];
  readonly cases: readonly Case[];
  /** In the order of the cases. */
  readonly results: readonly Result[];
}

/** All recordings, from the packed copy beside this file. */
export function readRecordings(): Recordings {
  const packed = readFileSync(new URL("recordings.json.br", import.meta.url));
  return JSON.parse(brotliDecompressSync(packed).toString()) as Recordings;
}
