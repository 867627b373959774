/** One try of wget: connect, ask, save, and what it says meanwhile. */

import type { Process } from "#shell/command";
import { write } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { exists, resolvePath } from "#shell/files/tree";
import type { Given } from "#shell/options";
import type { Ipv4Address } from "#sim/wire/address";
import { formatIpv4 } from "#sim/wire/address";
import { errnoWords } from "../network/errno-words.ts";
import { numericHost, resolveHost, unknownName } from "../network/host-names.ts";
import { formatMoment, momentOf } from "../system/clock.ts";
import { type Exchanged, exchange, headerOf, statusOf } from "./exchange.ts";
import { hostField, redirected, type Url, urlText } from "./url.ts";
import { barText, dotsText, rateText } from "./wget-progress.ts";

export interface Fetch {
  readonly given: Given;
  readonly url: Url;
  readonly src: Ipv4Address | undefined;
  /** 1 for the first try. */
  readonly count: number;
}

const networkFailure = 4;
const serverError = 8;
const usualTimeout = 900;

const dateOf = ({ machine }: Process): string => formatMoment(momentOf(machine.simulation.now), "%F %T");

const isQuiet = ({ given }: Fetch): boolean => given.has("quiet");
const isBrief = (fetch: Fetch): boolean => isQuiet(fetch) || fetch.given.has("no-verbose");

/** Fetches once; `"again"` where another try may help, or the exit code. */
export async function fetchPage(process: Process, fetch: Fetch): Promise<number | "again"> {
  const { url, count, given } = fetch;
  const tell = (words: string): void => {
    if (!isBrief(fetch)) process.stderr.write(words);
  };
  tell(`--${dateOf(process)}--  ${count > 1 ? `(try:${String(count).padStart(2)})  ` : ""}${urlText(url)}\n`);
  const address = resolveHost(process.machine, url.host);
  if (address === undefined) {
    tell(`Resolving ${url.host} (${url.host})... failed: ${unknownName}.\n`);
    if (!isQuiet(fetch)) process.stderr.write(`wget: unable to resolve host address '${url.host}'\n`);
    return networkFailure;
  }
  const isNumeric = numericHost(url.host) !== undefined;
  if (!isNumeric) tell(`Resolving ${url.host} (${url.host})... ${formatIpv4(address)}\n`);
  const place = isNumeric ? url.host : `${url.host} (${url.host})|${formatIpv4(address)}|`;
  tell(`Connecting to ${place}:${url.port}... `);
  const begun = { at: process.machine.simulation.now };
  const answered = await ask(process, fetch, {
    address,
    onConnected: () => tell("connected.\nHTTP request sent, awaiting response... "),
    onHead: () => {
      begun.at = process.machine.simulation.now;
    },
  });
  if (answered.kind === "done") return save(process, fetch, { answered, begun: begun.at, tell });
  if (answered.kind === "not-connected") {
    tell(`failed: ${errnoWords(answered.errno)}.\n`);
    return networkFailure;
  }
  tell(`${failureWords(answered)}.\n`);
  return given.has("spider") ? networkFailure : "again";
}

function failureWords(failure: Exclude<Exchanged, { kind: "done" | "not-connected" }>): string {
  switch (failure.kind) {
    case "connect-timeout":
      return "failed: Connection timed out";
    case "timeout":
      return "Read error (Connection timed out) in headers";
    case "failed":
      return `Read error (${errnoWords(failure.errno)}) in headers`;
    case "empty":
    case "died":
    case "not-http":
    case "interrupted":
      return "No data received";
    case "cut":
      return `Connection closed at byte ${failure.missing}`;
  }
}

interface Asking {
  readonly address: Ipv4Address;
  readonly onConnected: () => void;
  readonly onHead: () => void;
}

function ask(
  process: Process,
  { given, url, src }: Fetch,
  { address, onConnected, onHead }: Asking,
): Promise<Exchanged> {
  const { now } = process.machine.simulation;
  const limit = Number(given.value("timeout") ?? usualTimeout) * 1e9;
  const isHead = given.has("spider");
  const lines = [
    `${isHead ? "HEAD" : "GET"} ${url.path} HTTP/1.1`,
    `Host: ${hostField(url)}`,
    `User-Agent: ${given.value("agent") ?? "Wget/1.21.3"}`,
    "Accept: */*",
    "Accept-Encoding: identity",
    "Connection: Keep-Alive",
    ...given.values("header"),
    "",
    "",
  ];
  return exchange(process, {
    ...{ address, port: url.port, src, srcPort: 0, request: lines.join("\r\n"), isHead },
    ...{ connectBy: now + limit, endBy: now + 2 * limit, onConnected, onHead },
    onBody: () => undefined,
    nextTick: () => undefined,
    onTick: () => undefined,
  });
}

