import { describe, expect, test } from "vitest";
import type { Conversation } from "#sim/app/conversation";
import { breakOff, endWriting, hangUp } from "#sim/app/conversation";
import { exchange, open } from "#sim/app/hold-client";
import { type HoldServer, startHoldServer, stopHoldServer } from "#sim/app/hold-server";
import { get } from "#sim/app/http-client";
import { namePage, startHttpServer } from "#sim/app/http-server";
import { bytesOf, textOf } from "#sim/app/text";
import { millis, type Nanos, seconds } from "#sim/engine/time";
import { addressOf, gapsOf, type Line, lineOf, transcript } from "#support/line";

const server = addressOf("10.0.0.2");
const at = { dst: server, dstPort: 80, timeout: seconds(5) };

/** A connection to a `hold` server that has read its banner, and time to say something. */
function held(line: Line, pause: Nanos = millis(41)): { conversation: Conversation; holder: HoldServer } {
  const started = startHoldServer(line.server, { port: 80, banner: bytesOf("rs1\n") });
  if (!started.ok) throw new Error(started.errno);
  let conversation: Conversation | undefined;
  open(line.client, { ...at, banner: true }, (opened) => {
    if (opened.ok) ({ conversation } = opened);
  });
  line.simulation.runUntil(millis(2));
  if (conversation === undefined) throw new Error("not open");
  line.simulation.runUntil((line.simulation.now + pause) as Nanos);
  return { conversation, holder: started.server };
}

const opening = ">S0.0 <SA0.1 >A1.1 <PA1.1/4 >A1.5";
const rows = (line: Line): string => transcript(line).join(" ");
const rest = (line: Line): string => rows(line).slice(opening.length + 1);
const say = (conversation: Conversation, size: number): void =>
  exchange(conversation, { bytes: new Uint8Array(size), timeout: seconds(5) }, () => {});
const wait = (line: Line, time: Nanos): void =>
  line.simulation.runUntil((line.simulation.now + time) as Nanos);

describe("a client and a server on one line send what Linux sends", () => {
  test("a GET", () => {
    const line = lineOf();
    startHttpServer(line.server, { port: 80, body: () => namePage("rs1") });
    let body = "";
    get(line.client, at, (result) => {
      if (result.ok) body = textOf(result.body);
    });
    line.simulation.runUntil(seconds(1));
    expect(rows(line)).toBe(
      ">S0.0 <SA0.1 >A1.1 >PA1.1/18 <A1.19 <PA1.19/42 >A19.43 <FA43.19 >FA19.44 <A44.20",
    );
    expect(body).toBe("rs1\n");
  });

  test("a GET with timestamps, SACK and window scaling has the same frames", () => {
    const line = lineOf(true);
    startHttpServer(line.server, { port: 80, body: () => namePage("rs1") });
    get(line.client, at, () => {});
    line.simulation.runUntil(seconds(1));
    expect(rows(line)).toBe(
      ">S0.0 <SA0.1 >A1.1 >PA1.1/18 <A1.19 <PA1.19/42 >A19.43 <FA43.19 >FA19.44 <A44.20",
    );
    const lengths = line.sent.slice(0, 4).map(({ packet }) => packet.length);
    expect(lengths).toEqual([60, 60, 52, 70]);
    const windows = line.sent.map(({ packet }) =>
      packet.payload.kind === "tcp" ? packet.payload.window : 0,
    );
    expect(windows.slice(0, 5)).toEqual([64240, 65160, 502, 502, 509]);
  });

  test("opening a held connection", () => {
    const line = lineOf();
    held(line);
    expect(rows(line)).toBe(opening);
  });

  test("what is said 40 ms after the banner: the echo is acknowledged at once", () => {
    const line = lineOf();
    const { conversation } = held(line);
    say(conversation, 5);
    wait(line, millis(10));
    expect(rest(line)).toBe(">PA1.5/5 <A5.6 <PA5.6/5 >A6.10");
  });

  test("what is said at once after the banner: the echo's ACK is late, or rides on the next data", () => {
    const line = lineOf();
    const { conversation } = held(line, millis(1));
    say(conversation, 3);
    wait(line, millis(10));
    expect(rest(line)).toBe(">PA1.5/3 <A5.4 <PA5.4/3");
    say(conversation, 3);
    wait(line, millis(10));
    expect(rest(line)).toBe(">PA1.5/3 <A5.4 <PA5.4/3 >PA4.8/3 <PA8.7/3");
    wait(line, millis(40));
    expect(rest(line)).toBe(">PA1.5/3 <A5.4 <PA5.4/3 >PA4.8/3 <PA8.7/3 >A7.11");
  });

  test("a second word 33 ms after the first: from then on this side answers", () => {
    const line = lineOf();
    const { conversation } = held(line);
    say(conversation, 4);
    wait(line, millis(33));
    say(conversation, 5);
    wait(line, millis(100));
    expect(rest(line)).toBe(">PA1.5/4 <A5.5 <PA5.5/4 >A5.9 >PA5.9/5 <PA9.10/5 >A10.14");
  });

  test("a write of three segments, and its echo", () => {
    const line = lineOf();
    const { conversation } = held(line);
    say(conversation, 3000);
    wait(line, millis(100));
    expect(rest(line)).toBe(
      ">A1.5/1460 >A1461.5/1460 >PA2921.5/80 <A5.1461 <A5.2921 <A5.3001 " +
        "<A5.3001/1460 <A1465.3001/1460 <PA2925.3001/80 >A3001.1465 >A3001.2925 >A3001.3005",
    );
  });

  test.each([
    ["closes", hangUp],
    ["shuts down", endWriting],
  ])("the client %s", (_, end) => {
    const line = lineOf();
    const { conversation } = held(line);
    end(conversation);
    wait(line, millis(100));
    expect(rest(line)).toBe(">FA1.5 <FA5.2 >A2.6");
    expect(line.client.sockets.tcp.entries.count).toBe(1);
    wait(line, seconds(63));
    expect(line.client.sockets.tcp.entries.count).toBe(0);
    expect(line.simulation.pending()).toBe(0);
  });

  test("the client resets; the server is aborted", () => {
    const line = lineOf();
    const { conversation } = held(line);
    breakOff(conversation);
    wait(line, millis(10));
    expect(rest(line)).toBe(">RA1.5");
    const other = lineOf();
    stopHoldServer(held(other).holder, true);
    wait(other, millis(10));
    expect(rest(other)).toBe("<RA5.1");
  });
});

