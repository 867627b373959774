/**
 * ping (iputils 20221126): echo requests, and what comes back.
 *
 * Leaves out what options.ts says.
 */

import type { Command, Process } from "#shell/command";
import { pingEnd, pingTool } from "#shell/costs";
import { startOfTime } from "#shell/start-of-time";
import { outputRoute } from "#sim/stack/route-lookup";
import { isLocalAddress } from "#sim/stack/source-address";
import { formatIpv4, type Ipv4Address, isMulticast } from "#sim/wire/address";
import { hexPairs } from "#sim/wire/hexdump";
import { echoSeq } from "#sim/wire/icmp";
import { deviceNamed } from "../network/device-names.ts";
import { errnoWords } from "../network/errno-words.ts";
import { nameOfHost, numericHost, resolveHost, unknownName } from "../network/host-names.ts";
import { type PingSettings, pingOptions, readPingOptions } from "./options.ts";
import {
  type Arrival,
  newSession,
  quotedSeq,
  type Reports,
  runSession,
  type Session,
  stampLength,
  type Target,
} from "./session.ts";
import { acknowledge, countTrip, summaryText, tripText } from "./statistics.ts";
import { icmpWords } from "./words.ts";

export const ping: Command = {
  options: pingOptions,
  operands: () => ["ADDR"],
  cost: pingTool,
  catches: ["INT"],
  run: async (process) => {
    const asked = readPingOptions(process.argv);
    if (asked.kind === "ended") {
      process.stdout.write(asked.stdout ?? "");
      process.stderr.write(asked.stderr ?? "");
      return asked.code;
    }
    process.stderr.write(asked.warnings);
    const found = findTarget(process, asked.settings);
    if (found.kind === "failed") {
      process.stderr.write(`ping: ${found.words}\n`);
      return 2;
    }
    process.stdout.write(firstLine(process, asked.settings, found));
    const session = newSession(process, asked.settings, found.target);
    await runSession(session, reports);
    return finish(session);
  },
};

type FoundTarget =
  | { readonly kind: "failed"; readonly words: string }
  | { readonly kind: "found"; readonly target: Target; readonly source: Ipv4Address };

function findTarget(process: Process, { given, target: text, mark, tos }: PingSettings): FoundTarget {
  const { machine, stderr } = process;
  const { stack } = machine;
  const failed = (words: string): FoundTarget => ({ kind: "failed", words });
  const dst = resolveHost(machine, text);
  if (dst === undefined) return failed(`${text}: ${unknownName}`);
  const { source, device } = fromOf(given.values("from"));
  const output = device === undefined ? undefined : deviceNamed(machine, device);
  if (device !== undefined && output === undefined)
    return failed(`SO_BINDTODEVICE ${device}: No such device`);
  const isGroup = given.has("broadcast") || isMulticast(dst);
  if (source !== undefined) {
    if (!isLocalAddress(stack, source)) return failed(`bind: ${errnoWords("EADDRNOTAVAIL")}`);
    return { kind: "found", target: { address: dst, source, output, isGroup }, source };
  }
  const way = outputRoute(stack, { dst, output, mark, tos });
  if (!way.ok && way.errno === "ENETUNREACH") stack.snmp.IpOutNoRoutes++;
  // A prohibited route refuses a connect() with the same error as a broadcast address.
  if (way.ok ? way.route.type === "broadcast" : way.errno === "EACCES") {
    if (!given.has("broadcast")) {
      return failed("Do you want to ping broadcast? Then -b. If not, check your local firewall rules");
    }
    stderr.write("WARNING: pinging broadcast address\n");
  }
  if (!way.ok) return failed(`connect: ${errnoWords(way.errno)}`);
  const address = dst === 0 ? way.route.source : dst;
  return { kind: "found", target: { address, source: undefined, output, isGroup }, source: way.route.source };
}

/** -I takes a device, an address, or both in turn. */
function fromOf(values: readonly string[]): { readonly source?: Ipv4Address; readonly device?: string } {
  let from: { readonly source?: Ipv4Address; readonly device?: string } = {};
  for (const value of values) {
    const source = numericHost(value);
    from = source === undefined ? { ...from, device: value } : { ...from, source };
  }
  return from;
}

function firstLine(
  { machine }: Process,
  settings: PingSettings,
  { target, source }: Extract<FoundTarget, { kind: "found" }>,
): string {
  const { size, pattern } = settings;
  const filling = hexPairs(Uint8Array.from(pattern));
  const begin = pattern.length === 0 ? "" : `PATTERN: 0x${filling}\n`;
  const isFrom = target.source !== undefined || target.output !== undefined;
  const from = isFrom ? `from ${formatIpv4(source)} ${target.output?.device.name ?? ""}: ` : "";
  const host = hostOf(machine, settings);
  return `${begin}PING ${host} (${formatIpv4(target.address)}) ${from}${size}(${size + 28}) bytes of data.\n`;
}

/** The host as it was asked for; a name that is an alias becomes the first one of its line. */
function hostOf(machine: Process["machine"], { target }: PingSettings): string {
  if (numericHost(target) !== undefined) return target;
  const address = resolveHost(machine, target);
  return address === undefined ? target : target.toLowerCase();
}

