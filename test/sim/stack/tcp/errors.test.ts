import { describe, expect, test } from "vitest";
import { get } from "#sim/app/http-client";
import { namePage, startHttpServer } from "#sim/app/http-server";
import { millis, type Nanos, seconds } from "#sim/engine/time";
import { received } from "#sim/stack/packet-context";
import { icmpError } from "#sim/stack/socket";
import { close, connect, listen, read, send } from "#sim/stack/tcp/calls";
import { setKeepalive } from "#sim/stack/tcp/keepalive";
import type { TcpSocket } from "#sim/stack/tcp/tcp-socket";
import { icmpError as icmpMessage } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4 } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { hostUnreachable } from "#support/host-unreachable";
import { addressOf, type Line, lineOf, transcript } from "#support/line";

const server = addressOf("10.0.0.2");
const client = addressOf("10.0.0.1");
const router = addressOf("10.0.0.254");
const at = { dst: server, dstPort: 80, timeout: seconds(300) };

const wait = (line: Line, time: Nanos): void =>
  line.simulation.runUntil((line.simulation.now + time) as Nanos);

/** An ICMP error from a router about a packet, handed to the client. */
function report(line: Line, about: Ipv4Packet, error: { type: number; code: number; rest?: number }): void {
  const { type, code, rest = 0 } = error;
  const message = icmpMessage({ type, code, rest, quote: about, quotedLength: 28 });
  const packet = ipv4({ origin: 0, src: router, dst: client, protocol: 1, payload: message });
  const iface = line.client.interfaces.get("eth0") ?? line.client.loopback;
  icmpError(line.client, received(packet, iface, undefined, "host"), message, about);
}

const last = (line: Line): Ipv4Packet => {
  const entry = line.sent.filter(({ from }) => from === line.client).at(-1);
  if (entry === undefined) throw new Error("nothing was sent");
  return entry.packet;
};

describe("a segment that nobody wants", () => {
  const { syn, ack, fin, rst, psh } = tcpFlags;
  test.each([
    ["closed", 81, "S", syn, "<RA0.1001"],
    ["closed", 81, "A", ack, "<R5000.0"],
    ["closed", 81, "F", fin, "<RA0.1001"],
    ["closed", 81, "PA", psh | ack, "<R5000.0"],
    ["closed", 81, "R", rst, ""],
    ["closed", 81, "RA", rst | ack, ""],
    ["listening", 80, "A", ack, "<R5000.0"],
    ["listening", 80, "SA", syn | ack, "<R5000.0"],
    ["listening", 80, "F", fin, ""],
    ["listening", 80, "FS", fin | syn, ""],
    ["listening", 80, "R", rst, ""],
  ])("%s port %i gets %s", (...[, dstPort, , flags, answer]) => {
    const line = lineOf();
    listen(line.server, { port: 80 }, () => {});
    const payload = tcpSegment({ srcPort: 999, dstPort, seq: 1000, ack: 5000, flags, window: 100 });
    line.deliver(line.server, ipv4({ origin: 0, src: client, dst: server, protocol: 6, payload }));
    expect(transcript(line).join(" ")).toBe(answer);
    expect(line.sent.every(({ packet }) => packet.id === 0)).toBe(true);
  });
});

describe("ICMP errors while connecting", () => {
  test.each([
    [3, 0, "ENETUNREACH"],
    [3, 1, "EHOSTUNREACH"],
    [3, 2, "ENOPROTOOPT"],
    [3, 3, "ECONNREFUSED"],
    [3, 4, "TIMEOUT"],
    [3, 9, "ENETUNREACH"],
    [3, 10, "EHOSTUNREACH"],
    [3, 13, "EHOSTUNREACH"],
    [11, 0, "EHOSTUNREACH"],
  ])("type %i code %i: %s", (type, code, expected) => {
    const line = lineOf();
    line.loses = () => true;
    let error = "";
    get(line.client, { ...at, timeout: seconds(2) }, (result) => {
      if (!result.ok) ({ error } = result);
    });
    report(line, last(line), { type, code, rest: 1400 });
    wait(line, seconds(3));
    expect(error).toBe(expected);
  });

  test("an error about an older connection changes nothing", () => {
    const line = lineOf();
    line.loses = () => true;
    const first = connect(line.client, at, {}, 0);
    const old = last(line);
    if (first.ok) close(first.socket);
    const errors: string[] = [];
    connect(line.client, at, { onError: (_s, _o, errno) => errors.push(errno) }, 0);
    report(line, old, { type: 3, code: 1 });
    expect(errors).toEqual([]);
    hostUnreachable(line.client, last(line));
    expect(errors).toEqual(["EHOSTUNREACH"]);
  });
});

