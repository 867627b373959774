/**
 * The access log of a web server in the Common Log Format: who asked for what and when, and what was
 * answered.
 *
 * Leaves out names of users, and the longer formats with referrers and browsers.
 */

import type { HttpAnswered } from "#sim/app/http-server";
import type { Nanos } from "#sim/engine/time";
import { formatIpv4 } from "#sim/wire/address";
import { append, makeDirectories } from "../files/change.ts";
import { parentOf } from "../files/tree.ts";
import type { Machine } from "../machine.ts";
import { startOfTime } from "../start-of-time.ts";

/** Where each web server writes its log. */
export const accessLogs = {
  httpd: "/var/log/httpd/access_log",
  nginx: "/var/log/nginx/access.log",
} as const;

/** Makes the log of a server that begins to serve, where there is none yet. */
export function openAccessLog({ files }: Machine, path: string): void {
  makeDirectories(files, parentOf(path));
  append(files, path, "");
}

const nanosPerMilli = 1e6;

/** A moment as `31/Jan/2026:23:59:59 +0000`. */
function logTime(now: Nanos): string {
  const date = new Date(startOfTime + Math.floor(now / nanosPerMilli));
  const [, day, month, year, clock] = date.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}

/** Adds a line about an answer that was just given. */
export function logAnswer({ files, simulation }: Machine, path: string, answered: HttpAnswered): void {
  const { peer, line, status, bytes } = answered;
  const time = logTime(simulation.now);
  const size = bytes === 0 ? "-" : bytes;
  append(files, path, `${formatIpv4(peer.address)} - - [${time}] "${line}" ${status} ${size}\n`);
}
