/**
 * ab (ApacheBench 2.3): many requests, several at once, and a report.
 *
 * Leaves out encryption, posting, proxies, cookies and tables in other formats. With -k each connection still
 * carries one request: ab asks whether the server would keep it, and closes it.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { errnoWords } from "../network/errno-words.ts";
import { numericHost, resolveHost, unknownName } from "../network/host-names.ts";
import { type Bench, runBench } from "./bench.ts";
import { abOptions, bannerText, readAbOptions } from "./options.ts";
import { reportText } from "./report.ts";

const errnoNumbers: Readonly<Record<string, number>> = {
  EADDRNOTAVAIL: 99,
  ENETUNREACH: 101,
  ECONNRESET: 104,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
};

export const ab: Command = {
  options: abOptions,
  operands: () => ["ADDR"],
  cost: netTool,
  catches: ["INT"],
  run: async (process) => {
    const asked = readAbOptions(process.argv);
    if (asked.kind === "ended") {
      process.stdout.write(asked.stdout ?? "");
      process.stderr.write(asked.stderr ?? "");
      return asked.code;
    }
    const { settings } = asked;
    const { url, requests, given } = settings;
    process.stdout.write(`${bannerText}Benchmarking ${url.host} (be patient)`);
    const isLong = requests > 150 && !given.has("quiet");
    process.stdout.write(isLong ? "\n" : "...");
    const address = resolveHost(process.machine, url.host);
    if (address === undefined) {
      process.stderr.write(`apr_sockaddr_info_get() for ${url.host}: ${unknownName} (670003)\n`);
      return 51;
    }
    const bound = given.value("bind");
    const bench: Bench = {
      ...{ process, settings, address, src: bound === undefined ? undefined : numericHost(bound) },
      ...{
        measured: [],
        open: new Set(),
        started: 0,
        done: 0,
        nonSuccess: 0,
        kept: 0,
        received: 0,
        bodies: 0,
      },
      failed: { connect: 0, receive: 0, length: 0, exceptions: 0 },
      ...{ documentLength: undefined, server: "", fatal: undefined, wake: undefined },
    };
    const started = process.machine.simulation.now;
    await runBench(bench);
    return finish(process, bench, { elapsed: process.machine.simulation.now - started, isLong });
  },
};

function finish(
  process: Process,
  bench: Bench,
  { elapsed, isLong }: { readonly elapsed: number; readonly isLong: boolean },
): number {
  const { fatal, done, settings } = bench;
  if (fatal !== undefined) {
    const isTimeout = fatal === "timeout";
    const words = isTimeout
      ? "apr_pollset_poll: The timeout specified has expired (70007)"
      : `apr_socket_recv: ${errnoWords(fatal)} (${errnoNumbers[fatal] ?? 0})`;
    process.stderr.write(`${words}\n`);
    if (done > 0) process.stdout.write(`Total of ${done} requests completed\n`);
    return isTimeout ? 119 : (errnoNumbers[fatal] ?? 1);
  }
  if (isLong) process.stderr.write(progressText(settings.requests, done));
  else process.stdout.write("..done\n");
  process.stdout.write(reportText(bench, elapsed));
  return 0;
}

/** A line for each tenth. */
function progressText(requests: number, done: number): string {
  const step = Math.max(100, Math.floor(requests / 10));
  const lines: string[] = [];
  for (let count = step; count <= done; count += step) lines.push(`Completed ${count} requests\n`);
  return `${lines.join("")}Finished ${done} requests\n`;
}
