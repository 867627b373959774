/** One address fetched by curl: the request, the words on the way, redirections, and the facts for -w. */

import { needed } from "#shell/needed";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { type Exchanged, exchange, headerOf, statusOf } from "../http/exchange.ts";
import { hostField, redirected, type Url, urlText } from "../http/url.ts";
import { numericHost, resolveHost } from "../network/host-names.ts";
import { closeStream, type Stream } from "../network/stream.ts";
import { isDead, type Kept, keep, take, wasKnown } from "./pool.ts";
import { endProgress, tick, untilLine } from "./progress.ts";
import { type Outcome, say, type Transfer } from "./running.ts";

const failures = () => import("./failures.ts");
const sources = () => import("./source-address.ts");

const mostRedirections = 50;

const secondsSince = ({ process, startedAt }: Transfer): number =>
  (process.machine.simulation.now - startedAt) / 1e9;

/** Fetches an address with its redirections. */
export async function transfer(running: Transfer, first: Url): Promise<Outcome> {
  const { settings, facts } = running;
  let url = first;
  for (let redirections = 0; redirections <= mostRedirections; redirections++) {
    facts.url_effective = urlText(url);
    const answer = await fetchOne(running, url);
    if (answer.kind === "failed") return answer;
    const { head } = answer;
    const location = headerOf(head, "location");
    const isRedirection = Math.floor(statusOf(head) / 100) === 3 && location !== undefined;
    const next = isRedirection ? redirected(url, location) : undefined;
    if (next !== undefined) facts.redirect_url = urlText(next);
    if (next === undefined || !settings.given.has("location")) return { code: 0, message: "" };
    if (next.port !== url.port)
      say(running, `Clear auth, redirects to port from ${url.port} to ${next.port}`);
    say(running, `Issue another request to this URL: '${urlText(next)}'`);
    facts.num_redirects = redirections + 1;
    url = next;
  }
  return { code: 47, message: `Maximum (${mostRedirections}) redirects followed` };
}

type Fetched = { readonly kind: "answered"; readonly head: string } | ({ readonly kind: "failed" } & Outcome);

async function fetchOne(running: Transfer, url: Url): Promise<Fetched> {
  const kept = keptFor(running, url);
  if (kept !== undefined) {
    say(running, `Re-using existing connection #${kept.number} with host ${url.host}`);
    const { number, stream } = kept;
    const address = stream.socket.remoteAddress;
    const begun = running.process.machine.simulation.now;
    const answered = await ask(running, { url, address, kept });
    if (answered.kind !== "died") return finishWith(running, answered, { url, number, address, begun });
    const { retryWords } = await needed(running.process.machine, failures);
    retryWords(running, url, { number, errno: answered.errno });
  }
  return fetchAnew(running, url);
}

/** The connection of an earlier address to the same host and port, if it still stands. */
function keptFor(running: Transfer, url: Url): Kept | undefined {
  const kept = take(running.pool, url);
  if (kept === undefined) return undefined;
  // What curl prints here is where the list of connections lies in its memory.
  say(running, "Found bundle for host: 0x55d0c5f1a2b0 [serially]");
  say(running, "Can not multiplex, even if we wanted to");
  if (!isDead(kept)) return kept;
  say(running, `Connection ${kept.number} seems to be dead`);
  say(running, `Closing connection ${kept.number}`);
  closeStream(kept.stream);
  return undefined;
}

async function fetchAnew(running: Transfer, url: Url): Promise<Fetched> {
  const { process, pool, progress } = running;
  const address = resolve(running, url);
  const number = pool.count++;
  const close = (): void => say(running, `Closing connection ${number}`);
  if (address === undefined) {
    say(running, `Could not resolve host: ${url.host}`);
    close();
    return { kind: "failed", code: 6, message: `Could not resolve host: ${url.host}` };
  }
  running.facts.time_namelookup = secondsSince(running);
  const from = await sourceOf(running);
  if (typeof from === "object") {
    endProgress(progress);
    close();
    return { kind: "failed", ...from };
  }
  if (wasKnown(pool, url)) say(running, `Hostname ${url.host} was found in DNS cache`);
  say(running, `  Trying ${formatIpv4(address)}:${url.port}...`);
  const begun = process.machine.simulation.now;
  const answered = await ask(running, { url, address, src: from, number });
  return finishWith(running, answered, { url, number, address, begun });
}