/** A connection over which nothing has been said, and both its sockets. */
function pair(line: Line): { mine: TcpSocket; theirs: TcpSocket } {
  let theirs: TcpSocket | undefined;
  listen(line.server, { port: 80 }, (socket) => {
    theirs = socket;
  });
  const connecting = connect(line.client, at, {}, 0);
  wait(line, millis(1));
  if (!connecting.ok || theirs === undefined) throw new Error("not connected");
  return { mine: connecting.socket, theirs };
}

describe("errors in an established connection", () => {
  test("fragmentation needed: the whole write is cut anew and sent at once", () => {
    const line = lineOf();
    line.loses = (packet) => packet.length > 1480;
    const { mine } = pair(line);
    send(mine, new Uint8Array(4027));
    const first = line.sent.at(-3)?.packet;
    if (first === undefined) throw new Error("nothing sent");
    wait(line, millis(1));
    report(line, first, { type: 3, code: 4, rest: 1480 });
    report(line, first, { type: 3, code: 4, rest: 1480 });
    wait(line, millis(100));
    expect(transcript(line, 3).join(" ")).toBe(
      ">A1.1/1460 lost >A1461.1/1460 lost >PA2921.1/1107 <A1.1 " +
        ">A1.1/1440 >A1441.1/1440 >PA2881.1/1147 <A1.1441 <A1.2881 <A1.4028",
    );
    connect(line.client, { ...at, srcPort: 4000 }, {}, 0);
    const { payload } = last(line);
    expect(payload.kind === "tcp" && payload.options?.mss).toBe(1440);
  });

  test("after a time-out units are cut at one MSS, so a later cut leaves small pieces", () => {
    const line = lineOf();
    for (const stack of [line.client, line.server]) {
      const iface = stack.interfaces.get("eth0");
      if (iface !== undefined) iface.device.mtu = 1400;
    }
    const { mine } = pair(line);
    line.loses = (packet) => packet.length > 1380;
    send(mine, new Uint8Array(4027));
    wait(line, millis(207));
    report(line, last(line), { type: 3, code: 4, rest: 1380 });
    wait(line, millis(100));
    expect(
      transcript(line, 3)
        .filter((row) => row.startsWith(">"))
        .join(" "),
    ).toBe(
      ">A1.1/1360 lost >A1361.1/1360 lost >PA2721.1/1307 >A1.1/1360 lost " +
        ">A1.1/1340 >A1341.1/20 >A1361.1/1340 >PA2701.1/1327",
    );
  });

  test("host unreachable takes back a step of backoff: repeats every 0.2 s", () => {
    const line = lineOf();
    const { mine } = pair(line);
    line.loses = (packet, from) => from === line.client && packet.length > 40;
    const begin = line.sent.length;
    send(mine, new Uint8Array(5));
    for (let step = 0; step < 20; step++) {
      wait(line, millis(50));
      report(line, last(line), { type: 3, code: 1 });
    }
    const times = line.sent.slice(begin).map(({ at: time }) => time / 1e6);
    const gaps = times.slice(2).map((time, index) => time - (times[index + 1] ?? 0));
    expect(gaps.map(Math.round)).toEqual([204, 204, 204]);
    expect(mine.isGone).toBe(false);
  });

  test("a reset ends it: ECONNRESET once, then EPIPE", () => {
    const line = lineOf();
    const { mine, theirs } = pair(line);
    send(mine, new Uint8Array(5));
    wait(line, millis(1));
    close(theirs);
    wait(line, millis(1));
    // Unread data turned the close into a reset.
    expect(transcript(line).at(-1)).toBe("<RA1.6");
    expect([mine.isGone, mine.softErrno]).toEqual([true, "ECONNRESET"]);
    expect(send(mine, new Uint8Array(1))).toEqual({ ok: false, errno: "EPIPE" });
  });

  test("a SYN and a reset beside the mark are challenged, twice a second at most", () => {
    const line = lineOf();
    const { mine } = pair(line);
    const forge = (flags: number, seq: number): void => {
      const fields = { srcPort: 80, dstPort: mine.localPort, ack: mine.sndNxt, window: 100 };
      const payload = tcpSegment({ ...fields, flags, seq });
      line.deliver(line.client, ipv4({ origin: 0, src: server, dst: client, protocol: 6, payload }));
    };
    forge(tcpFlags.rst, mine.receiver.next + 10);
    forge(tcpFlags.syn, mine.receiver.next + 10);
    expect(transcript(line, 3)).toEqual([">A1.1"]);
    forge(tcpFlags.rst, mine.receiver.next + 100_000);
    expect(mine.isGone).toBe(false);
    forge(tcpFlags.rst, mine.receiver.next);
    expect(mine.isGone).toBe(true);
  });

  test("keepalive: probes, then the end", () => {
    const line = lineOf();
    const { mine } = pair(line);
    setKeepalive(mine, { idle: seconds(10), interval: seconds(1), count: 2 });
    wait(line, seconds(10.5));
    expect(transcript(line, 3)).toEqual([">A0.1", "<A1.1"]);
    line.loses = () => true;
    wait(line, seconds(20));
    expect(mine.softErrno).toBe("ETIMEDOUT");
  });

  test("a full buffer shuts the window; reading opens it, and all arrives", () => {
    const line = lineOf();
    const { mine, theirs } = pair(line);
    const data = new Uint8Array(200_000).map((_, index) => index % 251);
    send(mine, data);
    wait(line, seconds(5));
    expect(theirs.receiver.unread).toBe(64_240);
    const got: number[] = [];
    for (let round = 0; round < 12; round++) {
      got.push(...read(theirs));
      wait(line, seconds(1));
    }
    expect(got.length).toBe(data.length);
    expect(got.every((byte, index) => byte === index % 251)).toBe(true);
  });
});

