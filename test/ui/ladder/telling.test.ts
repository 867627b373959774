import { beforeAll, describe, expect, test } from "vitest";
import { noChanges, type TerminalPiece } from "#lab/batch";
import { append, cutAt, emptyRecording, type Recording } from "#lab/recording";
import { seconds } from "#sim/engine/time";
import { formatIpv4 } from "#sim/wire/address";
import { recordedScenario } from "#support/recorded-scenario";
import type { Mark, Sending } from "#ui/ladder/marks";
import { type Telling, tellingOf, tellOn } from "#ui/ladder/telling";

interface Recorded {
  readonly recording: Recording;
  readonly machines: ReadonlySet<string>;
}

const told = ({ recording, machines }: Recorded): Telling => {
  const telling = tellingOf(recording, machines);
  tellOn(telling, Number.POSITIVE_INFINITY);
  return telling;
};

const isSending = (mark: Mark): mark is Sending => mark.kind === "sending";

const arrowText = ({ node, arrivals, protocol }: Sending): string =>
  `${node} -> ${arrivals.map((arrival) => arrival.node).join(" ")} ${protocol}`;

describe("the first request where nobody hides the VIP", () => {
  let recorded: Recorded;
  let telling: Telling;
  beforeAll(async () => {
    const { recording, machines } = await recordedScenario("arp-nothing-set");
    recorded = { recording: cutAt(recording, seconds(0.9)), machines };
    telling = told(recorded);
  });

  test("is told from machine to machine, a broadcast once with everyone it comes to", () => {
    expect(telling.marks.filter(isSending).slice(0, 6).map(arrowText)).toEqual([
      "client -> router arp",
      "router -> client arp",
      "client -> router tcp",
      "router -> rs1 rs2 director arp",
      "rs1 -> router arp",
      "router -> rs1 tcp",
    ]);
  });

  test("has every frame that a machine sent, and every one that came to a machine", () => {
    const { events } = recorded.recording;
    const count = (kind: string): number =>
      events.filter(({ event }) => event.kind === kind && recorded.machines.has(event.node)).length;
    const sendings = telling.marks.filter(isSending);
    expect(sendings.length).toBe(count("frame-sent"));
    expect(sendings.flatMap(({ arrivals }) => arrivals).length).toBe(count("frame-received"));
    expect(sendings.length).toBeGreaterThan(20);
  });

  test("notes that the router keeps the first answer", () => {
    const notes = telling.marks.flatMap((mark) => (mark.kind === "note" ? [mark] : []));
    const kept = notes.filter(({ event }) => event.kind === "neighbour-update-refused");
    expect(kept.map(({ node, tone, protocol }) => [node, tone, protocol])).toEqual([
      ["router", "silence", "arp"],
      ["router", "silence", "arp"],
    ]);
  });

  test("belongs to one flow with all that was asked for its sake", () => {
    const [flow, ...others] = telling.flows.list;
    expect(others).toEqual([]);
    expect(flow && `${formatIpv4(flow.src)} ${formatIpv4(flow.dst)}:${flow.dstPort}`).toBe(
      "192.168.10.6 10.0.0.10:80",
    );
    expect(new Set(telling.marks.filter(isSending).map((mark) => mark.flow))).toEqual(new Set([0]));
  });

  test("shows an event without a row where its frame leaves, or at what led to it", () => {
    const { events } = recorded.recording;
    const rowOf = (kind: string, node: string): unknown => {
      const position = events.findIndex(({ event }) => event.kind === kind && event.node === node);
      const row = telling.rows[telling.rowOf[position] ?? -1];
      const mark = telling.marks[row?.mark ?? -1];
      return mark?.kind === "sending" ? [arrowText(mark), mark.arrivals[row?.arrival ?? -1]?.node] : mark;
    };
    expect(rowOf("arp-reply-sent", "rs1")).toEqual(["rs1 -> router arp", undefined]);
    expect(rowOf("packet-delivered", "rs1")).toEqual(["router -> rs1 tcp", "rs1"]);
  });

  test("reads the same told at once or event by event", () => {
    const slowly = tellingOf(recorded.recording, recorded.machines);
    while (!tellOn(slowly, 1));
    expect(slowly.rows).toEqual(telling.rows);
    expect(slowly.marks).toEqual(telling.marks);
  });
});

test("both sides of NAT, and of FULLNAT's local addresses, are one flow", async () => {
  for (const name of ["nat-basic", "fullnat"]) {
    const telling = told(await recordedScenario(name));
    const sendings = telling.marks.filter(isSending).filter(({ protocol }) => protocol === "tcp");
    const clients = new Set(
      telling.flows.list.filter(({ protocol }) => protocol === "tcp").map(({ src }) => src),
    );
    expect([...clients].map(formatIpv4)).toEqual(["192.168.10.6"]);
    expect(sendings.length).toBeGreaterThan(30);
    expect(sendings.every(({ flow }) => flow >= 0)).toBe(true);
  }
});

test("a drop is told with its reason, one between machines with the frame that ended", async () => {
  const telling = told(await recordedScenario("tunnel-basic"));
  const drops = telling.marks.flatMap((mark) => (mark.kind === "note" && mark.tone === "drop" ? [mark] : []));
  expect(drops.map(({ node, event }) => [node, "reason" in event && event.reason])).toContainEqual([
    "rs2",
    "reverse-path",
  ]);
});

test("lines that were typed stand before what they led to", async () => {
  const { recording, machines } = await recordedScenario("arp-nothing-set");
  const whole = emptyRecording();
  const where = { terminal: { node: "client", number: 0 }, position: 0 };
  const pieces: TerminalPiece[] = [
    { ...where, at: seconds(0.5), kind: "typed", text: "curl -m 1 10.0.0.10", isScript: true },
    { ...where, at: seconds(0.5), position: 3, kind: "output", text: "hello\n", stream: "stdout" },
  ];
  const { events, head } = recording;
  append(whole, { events, flights: [], changes: noChanges, pieces, log: [], head });
  const { marks, rows } = told({ recording: whole, machines });
  expect(marks[0]).toMatchObject({ kind: "typed", node: "client", text: "curl -m 1 10.0.0.10" });
  expect(marks.filter(({ kind }) => kind === "typed").length).toBe(1);
  expect(rows[0]).toEqual({ mark: 0, arrival: -1, after: 0, at: seconds(0.5) });
});