interface Ending {
  readonly url: Url;
  readonly number: number;
  readonly address: Ipv4Address;
  /** When connecting began. */
  readonly begun: number;
}

async function finishWith(running: Transfer, answered: Exchanged, ending: Ending): Promise<Fetched> {
  const { settings } = running;
  const { url, number, address, begun } = ending;
  const close = (): void => say(running, `Closing connection ${number}`);
  if (answered.kind === "done") return finishOne(running, answered, { url, number, close });
  if (answered.kind === "interrupted") return { kind: "failed", code: 130, message: "" };
  const { failureOf } = await needed(running.process.machine, failures);
  const { code, message } = failureOf(running, answered, { url, address, begun, settings });
  endProgress(running.progress);
  close();
  return { kind: "failed", code, message };
}

/** --resolve, then /etc/hosts and numbers. */
function resolve({ settings, process }: Transfer, { host, port }: Url): Ipv4Address | undefined {
  for (const entry of settings.given.values("resolve")) {
    const [name, wanted, text = ""] = entry.split(":");
    if (name === host && Number(wanted) === port) return numericHost(text);
  }
  return resolveHost(process.machine, host);
}

/** The address of --interface, if that is given, or what is wrong with it. */
async function sourceOf({ settings, process }: Transfer): Promise<Ipv4Address | undefined | Outcome> {
  const text = settings.given.value("interface");
  return text === undefined ? undefined : (await needed(process.machine, sources)).sourceNamed(process, text);
}

type Asking = { readonly url: Url; readonly address: Ipv4Address } & (
  | { readonly kept: Kept }
  | { readonly src: Ipv4Address | undefined; readonly number: number; readonly kept?: undefined }
);

function ask(running: Transfer, asking: Asking): Promise<Exchanged> {
  const { url, address, kept } = asking;
  const { src, number } = kept === undefined ? asking : { src: undefined, number: kept.number };
  const { process, settings, progress, startedAt, facts, pool } = running;
  const { given, maxTime, connectTimeout } = settings;
  const request = requestOf(running, url);
  return exchange(process, {
    ...{ address, port: url.port, src, request, over: kept?.stream },
    srcPort: Number(given.value("local-port")?.split("-")[0] ?? 0),
    isHead: given.has("head"),
    connectBy: process.machine.simulation.now + connectTimeout * 1e9,
    endBy: maxTime === undefined ? Number.POSITIVE_INFINITY : startedAt + maxTime * 1e9,
    onConnected: (stream, isKept) => {
      rememberConnection(running, stream, isKept);
      if (!isKept)
        say(running, `Connected to ${url.host} (${formatIpv4(address)}) port ${url.port} (#${number})`);
      showRequest(running, request);
      facts.time_pretransfer = secondsSince(running);
    },
    onKept: (stream) => keep(pool, url, { stream, number }),
    onHead: (head) => showHead(running, head),
    onBody: (bytes, total) => showBody(running, bytes, total),
    nextTick: () => untilLine(progress),
    onTick: () => tick(progress),
  });
}

function rememberConnection(running: Transfer, { socket }: Stream, isKept: boolean): void {
  const { facts } = running;
  facts.time_connect = secondsSince(running);
  facts.num_connects = Number(facts.num_connects ?? 0) + (isKept ? 0 : 1);
  facts.remote_ip = formatIpv4(socket.remoteAddress);
  facts.remote_port = socket.remotePort;
  facts.local_ip = formatIpv4(socket.localAddress);
  facts.local_port = socket.localPort;
}

