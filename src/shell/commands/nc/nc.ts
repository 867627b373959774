/**
 * nc (OpenBSD netcat, as in Debian): a TCP or UDP connection on standard input and output, or a listener.
 *
 * Leaves out UNIX sockets, proxies, TTLs and telnet negotiation.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { seconds } from "#sim/engine/time";
import { listen, unlisten } from "#sim/stack/tcp/calls";
import { peerOf } from "#sim/stack/tcp/peer-name";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { errnoWords } from "../network/errno-words.ts";
import { nameOfHost, numericHost, resolveHost, unknownName } from "../network/host-names.ts";
import { type RelayOptions, relay } from "../network/relay.ts";
import { ownSocket } from "../network/socket-owners.ts";
import { acceptStream, closeStream, connectStream } from "../network/stream.ts";
import { type NcSettings, ncOptions, readNcOptions, successLine } from "./options.ts";
import { listenUdp, talkUdp } from "./udp.ts";

export const nc: Command = {
  options: ncOptions,
  operands: () => ["ADDR", ""],
  cost: netTool,
  run: (process) => {
    const asked = readNcOptions(process.argv);
    if (asked.kind === "ended") {
      process.stderr.write(asked.stderr);
      return 1;
    }
    return asked.settings.given.has("listen")
      ? listenFor(process, asked.settings)
      : connectTo(process, asked.settings);
  },
};

const relayOptions = ({ given, wait }: NcSettings): RelayOptions => ({
  toWire: (text) => (given.has("crlf") ? text.replace(/\r?\n/g, "\r\n") : text),
  atInputEnd: given.has("shutdown")
    ? "shutdown"
    : given.has("quit") && Number(given.value("quit")) >= 0
      ? { quitAfter: Number(given.value("quit")) }
      : "nothing",
  idle: wait,
  ignoresInput: given.has("no-input"),
});

async function connectTo(process: Process, settings: NcSettings): Promise<number> {
  const { given, host = "", ports } = settings;
  const dst = resolveHost(process.machine, host);
  if (dst === undefined) {
    process.stderr.write(`nc: getaddrinfo for host "${host}" port ${ports[0]}: ${unknownName}\n`);
    return 1;
  }
  let code = 1;
  for (const port of ports) {
    const talked = given.has("udp")
      ? await talkUdp(process, settings, { dst, port })
      : await talkTcp(process, settings, { dst, port });
    if (talked === 0) code = 0;
  }
  return code;
}

interface End {
  readonly dst: Ipv4Address;
  readonly port: number;
}

async function talkTcp(process: Process, settings: NcSettings, { dst, port }: End): Promise<number> {
  const { given, host = "", wait } = settings;
  const source = given.value("source");
  const src = source === undefined ? undefined : numericHost(source);
  const request = {
    dst,
    dstPort: port,
    src,
    srcPort: Number(given.value("source-port") ?? 0),
    reuseAddress: true,
  };
  const connected = await connectStream(process, request, wait === undefined ? undefined : seconds(wait));
  if (connected.kind !== "connected") {
    const place = `nc: connect to ${host} port ${port} (tcp)`;
    if (connected.kind === "failed" && connected.atOnce && connected.errno.startsWith("EADDR")) {
      process.stderr.write(`nc: bind failed: ${errnoWords(connected.errno)}\n`);
      return 1;
    }
    const words =
      connected.kind === "failed"
        ? `failed: ${errnoWords(connected.errno)}`
        : "timed out: Operation now in progress";
    if (given.has("verbose")) process.stderr.write(`${place} ${words}\n`);
    return 1;
  }
  const { stream } = connected;
  try {
    if (given.has("verbose")) process.stderr.write(successLine(settings, port));
    if (!given.has("zero")) await relay(process, stream, relayOptions(settings));
    return 0;
  } finally {
    closeStream(stream);
  }
}

async function listenFor(process: Process, settings: NcSettings): Promise<number> {
  const { given, host, ports } = settings;
  const [port = 0] = ports;
  const text = host ?? given.value("source");
  const address = text === undefined ? undefined : resolveHost(process.machine, text);
  if (text !== undefined && address === undefined) {
    process.stderr.write(`nc: getaddrinfo: ${unknownName}\n`);
    return 1;
  }
  if (given.has("udp")) return listenUdp(process, settings, { address, port });
  const arrived: Parameters<Parameters<typeof listen>[2]>[0][] = [];
  const waiting: { wake: (() => void) | undefined } = { wake: undefined };
  const request = address === undefined ? { port, backlog: 1 } : { address, port, backlog: 1 };
  const listening = listen(process.machine.stack, request, (socket) => {
    arrived.push(socket);
    waiting.wake?.();
  });
  if (!listening.ok) {
    process.stderr.write(`nc: ${errnoWords(listening.errno)}\n`);
    return 1;
  }
  ownSocket(listening.listener, process);
  const place = `${address === undefined ? "0.0.0.0" : formatIpv4(address)} ${port}`;
  const announce = (): void => {
    if (given.has("verbose")) process.stderr.write(`Listening on ${place}\n`);
  };
  try {
    do {
      announce();
      while (arrived.length === 0) await waitForArrival(process, waiting);
      const socket = arrived.shift();
      if (socket === undefined) continue;
      if (!given.has("keep")) unlisten(listening.listener);
      const stream = acceptStream(process, socket);
      try {
        const { address: peer, port: peerPort } = peerOf(socket);
        const from = nameOfHost(process.machine, peer) ?? formatIpv4(peer);
        if (given.has("verbose")) process.stderr.write(`Connection received on ${from} ${peerPort}\n`);
        await relay(process, stream, relayOptions(settings));
      } finally {
        closeStream(stream);
      }
    } while (given.has("keep"));
    return 0;
  } finally {
    if (!listening.listener.isClosed) unlisten(listening.listener);
  }
}

function waitForArrival(process: Process, waiting: { wake: (() => void) | undefined }): Promise<unknown> {
  return process.until<"arrived">((wake) => {
    waiting.wake = () => wake("arrived");
    return () => {
      waiting.wake = undefined;
    };
  });
}
