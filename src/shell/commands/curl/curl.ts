/**
 * curl (7.88.1): HTTP requests from the command line.
 *
 * Leaves out encryption, other protocols than HTTP, cookies, proxies, forms, other uploads than -d, and what
 * options.ts does not list.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { write } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { resolvePath } from "#shell/files/tree";
import { needed } from "#shell/needed";
import { concat } from "#sim/app/text";
import { seconds } from "#sim/engine/time";
import { parseUrl } from "../http/url.ts";
import { type CurlSettings, curlOptions, readCurlOptions } from "./options.ts";
import { closeAll, emptyPool, type Pool } from "./pool.ts";
import { startProgress } from "./progress.ts";
import { beginTransfer, type Outcome, type Transfer } from "./running.ts";
import { transfer } from "./transfer.ts";

// What a plain `curl ADDRESS` in a terminal does not need.
const answers = () => import("./answers.ts");
const posting = () => import("./post-data.ts");
const progressTable = () => import("./progress-table.ts");
const writingOut = () => import("./write-out.ts");

export const curl: Command = {
  options: curlOptions,
  operands: () => ["ADDR"],
  cost: netTool,
  run: async (process) => {
    const asked = readCurlOptions(process.argv);
    if (asked.kind !== "settings") {
      return (await needed(process.machine, answers)).answerInstead(process, asked);
    }
    const pool = emptyPool();
    const data = await dataOf(process, asked.settings);
    let code = 0;
    try {
      for (const [index, text] of asked.settings.urls.entries()) {
        code = await fetchWithRetries(process, asked.settings, { text, index, pool, data });
      }
    } finally {
      closeAll(process, pool);
    }
    return code;
  },
};

/** What -d and its like send. */
const dataOf = async (process: Process, settings: CurlSettings): Promise<string | undefined> =>
  settings.given.options.some(({ name }) => name.startsWith("data"))
    ? (await needed(process.machine, posting)).postData(process, settings)
    : undefined;

interface Address {
  readonly text: string;
  readonly index: number;
  readonly pool: Pool;
  readonly data: string | undefined;
}

const isLoud = ({ given }: CurlSettings): boolean => !given.has("silent") || given.has("show-error");

/** Shown where the output is no terminal, or goes to a file. */
function showsProgress({ isTerminal }: Process, { given }: CurlSettings): boolean {
  if (given.has("silent") || given.has("no-progress")) return false;
  return !isTerminal || given.has("output") || given.has("remote-name");
}

const transientStatus = new Set([408, 429, 500, 502, 503, 504]);

async function fetchWithRetries(process: Process, settings: CurlSettings, address: Address): Promise<number> {
  let left = Number(settings.given.value("retry") ?? 0);
  for (let wait = 1; ; wait *= 2) {
    const done = await fetchAddress(process, settings, address);
    if (left === 0 || !isTransient(settings, done)) return done.code;
    if (!settings.given.has("silent")) {
      const kind = done.code === 28 ? "timeout" : done.code === 7 ? "connection refused" : "HTTP error";
      const words = `Problem: ${kind}. Will retry in ${wait} seconds. ${left} retries left.`;
      process.stderr.write(`Warning: ${words}\n`);
    }
    left--;
    await process.sleep(seconds(Number(settings.given.value("retry-delay") ?? wait)));
  }
}

const isTransient = ({ given }: CurlSettings, { code, status }: { code: number; status: number }): boolean =>
  code === 28 || (code === 7 && given.has("retry-refused")) || transientStatus.has(status);

async function fetchAddress(
  process: Process,
  settings: CurlSettings,
  { text, index, pool, data }: Address,
): Promise<{ readonly code: number; readonly status: number }> {
  const fail = (code: number, message: string): { readonly code: number; readonly status: number } => {
    if (isLoud(settings)) process.stderr.write(`curl: (${code}) ${message}\n`);
    return { code, status: 0 };
  };
  const url = parseUrl(text);
  if (url === undefined) return fail(3, "URL using bad/illegal format or missing URL");
  if (url.scheme !== "http") {
    const isKnown = url.scheme === "https";
    return isKnown
      ? fail(35, "not modelled in LVS Lab: encryption")
      : fail(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`);
  }
  const goesToTerminal = process.isTerminal && outputName(settings, text, index) === undefined;
  const table = showsProgress(process, settings) ? await needed(process.machine, progressTable) : undefined;
  const running = beginTransfer(process, settings, {
    pool,
    data,
    onOutput: (bytes) => {
      if (goesToTerminal) process.stdout.write(decode(bytes));
    },
    progress: startProgress(process, table),
  });
  const outcome = await transfer(running, url);
  if (!goesToTerminal && !putOut(running, settings, outputName(settings, text, index))) {
    return fail(23, "Failure writing output to destination");
  }
  await report(running, outcome, text);
  return { code: outcome.code, status: Number(running.facts.http_code ?? 0) };
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The file that an address goes to, by -o or -O. */
function outputName({ given }: CurlSettings, text: string, index: number): string | undefined {
  const named = given.values("output")[index];
  if (named !== undefined) return named === "-" ? undefined : named;
  if (!given.has("remote-name")) return undefined;
  return (parseUrl(text)?.path.split("?")[0] ?? "").split("/").pop();
}

/** Puts heads and body out, to a file or at once to standard output; answers whether that worked. */
function putOut({ process, output }: Transfer, settings: CurlSettings, name: string | undefined): boolean {
  const whole = concat(output);
  if (name === undefined) {
    process.stdout.write(decode(whole));
    return true;
  }
  if (name === "/dev/null") return true;
  const { files } = process.machine;
  const done = write(files, resolvePath(process.cwd, name), isText(whole) ? decode(whole) : whole);
  if (done.ok) return true;
  if (!settings.given.has("silent")) {
    process.stderr.write(`Warning: Failed to open the file ${name}: ${errorText[done.errno]}\n`);
  }
  return false;
}

const isText = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 128 && byte !== 0);

async function report(
  { process, settings, facts, startedAt, data }: Transfer,
  outcome: Outcome,
  url: string,
): Promise<void> {
  const form = settings.given.value("write-out");
  if (form !== undefined) {
    const { writeOut } = await needed(process.machine, writingOut);
    const elapsed = (process.machine.simulation.now - startedAt) / 1e9;
    const isHead = settings.given.has("head");
    const method = settings.given.value("request") ?? (isHead ? "HEAD" : "GET");
    process.stdout.write(
      writeOut(form, facts, { outcome, url, method, elapsed, uploaded: data?.length ?? 0 }),
    );
  }
  const { code, message } = outcome;
  if (code !== 0 && isLoud(settings)) process.stderr.write(`curl: (${code}) ${message}\n`);
}