/** An address as replies show it: with its name where the target was given by name. */
function addressText({ process, settings }: Session, address: Ipv4Address): string {
  const isNumeric = settings.given.has("numeric") || numericHost(settings.target) !== undefined;
  const name = isNumeric ? undefined : nameOfHost(process.machine, address);
  return name === undefined ? formatIpv4(address) : `${name} (${formatIpv4(address)})`;
}

const isQuiet = ({ settings: { given } }: Session): boolean => given.has("quiet");
const isFlood = ({ settings: { given } }: Session): boolean => given.has("flood");

function stamp({ settings: { given }, process }: Session): string {
  if (!given.has("stamps")) return "";
  const { now } = process.machine.simulation;
  const micros = String(Math.floor((now % 1e9) / 1000)).padStart(6, "0");
  return `[${startOfTime / 1000 + Math.floor(now / 1e9)}.${micros}] `;
}

const reports: Reports = {
  onSending: (session) => {
    const { statistics, settings, process, answered } = session;
    if (settings.given.has("outstanding") && statistics.sent > 0 && !answered.has(statistics.sent & 0xffff)) {
      process.stdout.write(`${stamp(session)}no answer yet for icmp_seq=${statistics.sent}\n`);
    }
    if (isFlood(session) && !isQuiet(session)) process.stdout.write(".");
  },
  onFailure: (session, failure) => {
    const { statistics, process } = session;
    // Any other error (no route, kept by a rule) this ping does not tell, as recorded of iputils 20221126.
    if (!("mtu" in failure)) return;
    statistics.errors++;
    if (isQuiet(session)) return;
    if (isFlood(session)) process.stdout.write("E");
    else process.stderr.write(`ping: local error: message too long, mtu=${failure.mtu}\n`);
  },
  onArrival: (session, arrival) => {
    switch (arrival.kind) {
      case "reply":
        return takeReply(session, arrival);
      case "redirect":
        return takeRedirect(session, arrival);
      case "error":
        return takeError(session, arrival);
    }
  },
};

function takeReply(session: Session, { at, context, message }: Extract<Arrival, { kind: "reply" }>): void {
  const { statistics, settings, sentAt, answered, process } = session;
  const { packet } = context;
  const seq = echoSeq(message);
  acknowledge(statistics, seq);
  const sent = sentAt.get(seq);
  const isTimed = settings.size >= stampLength && sent !== undefined;
  const micros = isTimed ? Math.floor(at / 1000) - Math.floor(sent / 1000) : 0;
  if (isTimed) countTrip(statistics, micros);
  if (settings.given.has("adaptive")) session.interval = Math.floor((statistics.average8 / 8 + 500) / 1000);
  if (settings.given.has("adaptive")) session.nextDue = session.lastSent + session.interval * 1e6;
  const isRepeat = answered.has(seq);
  if (isRepeat) statistics.repeats++;
  else statistics.received++;
  answered.add(seq);
  if (isQuiet(session)) return;
  if (isFlood(session)) {
    process.stdout.write("\b \b");
    return;
  }
  const { given } = settings;
  const { isGroup, address } = session.target;
  const parts = [
    `${stamp(session)}${message.length} bytes from ${addressText(session, packet.src)}: icmp_seq=${seq}`,
    given.has("verbose") ? ` ident=${session.id}` : "",
    ` ttl=${packet.ttl}`,
    isTimed ? ` time=${tripText(micros)} ms` : "",
    isRepeat && (!isGroup || given.has("verbose")) ? " (DUP!)" : "",
    !isGroup && packet.src !== address ? " (DIFFERENT ADDRESS!)" : "",
    given.has("audible") ? "\u0007" : "",
  ];
  process.stdout.write(`${parts.join("")}\n`);
}

function takeRedirect(session: Session, { from, message }: Extract<Arrival, { kind: "redirect" }>): void {
  const seq = quotedSeq(session, message.quote);
  if (seq === undefined || isQuiet(session) || isFlood(session)) return;
  const words = icmpWords(message.type, message.code, message.rest);
  session.process.stdout.write(
    `${stamp(session)}From ${addressText(session, from)}: icmp_seq=${seq} ${words}`,
  );
}

function takeError(session: Session, { report }: Extract<Arrival, { kind: "error" }>): void {
  const { statistics, process } = session;
  const seq = quotedSeq(session, report.quote);
  if (seq === undefined) return;
  acknowledge(statistics, seq);
  statistics.errors++;
  if (isQuiet(session)) return;
  if (isFlood(session)) {
    process.stdout.write("\bE");
    return;
  }
  const words = icmpWords(report.type, report.code, report.rest);
  process.stdout.write(`${stamp(session)}From ${addressText(session, report.from)} icmp_seq=${seq} ${words}`);
}

async function finish(session: Session): Promise<number> {
  const { process, settings, statistics, lastSent, startedAt } = session;
  process.stdout.write(
    summaryText({
      host: hostOf(process.machine, settings),
      statistics,
      elapsed: lastSent - startedAt,
      isTimed: settings.size >= stampLength,
      isFast: session.interval === 0 || isFlood(session) || settings.given.has("adaptive"),
    }),
  );
  if (process.machine.takesTime) await process.sleep(pingEnd);
  const isShort = settings.deadline > 0 && statistics.received < settings.count;
  return statistics.received === 0 || isShort ? 1 : 0;
}
