/**
 * The recordings of a real kernel that the tests play: the packed ones, and the project's own beside them.
 */

import { readdirSync, readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { type Case, readCase } from "#conformance/case";
import { type Result, readResult } from "#conformance/result";

export interface Recordings {
  /** Names of cases that the kernel itself did not repeat. */
  readonly unstable: readonly string[];
  readonly cases: readonly Case[];
  /** In the order of the cases. */
  readonly results: readonly Result[];
}

/** All recordings: the packed copy beside this file, then those in own/, by name. */
export function readRecordings(): Recordings {
  const bytes = readFileSync(new URL("recordings.json.br", import.meta.url));
  const packed = JSON.parse(brotliDecompressSync(bytes).toString()) as Recordings;
  const own = readdirSync(new URL("own/cases/", import.meta.url)).sort();
  return {
    unstable: packed.unstable,
    cases: [...packed.cases, ...own.map(ownCase)],
    results: [...packed.results, ...own.map(ownResult)],
  };
}

function ownCase(file: string): Case {
  const read = readCase(jsonAt(`own/cases/${file}`));
  if (!read.ok) throw new Error(`${file}: ${read.fault}`);
  return read.case;
}

function ownResult(file: string): Result {
  const read = readResult(jsonAt(`own/results/${file}`));
  if (!read.ok) throw new Error(`${file}: ${read.fault}`);
  return read.result;
}

const jsonAt = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
