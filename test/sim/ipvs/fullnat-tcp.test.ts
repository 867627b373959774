/**
 * FULLNAT and TCP: sequence numbers, timestamps, and the client's address in option 254.
 */

import { describe, expect, test } from "vitest";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { client, setVs, take, vip } from "#support/director-of";
import { directorFor, fromClient, fromServer, segment } from "#support/fullnat-director";
import { ip } from "#support/stack-of";

const distance = (from: number, to: number): number => (to - from) >>> 0;

describe("TCP", () => {
  const timestamps = { value: 77, echo: 0 };

  test("a SYN loses its timestamps, and gets another sequence number that its repetition gets again", () => {
    const director = directorFor();
    const options = { mss: 1460, sackPermitted: true, timestamps, windowScale: 7 };
    const first = segment(director, fromClient("S"), { seq: 5, options });
    const left = { mss: 1460, sackPermitted: true, erasedTimestamps: true, windowScale: 7 } as const;
    expect(first.segment.options).toEqual(tcpOptions(left));
    expect(first.packet.length).toBe(60);
    expect(first.segment.seq).not.toBe(5);
    const again = segment(director, fromClient("S"), { seq: 5, options });
    expect(again.segment.seq).toBe(first.segment.seq);
  });

  test("a later connection to the same server from the same local end begins beyond it", () => {
    const director = directorFor();
    setVs(director, { fullnat_lport_max: 1025 });
    const first = segment(director, fromClient("S"), { seq: 4_000_000_000 });
    director.simulation.runUntil((director.simulation.now + 61e9) as typeof director.simulation.now);
    const second = segment(director, fromClient("S"), { seq: 3 });
    expect(second.segment.srcPort).toBe(1025);
    // One step each 64 ns; the wheel of time-outs ends the first entry after a minute.
    expect(distance(first.segment.seq, second.segment.seq)).toBe((61e9 / 64) % 2 ** 32);
  });

  test("what the client sends is shifted, and what it is told it has sent is shifted back", () => {
    const director = directorFor();
    const { seq } = segment(director, fromClient("S"), { seq: 4_294_967_290 }).segment;
    const answer = segment(director, fromServer("SA"), { seq: 900, ack: (seq + 1) >>> 0 }).segment;
    expect(answer).toMatchObject({ seq: 900, ack: 4_294_967_291 });
    const payload = new Uint8Array(20);
    const data = segment(director, fromClient("PA"), { seq: 4_294_967_291, ack: 901, payload }).segment;
    expect(data).toMatchObject({ seq: (seq + 1) >>> 0, ack: 901 });
    const sack = [[(seq + 9) >>> 0, (seq + 11) >>> 0]] as const;
    const told = segment(director, fromServer("A"), { ack: (seq + 1) >>> 0, options: { sack } }).segment;
    expect(told.options?.sack).toEqual([[3, 5]]);
  });

  test("the server's segment size leaves room for the client's address", () => {
    const director = directorFor();
    segment(director, fromClient("S"));
    const { options } = segment(director, fromServer("SA"), {
      options: { mss: 1460, windowScale: 7 },
    }).segment;
    expect(options).toEqual(tcpOptions({ mss: 1452, windowScale: 7 }));
  });

  test("what acknowledges the server's SYN tells the client's address; nothing else does", () => {
    const director = directorFor();
    const syn = segment(director, fromClient("S"));
    expect(syn.segment.options).toBeUndefined();
    segment(director, fromServer("SA"), { seq: 900 });
    const told = { toa: { address: ip(client), port: 4000 } };
    const first = segment(director, fromClient("A"), { seq: 1001, ack: 901 });
    expect(first.segment.options).toEqual(tcpOptions(told));
    expect(first.packet.length).toBe(48);
    const data = segment(director, fromClient("PA"), { ack: 901, payload: new Uint8Array(1452) });
    expect(data.segment.options).toEqual(tcpOptions(told));
    expect(data.packet.length).toBe(1500);
    expect(segment(director, fromClient("FA"), { ack: 901 }).segment.options).toBeUndefined();
    expect(segment(director, fromClient("R"), { ack: 901 }).segment.options).toBeUndefined();
    expect(segment(director, fromClient("A"), { ack: 950 }).segment.options).toBeUndefined();
  });

  test.each([
    ["the packet is too long", { payload: new Uint8Array(1453) }, undefined],
    [
      "the options are too many",
      {
        options: {
          timestamps,
          sack: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        },
      },
      undefined,
    ],
    [
      "there is just enough",
      {
        options: {
          timestamps,
          sack: [
            [1, 2],
            [3, 4],
          ],
        },
      },
      ip(client),
    ],
  ] as const)("%s: the address is told only where there is room", (_why, sent, told) => {
    const director = directorFor();
    segment(director, fromClient("S"));
    segment(director, fromServer("SA"), { seq: 900 });
    const { options } = segment(director, fromClient("A"), { ack: 901, ...sent }).segment;
    expect(options?.toa?.address).toBe(told);
  });

  test("a wrong checksum stays wrong", () => {
    const director = directorFor();
    const right = tcpSegment({ srcPort: 4000, dstPort: 80, seq: 5, ack: 0, flags: 2, window: 64240 });
    const ends = { src: ip(client), dst: ip(vip), protocol: protocols.tcp };
    const packet = ipv4({ origin: 1, ...ends, payload: { ...right, checksumOk: false } });
    const [left] = take(director, "eth0", packet);
    expect(left?.payload).toMatchObject({ dstPort: 8080, checksumOk: false });
  });
});
