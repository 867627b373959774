/**
 * wget (1.21.3): fetches a page into a file.
 *
 * Leaves out recursion, encryption, cookies, continuing and proxies.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { seconds } from "#sim/engine/time";
import { parseUrl } from "./http/url.ts";
import { fetchPage } from "./http/wget-fetch.ts";
import { numericHost } from "./network/host-names.ts";

const wgetOptions: OptionSpec = {
  options: [
    { name: "header", long: "header", takes: "value", valueName: "LINE" },
    { name: "agent", short: "U", long: "user-agent", takes: "value" },
    {
      name: "output",
      short: "O",
      long: "output-document",
      takes: "value",
      valueName: "FILE",
      what: "write there",
    },
    { name: "quiet", short: "q", long: "quiet", what: "say nothing" },
    { name: "no-verbose", long: "no-verbose" },
    { name: "no-clobber", long: "no-clobber" },
    { name: "no-check", long: "no-check-certificate" },
    { name: "no-proxy", long: "no-proxy" },
    { name: "show-head", short: "S", long: "server-response", what: "show the head of the answer" },
    { name: "spider", long: "spider", what: "only look whether it is there" },
    { name: "timeout", short: "T", long: "timeout", takes: "value", valueName: "SECONDS" },
    { name: "tries", short: "t", long: "tries", takes: "value", valueName: "N" },
    { name: "bind", long: "bind-address", takes: "value", valueName: "ADDR" },
    { name: "version", short: "V", long: "version" },
    { name: "help", short: "h", long: "help" },
  ],
};

export const wget: Command = {
  options: wgetOptions,
  operands: () => ["ADDR"],
  cost: netTool,
  run: async (process) => {
    // `-nv` and `-nc` are words of their own, not two letters.
    const argv = process.argv.map((word) => ({ "-nv": "--no-verbose", "-nc": "--no-clobber" })[word] ?? word);
    const given = parseOptions(wgetOptions, argv);
    if (!given.ok) return usage(process, gnuWords("wget", given.problem), 2);
    if (given.has("version") || given.has("help")) {
      process.stdout.write("GNU Wget 1.21.3\nUsage: wget [OPTION]... [URL]...\n");
      return 0;
    }
    if (given.operands.length === 0) return usage(process, "wget: missing URL", 1);
    let code = 0;
    for (const text of given.operands) code = (await fetchWithTries(process, given, text)) || code;
    return code;
  },
};

function usage({ stderr }: Process, words: string, code: number): number {
  stderr.write(`${words}\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.\n`);
  return code;
}

const usualTries = 20;
const longestPause = 10;

async function fetchWithTries(process: Process, given: Given, text: string): Promise<number> {
  const url = parseUrl(text);
  if (url === undefined || url.scheme !== "http") {
    const what = url?.scheme === "https" ? "not modelled in LVS Lab: encryption" : "Unsupported scheme.";
    process.stderr.write(`${text}: ${what}\n`);
    return 1;
  }
  const source = given.value("bind");
  const src = source === undefined ? undefined : numericHost(source);
  if (given.has("spider") && !given.has("quiet")) {
    process.stderr.write("Spider mode enabled. Check if remote file exists.\n");
  }
  const tries = Number(given.value("tries") ?? usualTries) || Number.POSITIVE_INFINITY;
  for (let count = 1; ; count++) {
    const fetched = await fetchPage(process, { given, url, src, count });
    if (fetched !== "again") return fetched;
    const isLast = count >= tries;
    if (!given.has("quiet")) process.stderr.write(isLast ? "Giving up.\n\n" : "Retrying.\n\n");
    if (isLast) return 4;
    await process.sleep(seconds(Math.min(count, longestPause)));
  }
}