test.each([false, true])("with options %s, what is lost by chance is made good", (options) => {
  const line = lineOf(options);
  const { mine, theirs } = pair(line);
  const random = line.simulation.random("loss");
  line.loses = () => random.below(10) === 0;
  const data = new Uint8Array(150_000).map((_, index) => index % 241);
  const got: number[] = [];
  theirs.handlers = { onReadable: (socket: TcpSocket) => got.push(...read(socket)) };
  send(mine, data);
  wait(line, seconds(200));
  expect(got.length).toBe(data.length);
  expect(got.every((byte, index) => byte === index % 241)).toBe(true);
});

test("TIME_WAIT answers late segments, keeps the port, and a higher SYN begins anew", () => {
  const line = lineOf();
  startHttpServer(line.server, { port: 80, body: () => namePage("rs1") });
  get(line.client, { ...at, srcPort: 4000 }, () => {});
  wait(line, seconds(1));
  const from = line.sent.length;
  const seqOf = (packet: Ipv4Packet): number => (packet.payload.kind === "tcp" ? packet.payload.seq : 0);
  const first = line.sent[0]?.packet;
  if (first === undefined) throw new Error("nothing sent");
  const fields = { srcPort: 4000, dstPort: 80, ack: 0, window: 1000 };
  const poke = (flags: number, seq: number): void => {
    const payload = tcpSegment({ ...fields, flags, seq });
    line.deliver(line.server, ipv4({ origin: 0, src: client, dst: server, protocol: 6, payload }));
  };
  line.loses = () => true;
  poke(tcpFlags.fin | tcpFlags.ack, seqOf(first) + 19);
  expect(transcript(line, from)).toEqual(["<A44.20 lost"]);
  expect(listen(line.server, { port: 80 }, () => {})).toEqual({ ok: false, errno: "EADDRINUSE" });
  poke(tcpFlags.syn, seqOf(first) + 1000);
  expect(transcript(line).at(-1)?.slice(0, 3)).toBe("<SA");
});