describe("what goes wrong", () => {
  const errorOf = (line: Line, timeout = seconds(300)): string => {
    let error = "none";
    get(line.client, { ...at, timeout }, (result) => {
      if (!result.ok) ({ error } = result);
    });
    line.simulation.runUntil(seconds(400));
    return error;
  };

  test("a closed port refuses", () => {
    const line = lineOf();
    expect(errorOf(line)).toBe("ECONNREFUSED");
    expect(rows(line)).toBe(">S0.0 <RA0.1");
  });

  test("silence: SYNs at growing gaps, then ETIMEDOUT", () => {
    const line = lineOf();
    line.loses = () => true;
    expect(errorOf(line)).toBe("ETIMEDOUT");
    expect(gapsOf(line, line.client)).toEqual([1016, 2016, 4180, 8200, 16500, 33000]);
  });

  test("a program without patience closes without a frame", () => {
    const line = lineOf();
    line.loses = () => true;
    expect(errorOf(line, seconds(2))).toBe("TIMEOUT");
    expect(rows(line)).toBe(">S0.0 lost >S0.0 lost");
    expect(line.client.sockets.tcp.entries.count).toBe(0);
  });

  test("answers are lost: the server repeats by its timer and for each SYN", () => {
    const line = lineOf();
    startHttpServer(line.server, { port: 80, body: () => namePage("rs1") });
    line.loses = (_, from) => from === line.server;
    expect(errorOf(line, seconds(5))).toBe("TIMEOUT");
    const first = rows(line).replaceAll(" lost", "").split(" ").slice(0, 8).join(" ");
    expect(first).toBe(">S0.0 <SA0.1 <SA0.1 >S0.0 <SA0.1 <SA0.1 >S0.0 <SA0.1");
    expect(line.server.sockets.tcp.entries.count).toBe(0);
  });

  test("data is lost and the path mended later: repeats by doubling time, then all goes on", () => {
    const line = lineOf();
    const { conversation } = held(line);
    line.loses = (_, from) => from === line.client;
    const before = line.sent.length;
    say(conversation, 5);
    wait(line, seconds(3));
    line.loses = () => false;
    wait(line, seconds(3));
    const times = line.sent.slice(before).filter(({ from }) => from === line.client);
    const gaps = times.slice(1, 6).map(({ at: time }, index) => (time - (times[index]?.at ?? 0)) / 1e6);
    expect(gaps.slice(0, 4).map(Math.round)).toEqual([206, 424, 832, 1648]);
    expect(rest(line)).toBe(
      ">PA1.5/5 lost >PA1.5/5 lost >PA1.5/5 lost >PA1.5/5 lost >PA1.5/5 <A5.6 <PA5.6/5 >A6.10",
    );
  });

  test("data after close is answered with a reset", () => {
    const line = lineOf();
    const { conversation, holder } = held(line);
    line.loses = (packet) => packet.payload.kind === "tcp" && (packet.payload.flags & 1) !== 0;
    const [guest] = holder.guests;
    say(conversation, 5);
    wait(line, millis(0.2));
    hangUp(conversation);
    wait(line, millis(3));
    expect(guest?.socket.isGone).toBe(true);
    expect(rest(line)).toBe(">PA1.5/5 <A5.6 >FA6.5 lost <PA5.6/5 >R6.0");
  });
});
