import { expect, test } from "vitest";
import { closePing, type EchoReply, openPing, sendEcho } from "#sim/app/ping";
import { seconds } from "#sim/engine/time";
import { receiveIcmp } from "#sim/stack/icmp";
import { deliverRaw } from "#sim/stack/raw-socket";
import { hostUnreachable } from "#support/host-unreachable";
import { addressOf, type Line, lineOf } from "#support/line";

/** Both hosts speak ICMP too. */
function pingable(): Line {
  const line = lineOf();
  for (const stack of [line.client, line.server]) {
    stack.protocols.set(1, (context) => {
      deliverRaw(stack, context);
      receiveIcmp(stack, context);
    });
  }
  return line;
}

test("an echo comes back to the ping that sent it, with its round trip", () => {
  const line = pingable();
  const replies: EchoReply[] = [];
  const others: EchoReply[] = [];
  const request = { dst: addressOf("10.0.0.2"), id: 7 };
  const ping = openPing(line.client, request, { onReply: (reply) => replies.push(reply), onError: () => {} });
  openPing(line.client, { ...request, id: 8 }, { onReply: (reply) => others.push(reply), onError: () => {} });
  sendEcho(ping, 1);
  line.simulation.runUntil(seconds(1));
  closePing(ping);
  expect(replies).toEqual([
    { seq: 1, from: addressOf("10.0.0.2"), ttl: 64, length: 64, roundTrip: 100_000, isDuplicate: false },
  ]);
  expect(others).toEqual([]);
});

test("the failure of the own ARP is an error from the own address", () => {
  const line = pingable();
  line.loses = () => true;
  const errors: string[] = [];
  const ping = openPing(
    line.client,
    { dst: addressOf("10.0.0.2"), id: 7 },
    {
      onReply: () => {},
      onError: ({ type, code, from, seq }) => errors.push(`${type}/${code} ${from} ${seq}`),
    },
  );
  sendEcho(ping, 3);
  const sent = line.sent[0]?.packet;
  if (sent !== undefined) hostUnreachable(line.client, sent);
  expect(errors).toEqual([`3/1 ${addressOf("10.0.0.1")} 3`]);
});
