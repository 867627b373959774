/**
 * `lvs-lab bench`: the reference work on the stack that labs use, and what it costs.
 */

import process from "node:process";
import { Worker } from "node:worker_threads";
import { type Arguments, numberOf, UsageError } from "./arguments.ts";
import { areGoodLessons, type LessonFigures, measureLessons } from "./bench-lessons.ts";
import { type BenchFigures, type BenchOptions, heapPerNode, measure } from "./bench-measure.ts";
import { compareWithReference } from "./bench-reference.ts";
import { isGoodTable, measureTable, type TableFigures } from "./bench-table.ts";
import type { CliCommand } from "./cli-command.ts";

export const bench: CliCommand = {
  name: "bench",
  operands: "",
  summary: "measure the reference work: many short connections through a router and a director",
  options: [
    { name: "work", value: "tcp|udp", what: "connections of 100 B and 1000 B, or echoes of 100 B (tcp)" },
    { name: "conns", value: "N", what: "how many, one every simulated millisecond (100000)" },
    { name: "nat", what: "the client dials a virtual address and the director rewrites" },
    { name: "long", what: "TIME_WAIT of 120 s: every connection stays live; tells the memory of a node too" },
    { name: "trace", what: "make every event and keep the last 100,000" },
    { name: "bytes", what: "really encode and decode every frame on every cable" },
    {
      name: "reference",
      value: "PROGRAM",
      what: "pair it with the reference program, A B A B, and give the ratio",
      missing: "--reference takes the reference program; lvs-lab bench --help says how to build one",
    },
    {
      name: "table",
      value: "N",
      what: "a connection table of N entries instead: its memory and look-ups; 1 if over 1 GiB or 1 µs",
    },
    {
      name: "lessons",
      what: "solving the lessons, asking their checks, matching two runs instead; 1 if too slow",
    },
    { name: "json", what: "the figures as one line of JSON at the end" },
  ],
  details: [
    "The reference program is the same work for ns-3, built of its own source with Debian's libns3-dev:",
    "  g++ -std=c++17 -O2 -o refwork refwork.cc -lns3-applications -lns3-bridge -lns3-csma -lns3-internet \\",
    "      -lns3-traffic-control -lns3-network -lns3-stats -lns3-core",
    "  lvs-lab bench --reference ./refwork",
  ],
  run,
};

async function run(given: Arguments): Promise<number> {
  const work = given.text("work") ?? "tcp";
  if (work !== "tcp" && work !== "udp") throw new UsageError(`--work takes tcp or udp, not "${work}"`);
  if (given.operands.length > 0) throw new UsageError(`it takes options only, not "${given.operands[0]}"`);
  const program = given.text("reference");
  const conns = numberOf(given, "conns", 1) ?? 100_000;
  const entries = numberOf(given, "table", 1);
  if (entries !== undefined) return tellTable(measureTable(entries), given.has("json"));
  if (given.has("lessons")) return tellLessons(await measureLessons(), given.has("json"));
  if (program !== undefined) return compareWithReference(program, { conns, isJson: given.has("json") });
  const figures = await measured({
    work,
    conns,
    nat: given.has("nat"),
    long: given.has("long"),
    trace: given.has("trace"),
    bytes: given.has("bytes"),
  });
  tell(figures, given.has("json"));
  if (given.has("long") && !given.has("json")) {
    process.stdout.write(`a node with one device: ${heapPerNode()} B of heap\n`);
  }
  return figures.done === conns ? 0 : 1;
}

/**
 * A trace keeps many objects for a while; the collector copies them less often where the young ones have
 * room.
 */
const youngGenerationMb = 384;

/** Runs the work; with a trace in a thread of its own, which can be given that room. */
async function measured(options: BenchOptions): Promise<BenchFigures> {
  if (!options.trace) return measure(options);
  const resourceLimits = { maxYoungGenerationSizeMb: youngGenerationMb };
  const file = new URL("./bench-worker.mjs", import.meta.url);
  const worker = new Worker(file, { workerData: options, resourceLimits });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function tell(figures: BenchFigures, isJson: boolean): void {
  const { work, conns, done, hops, events, wall_s, us_per_conn, live, heap_bytes_per_live_conn } = figures;
  const heap = heap_bytes_per_live_conn === null ? "not measured" : `${heap_bytes_per_live_conn} B each`;
  process.stdout.write(
    `${work}: ${done} of ${conns} done, ${hops} packet-hops, ${events} events in ${wall_s.toFixed(2)} s: ` +
      `${us_per_conn.toFixed(1)} µs a connection; ${live} live, ${heap}\n`,
  );
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

function tellTable(figures: TableFigures, isJson: boolean): number {
  const { entries, heap_mib, heap_bytes_per_entry, request_ns, reply_ns, miss_ns } = figures;
  process.stdout.write(
    `${entries} entries: ${heap_mib} MiB of heap, ${heap_bytes_per_entry} B each; ` +
      `a look-up takes ${request_ns} ns for a request, ${reply_ns} ns for a reply, ${miss_ns} ns in vain\n`,
  );
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
  return isGoodTable(figures) ? 0 : 1;
}

function tellLessons(figures: LessonFigures, isJson: boolean): number {
  const { lessons, solve_ms_median, solve_ms_worst, events, check_ms_worst, compare_ms } = figures;
  process.stdout.write(
    `${lessons} lessons: solved in ${solve_ms_median} ms each, at most ${solve_ms_worst} ms; a check after ` +
      `${events} events takes at most ${check_ms_worst} ms; matching two runs ${compare_ms} ms\n`,
  );
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
  return areGoodLessons(figures) ? 0 : 1;
}
