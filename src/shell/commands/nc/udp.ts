/** nc with -u: datagrams on standard input and output. */

import type { Process } from "#shell/command";
import { type nanos, seconds } from "#sim/engine/time";
import { connectUdp, openUdp, sendTo } from "#sim/stack/udp-calls";
import type { UdpHandlers, UdpSocket } from "#sim/stack/udp-socket";
import { closeUdp } from "#sim/stack/udp-socket";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { errnoWords } from "../network/errno-words.ts";
import { numericHost } from "../network/host-names.ts";
import { ownSocket } from "../network/socket-owners.ts";
import { type NcSettings, successLine } from "./options.ts";

/** A UDP socket and what has come by it. */
interface Datagrams {
  readonly process: Process;
  readonly settings: NcSettings;
  readonly arrived: Uint8Array[];
  /** Set once somebody has written to a listener. */
  peer: { readonly dst: Ipv4Address; readonly dstPort: number } | undefined;
  isRefused: boolean;
  wake: (() => void) | undefined;
}

const handlers: UdpHandlers<Datagrams> = {
  onDatagram(_socket, datagrams, { bytes, src, srcPort }) {
    const { process, settings } = datagrams;
    if (datagrams.peer === undefined) {
      datagrams.peer = { dst: src, dstPort: srcPort };
      if (settings.given.has("verbose")) {
        process.stderr.write(`Connection received on ${formatIpv4(src)} ${srcPort}\n`);
      }
    }
    datagrams.arrived.push(bytes);
    datagrams.wake?.();
  },
  onError(_socket, datagrams) {
    datagrams.isRefused = true;
    datagrams.wake?.();
  },
};

const newDatagrams = (process: Process, settings: NcSettings): Datagrams => ({
  ...{ process, settings, arrived: [], peer: undefined, isRefused: false, wake: undefined },
});

/** Talks to one port; with -z only sees whether it is refused. */
export async function talkUdp(
  process: Process,
  settings: NcSettings,
  { dst, port }: { readonly dst: Ipv4Address; readonly port: number },
): Promise<number> {
  const { given } = settings;
  const source = given.value("source");
  const request = {
    address: source === undefined ? undefined : numericHost(source),
    port: Number(given.value("source-port") ?? 0),
  };
  const datagrams = newDatagrams(process, settings);
  const opened = openUdp(process.machine.stack, request, handlers, datagrams);
  if (!opened.ok) {
    process.stderr.write(`nc: bind failed: ${errnoWords(opened.errno)}\n`);
    return 1;
  }
  const { socket } = opened;
  ownSocket(socket, process);
  datagrams.peer = { dst, dstPort: port };
  try {
    const connected = connectUdp(socket, datagrams.peer);
    if (!connected.ok) {
      const place = `nc: connect to ${settings.host} port ${port} (udp)`;
      if (given.has("verbose")) process.stderr.write(`${place} failed: ${errnoWords(connected.errno)}\n`);
      return 1;
    }
    if (given.has("zero") || given.has("verbose")) {
      if (!(await isOpen(datagrams, socket))) return 1;
      if (given.has("verbose")) process.stderr.write(successLine(settings, port));
      if (given.has("zero")) return 0;
    }
    return await exchangeDatagrams(datagrams, socket);
  } finally {
    closeUdp(socket);
  }
}

/** Sends a few letters, and waits whether an ICMP error comes back. */
async function isOpen(datagrams: Datagrams, socket: UdpSocket): Promise<boolean> {
  for (let tries = 0; tries < 4 && !datagrams.isRefused; tries++) {
    sendTo(socket, { bytes: Uint8Array.of(0x58) });
    await waitForDatagram(datagrams, seconds(1));
  }
  return !datagrams.isRefused;
}

/** Listens; answers go to the first who wrote. */
export async function listenUdp(
  process: Process,
  settings: NcSettings,
  { address, port }: { readonly address: Ipv4Address | undefined; readonly port: number },
): Promise<number> {
  const datagrams = newDatagrams(process, settings);
  const opened = openUdp(process.machine.stack, { address, port, reuseAddress: true }, handlers, datagrams);
  if (!opened.ok) {
    process.stderr.write(`nc: ${errnoWords(opened.errno)}\n`);
    return 1;
  }
  ownSocket(opened.socket, process);
  const place = `${address === undefined ? "0.0.0.0" : formatIpv4(address)} ${port}`;
  if (settings.given.has("verbose")) process.stderr.write(`Bound on ${place}\n`);
  try {
    return await exchangeDatagrams(datagrams, opened.socket);
  } finally {
    closeUdp(opened.socket);
  }
}

async function exchangeDatagrams(datagrams: Datagrams, socket: UdpSocket): Promise<number> {
  const { process, settings, arrived } = datagrams;
  const { source } = process.stdin;
  const encoder = new TextEncoder();
  let isInputOver = settings.given.has("no-input");
  for (;;) {
    while (!isInputOver && datagrams.peer !== undefined) {
      const piece = source.rest.text === "" ? source.take() : source.rest.text;
      source.rest.text = "";
      isInputOver = piece === undefined && source.isOver();
      if (piece === undefined) break;
      sendTo(socket, { bytes: encoder.encode(piece), ...datagrams.peer });
    }
    for (let next = arrived.shift(); next !== undefined; next = arrived.shift()) {
      process.stdout.write(new TextDecoder().decode(next));
    }
    if (datagrams.isRefused) return 1;
    const { wait } = settings;
    const waited = await waitForDatagram(
      datagrams,
      wait === undefined ? undefined : seconds(wait),
      !isInputOver,
    );
    if (waited !== "woken") return 0;
  }
}

function waitForDatagram(
  datagrams: Datagrams,
  most: ReturnType<typeof nanos> | undefined,
  watchesInput = false,
): Promise<"woken" | "timeout" | "interrupted"> {
  const { process } = datagrams;
  const { source } = process.stdin;
  return process.until<"woken">((wake) => {
    datagrams.wake = () => wake("woken");
    if (watchesInput) source.onChange(() => wake("woken"));
    return () => {
      datagrams.wake = undefined;
      if (watchesInput) source.onChange(undefined);
    };
  }, most);
}
