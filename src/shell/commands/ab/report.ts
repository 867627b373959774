/** The report of ab. */

import type { Bench, Measured } from "./bench.ts";

const micros = (nanos: number): number => Math.floor(nanos / 1000);
const roundedMillis = (us: number): number => Math.floor((us + 500) / 1000);
const line = (name: string, value: string): string => `${`${name}:`.padEnd(24)}${value}\n`;

/** Everything after the run. `elapsed` is in nanoseconds. */
export function reportText(bench: Bench, elapsed: number): string {
  const { settings, done, failed, received, bodies, nonSuccess, kept, server } = bench;
  const { url, concurrency, given } = settings;
  const taken = elapsed / 1e9;
  const failures = failed.connect + failed.receive + failed.length + failed.exceptions;
  const { connect, receive, length, exceptions } = failed;
  const kinds = `Connect: ${connect}, Receive: ${receive}, Length: ${length}, Exceptions: ${exceptions}`;
  const perRequest = done === 0 ? 0 : (taken * 1000) / done;
  const parts = [
    "\n\n",
    line("Server Software", server),
    line("Server Hostname", url.host),
    line("Server Port", String(url.port)),
    "\n",
    line("Document Path", url.path),
    line("Document Length", given.has("any-length") ? "Variable" : `${bench.documentLength ?? 0} bytes`),
    "\n",
    line("Concurrency Level", String(concurrency)),
    line("Time taken for tests", `${taken.toFixed(3)} seconds`),
    line("Complete requests", String(done)),
    line("Failed requests", String(failures)),
    failures > 0 ? `   (${kinds})\n` : "",
    nonSuccess > 0 ? line("Non-2xx responses", String(nonSuccess)) : "",
    given.has("keepalive") ? line("Keep-Alive requests", String(kept)) : "",
    line("Total transferred", `${received} bytes`),
    line("HTML transferred", `${bodies} bytes`),
  ];
  if (taken > 0) {
    parts.push(
      line("Requests per second", `${(done / taken).toFixed(2)} [#/sec] (mean)`),
      line("Time per request", `${(perRequest * concurrency).toFixed(3)} [ms] (mean)`),
      line("Time per request", `${perRequest.toFixed(3)} [ms] (mean, across all concurrent requests)`),
      line("Transfer rate", `${(received / 1024 / taken).toFixed(2)} [Kbytes/sec] received`),
    );
  }
  if (done > 0)
    parts.push(timesText(bench.measured), given.has("no-percentiles") ? "" : percentilesText(bench.measured));
  return parts.join("");
}

function timesText(measured: readonly Measured[]): string {
  const rows: readonly (readonly [string, (one: Measured) => number])[] = [
    ["Connect:    ", ({ connect }) => connect],
    ["Processing: ", ({ connect, total }) => total - connect],
    ["Waiting:    ", ({ wait }) => wait],
    ["Total:      ", ({ total }) => total],
  ];
  const head = "\nConnection Times (ms)\n              min  mean[+/-sd] median   max\n";
  return (
    head + rows.map(([name, of]) => `${name}${rowText(measured.map((one) => micros(of(one))))}\n`).join("")
  );
}

function rowText(values: readonly number[]): string {
  const sorted = [...values].sort((left, right) => left - right);
  const count = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  const middle = sorted[Math.floor(count / 2)] ?? 0;
  const below = sorted[Math.floor(count / 2) - 1] ?? middle;
  const median = count > 1 && count % 2 === 0 ? (middle + below) / 2 : middle;
  const cells = [
    String(roundedMillis(sorted[0] ?? 0)).padStart(5),
    String(roundedMillis(mean)).padStart(4),
    (deviation / 1000).toFixed(1).padStart(5),
    String(roundedMillis(median)).padStart(6),
    String(roundedMillis(sorted.at(-1) ?? 0)).padStart(7),
  ];
  return cells.join(" ");
}

const shares = [50, 66, 75, 80, 90, 95, 98, 99, 100];

function percentilesText(measured: readonly Measured[]): string {
  if (measured.length < 2) return "";
  const totals = measured.map(({ total }) => micros(total)).sort((left, right) => left - right);
  const lines = shares.map((share) => {
    const index = share === 100 ? totals.length - 1 : Math.floor((totals.length * share) / 100);
    const value = String(roundedMillis(totals[index] ?? 0)).padStart(5);
    return `${String(share).padStart(3)}%  ${value}${share === 100 ? " (longest request)" : ""}\n`;
  });
  const head = "\nPercentage of the requests served within a certain time (ms)\n";
  return head + lines.map((text) => ` ${text}`).join("");
}