interface Saving {
  readonly answered: Extract<Exchanged, { kind: "done" }>;
  readonly begun: number;
  readonly tell: (words: string) => void;
}

async function save(
  process: Process,
  fetch: Fetch,
  { answered, begun, tell }: Saving,
): Promise<number | "again"> {
  const { given, url } = fetch;
  const { head, body } = answered;
  const status = statusOf(head);
  const line = /^HTTP\/\S+ (.*)/.exec(head.split("\r\n")[0] ?? "")?.[1] ?? "";
  if (given.has("show-head"))
    tell(
      `\n${head
        .trimEnd()
        .split("\r\n")
        .map((each) => `  ${each}\n`)
        .join("")}`,
    );
  else tell(`${line}\n`);
  const location = headerOf(head, "location");
  const next =
    Math.floor(status / 100) === 3 && location !== undefined ? redirected(url, location) : undefined;
  if (next !== undefined) {
    tell(`Location: ${location} [following]\n`);
    return fetchPage(process, { ...fetch, url: next });
  }
  if (status >= 400) {
    if (!isQuiet(fetch)) process.stderr.write(`${dateOf(process)} ERROR ${line.replace(" ", ": ")}.\n`);
    tell("\n");
    return serverError;
  }
  tell(lengthLine(head));
  if (given.has("spider")) {
    tell(
      "Remote file exists and could contain further links,\nbut recursion is disabled -- not retrieving.\n\n",
    );
    return 0;
  }
  return put(process, fetch, { body, tell, elapsed: process.machine.simulation.now - begun });
}

function lengthLine(head: string): string {
  const length = headerOf(head, "content-length");
  const type = headerOf(head, "content-type")?.split(";")[0];
  const size = Number(length ?? 0);
  const short = size >= 1024 ? ` (${(size / 1024).toFixed(size < 10_240 ? 1 : 0)}K)` : "";
  const known = length === undefined ? "unspecified" : `${length}${short}`;
  return `Length: ${known}${type === undefined ? "" : ` [${type}]`}\n`;
}

interface Putting {
  readonly body: Uint8Array;
  readonly elapsed: number;
  readonly tell: (words: string) => void;
}

function put(process: Process, fetch: Fetch, { body, elapsed, tell }: Putting): number {
  const { given, url } = fetch;
  const name =
    given.value("output") ??
    freeName(process, (url.path.split("?")[0] ?? "").split("/").pop() || "index.html");
  const text = new TextDecoder().decode(body);
  const isStdout = name === "-";
  tell(`Saving to: '${isStdout ? "STDOUT" : name}'\n`);
  if (isStdout) process.stdout.write(text);
  else if (name !== "/dev/null") {
    const done = write(process.machine.files, resolvePath(process.cwd, name), text);
    if (!done.ok) {
      process.stderr.write(`${name}: ${errorText[done.errno]}\n`);
      return 3;
    }
  }
  const size = body.length;
  const progress = process.stderr.isTerminal ? barText(name, size) : dotsText(size, elapsed);
  const saved = isStdout ? "written to stdout" : `'${name}' saved`;
  tell(`${progress}\n${dateOf(process)} (${rateText(size, elapsed)}) - ${saved} [${size}/${size}]\n\n`);
  if (given.has("no-verbose") && !isQuiet(fetch)) {
    process.stderr.write(`${dateOf(process)} URL:${urlText(url)} [${size}/${size}] -> "${name}" [1]\n`);
  }
  return 0;
}

/** The name, or with a number behind it where there is such a file. */
function freeName({ machine, cwd }: Process, name: string): string {
  const isTaken = (candidate: string): boolean => exists(machine.files, resolvePath(cwd, candidate));
  if (!isTaken(name)) return name;
  let number = 1;
  while (isTaken(`${name}.${number}`)) number++;
  return `${name}.${number}`;
}