/** The text of a request; a server that answered with HTTP/1.0 is asked so again. */
function requestOf({ settings: { given }, data, facts }: Transfer, url: Url): string {
  const wasAnsweredBy10 = facts.http_version === "1";
  const hasData = data !== undefined;
  const method = given.value("request") ?? (given.has("head") ? "HEAD" : hasData ? "POST" : "GET");
  const own = given.values("header");
  const usual = [
    `Host: ${hostField(url)}`,
    `User-Agent: ${given.value("agent") ?? "curl/7.88.1"}`,
    "Accept: */*",
  ];
  const isReplaced = (line: string): string | undefined =>
    own.find((header) => header.toLowerCase().startsWith(`${line.split(":")[0]?.toLowerCase()}:`));
  const kept = usual.map((line) => isReplaced(line) ?? line).filter((line) => !/:\s*$/.test(line));
  const added = own.filter(
    (header) => !usual.some((line) => isReplaced(line) === header) && !/:\s*$/.test(header),
  );
  const form = hasData
    ? [`Content-Length: ${data.length}`, "Content-Type: application/x-www-form-urlencoded"]
    : [];
  const version = given.has("http1.0") || wasAnsweredBy10 ? "1.0" : "1.1";
  return [`${method} ${url.path} HTTP/${version}`, ...kept, ...added, ...form, "", data ?? ""].join("\r\n");
}

function showRequest({ process, settings }: Transfer, request: string): void {
  if (!settings.given.has("verbose")) return;
  const end = request.indexOf("\r\n\r\n");
  for (const line of request.slice(0, end + 2).split("\n"))
    process.stderr.write(line === "" ? "> \r\n" : `> ${line}\n`);
  const data = request.length - end - 4;
  if (data > 0 && !process.isTerminal) process.stderr.write(`} [${data} bytes data]\n`);
}

function showHead(running: Transfer, head: string): void {
  const { process, settings, facts } = running;
  const status = statusOf(head);
  facts.http_code = String(status).padStart(3, "0");
  facts.response_code = facts.http_code;
  facts.http_version = head.slice(5, 8) === "1.0" ? "1" : head.slice(5, 8);
  facts.content_type = headerOf(head, "content-type") ?? "";
  facts.size_header = Number(facts.size_header ?? 0) + head.length;
  facts.time_starttransfer = secondsSince(running);
  if (settings.given.has("verbose")) {
    if (head.startsWith("HTTP/1.0")) say(running, "HTTP 1.0, assume close after body");
    for (const line of head.slice(0, -1).split("\n")) process.stderr.write(`< ${line}\n`);
  }
  const length = headerOf(head, "content-length");
  if (length !== undefined) running.progress.total = Number(length);
  if (settings.given.has("include") || settings.given.has("head")) {
    putOut(
      running,
      Uint8Array.from(head, (letter) => letter.charCodeAt(0)),
    );
  }
}

function showBody(running: Transfer, bytes: Uint8Array, total: number | undefined): void {
  const { process, settings, progress, facts } = running;
  const { given } = settings;
  progress.received += bytes.length;
  progress.total = total;
  facts.size_download = Number(facts.size_download ?? 0) + bytes.length;
  if (given.has("verbose") && (!process.isTerminal || given.has("output"))) {
    process.stderr.write(`{ [${bytes.length} bytes data]\n`);
  }
  const isRefused = given.has("fail") && Number(facts.http_code) >= 400;
  const isPassed = given.has("location") && Math.floor(Number(facts.http_code) / 100) === 3;
  if (!isRefused && !isPassed) putOut(running, bytes);
}

function putOut({ output, onOutput }: Transfer, bytes: Uint8Array): void {
  output.push(bytes);
  onOutput(bytes);
}

function finishOne(
  running: Transfer,
  { head, keepsOpen }: Extract<Exchanged, { kind: "done" }>,
  { url, number, close }: { readonly url: Url; readonly number: number; readonly close: () => void },
): Fetched {
  const { settings, progress } = running;
  endProgress(progress);
  if (settings.given.has("fail") && statusOf(head) >= 400) {
    close();
    return { kind: "failed", code: 22, message: `The requested URL returned error: ${statusOf(head)}` };
  }
  if (keepsOpen) say(running, `Connection #${number} to host ${url.host} left intact`);
  else close();
  return { kind: "answered", head };
}
