/**
 * The thread in which a traced run of the reference work is measured.
 */

import { parentPort, workerData } from "node:worker_threads";
import { type BenchOptions, measure } from "./bench-measure.ts";

parentPort?.postMessage(measure(workerData as BenchOptions));
