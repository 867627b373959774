/**
 * The web server of a machine as a service: httpd (apache2 is the same one) or nginx.
 *
 * It answers with /var/www/html/index.html as that file is at the moment, or with the machine's name where
 * there is none. Leaves out configuration files, other pages and virtual hosts.
 */

import {
  type HttpAnswered,
  type HttpServer,
  namePage,
  startHttpServer,
  stopHttpServer,
} from "#sim/app/http-server";
import { bytesOf } from "#sim/app/text";
import { micros, type Nanos } from "#sim/engine/time";
import type { Errno } from "#sim/stack/socket-errors";
import type { Ipv4Address } from "#sim/wire/address";
import { read } from "../files/change.ts";
import type { Machine, Service } from "../machine.ts";
import { accessLogs, logAnswer, openAccessLog } from "./access-log.ts";
import { jobFailed } from "./job-failed.ts";

/** Where a web server's page is. */
export const pagePath = "/var/www/html/index.html";

/** Where a web server listens, and what it answers there if not the page. */
export interface Site {
  readonly port: number;
  /** Every address of the machine if absent. */
  readonly address?: Ipv4Address;
  /** What it calls itself where there is no page; the machine's name if absent. */
  readonly name?: string;
  /** Answered to every request instead of the page. */
  readonly body?: string;
  /** Bytes of its name, repeated, that are answered instead of the page. */
  readonly size?: number;
  /** How long it keeps a connection for the next request; it closes after each answer if absent. */
  readonly keepAlive?: Nanos;
}

/**
 * From the answer to the end of the connection. Shorter than any client takes to close: it is the server that
 * keeps the connection in TIME_WAIT, as servers of HTTP/1.0 do.
 */
const closeDelay = micros(20);

const usualSites: readonly Site[] = [{ port: 80 }];

const descriptions = {
  httpd: "The Apache HTTP Server",
  nginx: "The nginx HTTP and reverse proxy server",
} as const;

export type WebServerName = keyof typeof descriptions;

/** A web server as a service: of the sites that `running` serves already, or not started yet. */
export function webServer(
  machine: Machine,
  name: WebServerName,
  sites: readonly Site[] = usualSites,
  running: HttpServer[] = [],
): Service {
  const stop = (): void => {
    for (const server of running.splice(0)) stopHttpServer(server);
  };
  const start = (): string | undefined => {
    if (openSites(machine, name, sites, running) === undefined) return undefined;
    stop();
    return jobFailed(name);
  };
  const isRunning = running.length > 0;
  return {
    ...{ name, description: descriptions[name], isOneShot: false },
    ...{ isRunning, isEnabled: isRunning, since: isRunning ? machine.simulation.now : undefined },
    ...{ start, stop, reload: () => undefined },
  };
}

/** Starts to serve sites and adds the servers to `running`; answers why one cannot be. */
export function openSites(
  machine: Machine,
  name: WebServerName,
  sites: readonly Site[],
  running: HttpServer[],
): Errno | undefined {
  const log = accessLogs[name];
  openAccessLog(machine, log);
  const onAnswered = (answered: HttpAnswered): void => logAnswer(machine, log, answered);
  for (const site of sites) {
    const where = site.address === undefined ? {} : { address: site.address };
    const body = (): Uint8Array => pageOf(machine, site);
    const { port, keepAlive } = site;
    const options = { port, keepAlive, reuseAddress: true, closeDelay, ...where, body, onAnswered };
    const started = startHttpServer(machine.stack, options);
    if (!started.ok) return started.errno;
    running.push(started.server);
  }
  return undefined;
}

/** The page as it is now: what `echo … > /var/www/html/index.html` wrote a moment ago is answered already. */
function pageOf(machine: Machine, { name = machine.name, body, size }: Site): Uint8Array {
  if (body !== undefined) return bytesOf(body);
  if (size !== undefined) return namePage(name, size);
  const page = read(machine.files, pagePath);
  return page.ok ? bytesOf(page.text) : namePage(name);
}
