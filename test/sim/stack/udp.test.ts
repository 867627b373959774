import { describe, expect, test } from "vitest";
import { bytesOf, textOf } from "#sim/app/text";
import { type AskRequest, type AskResult, ask } from "#sim/app/udp-client";
import { startUdpServer } from "#sim/app/udp-server";
import { seconds } from "#sim/engine/time";
import { addAddress } from "#sim/stack/address";
import { received } from "#sim/stack/packet-context";
import { icmpError } from "#sim/stack/socket";
import { openUdp } from "#sim/stack/udp-calls";
import { formatIpv4 } from "#sim/wire/address";
import { icmpError as icmpMessage } from "#sim/wire/icmp";
import { ipv4 } from "#sim/wire/ipv4";
import { hostUnreachable } from "#support/host-unreachable";
import { addressOf, type Line, lineOf } from "#support/line";

const virtual = addressOf("10.0.0.100");
const client = addressOf("10.0.0.1");

/** A server that also owns a virtual address. */
function lineWithServer(isPlain: boolean): Line {
  const line = lineOf();
  const iface = line.server.interfaces.get("eth0") ?? line.server.loopback;
  addAddress(line.server, iface, { address: virtual, length: 32 });
  startUdpServer(line.server, { port: 53, greeting: bytesOf("rs1 "), isPlain });
  return line;
}

function asked(line: Line, more: Partial<AskRequest> = {}): { result?: AskResult } {
  const answer: { result?: AskResult } = {};
  ask(line.client, { dst: virtual, dstPort: 53, bytes: bytesOf("ping"), ...more }, (result) => {
    answer.result = result;
  });
  return answer;
}

describe("a server that was asked at its virtual address", () => {
  test("answers from it when it looks where the question went", () => {
    const line = lineWithServer(false);
    const answer = asked(line);
    line.simulation.runUntil(seconds(3));
    expect(answer.result?.ok === true && textOf(answer.result.answer)).toBe("rs1 ping");
    expect(line.sent.map(({ packet }) => packet.dontFragment)).toEqual([true, true]);
  });

  test("answers from its own address with a plain sendto, and the client never hears of it", () => {
    const line = lineWithServer(true);
    const answer = asked(line);
    line.simulation.runUntil(seconds(3));
    expect(answer.result).toEqual({ ok: false, error: "TIMEOUT" });
    expect(formatIpv4(line.sent[1]?.packet.src ?? virtual)).toBe("10.0.0.2");
  });
});

describe("errors about a datagram", () => {
  test.each([
    [3, 3, {}, "ECONNREFUSED"],
    [3, 1, {}, "TIMEOUT"],
    [11, 0, {}, "TIMEOUT"],
    [3, 4, {}, "EMSGSIZE"],
    [3, 4, { dontFragment: false }, "TIMEOUT"],
  ])("type %i code %i %o: %s", (type, code, more, expected) => {
    const line = lineOf();
    line.loses = () => true;
    const answer = asked(line, more);
    const about = line.sent[0]?.packet;
    if (about === undefined) throw new Error("nothing sent");
    const message = icmpMessage({ type, code, rest: 1400, quote: about, quotedLength: 28 });
    const packet = ipv4({ origin: 0, src: virtual, dst: client, protocol: 1, payload: message });
    icmpError(line.client, received(packet, line.client.loopback, undefined, "host"), message, about);
    line.simulation.runUntil(seconds(3));
    expect(answer.result).toEqual({ ok: false, error: expected });
  });

  test("the own ARP's failure is no error to UDP", () => {
    const line = lineOf();
    line.loses = () => true;
    const answer = asked(line);
    const about = line.sent[0]?.packet;
    if (about !== undefined) hostUnreachable(line.client, about);
    line.simulation.runUntil(seconds(1));
    expect(answer.result).toBeUndefined();
  });
});

test("a port belongs to one socket, an address must be the node's own", () => {
  const line = lineOf();
  expect(openUdp(line.client, { port: 53 }, {}, 0).ok).toBe(true);
  expect(openUdp(line.client, { port: 53, address: client }, {}, 0)).toEqual({
    ok: false,
    errno: "EADDRINUSE",
  });
  expect(openUdp(line.client, { address: virtual }, {}, 0)).toEqual({ ok: false, errno: "EADDRNOTAVAIL" });
});

test("what is over the path MTU is sent without DF, to be cut", () => {
  const line = lineOf();
  asked(line, { bytes: new Uint8Array(3000) });
  expect(line.sent[0]?.packet.dontFragment).toBe(false);
});
