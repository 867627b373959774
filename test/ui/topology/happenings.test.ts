import { beforeAll, describe, expect, test } from "vitest";
import { flightsAt, positionAt } from "#lab/recording";
import { nanos } from "#sim/engine/time";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { type RecordedScenario, recordedScenario } from "#support/recorded-scenario";
import { hopText } from "#ui/topology/change";
import { changeCardOf } from "#ui/topology/change-card";
import { focusTableOf } from "#ui/topology/focus-table";
import { type Happening, latelyAt } from "#ui/topology/happenings";
import { hopBefore } from "#ui/topology/hops";
import { createNamer, type Names } from "#ui/topology/names";
import { createModeller } from "#ui/topology/stage-model";
import { isBecauseOf } from "#ui/topology/subject-flights";
import { textWidth } from "#ui/topology/text-width";
import { stage as words } from "#words/en/stage";
import { stageNotes } from "#words/en/stage-notes";

interface Played extends RecordedScenario {
  readonly at: (kind: NetworkEvent["kind"], nth?: number, node?: string) => TraceEvent;
  readonly momentOf: (event: TraceEvent) => { at: TraceEvent["at"]; position: number };
  readonly names: (event: TraceEvent) => Names;
  readonly isMachine: (node: string) => boolean;
}

async function played(name: string): Promise<Played> {
  const recorded = await recordedScenario(name);
  const { recording, scenario, machines } = recorded;
  const first = recording.events[0]?.id ?? 0;
  const momentOf = ({ at, id }: TraceEvent) => ({ at, position: id - first + 1 });
  const namer = createNamer();
  return {
    ...recorded,
    at(kind, nth = 0, node) {
      const found = recording.events.filter(
        ({ event }) => event.kind === kind && (node === undefined || event.node === node),
      )[nth];
      if (found === undefined) throw new Error(`${name} has no ${kind} number ${nth}`);
      return found;
    },
    momentOf,
    names: (event) => namer(recording, scenario, momentOf(event), "roles"),
    isMachine: (node) => machines.has(node),
  };
}

let nat: Played;
let tunnel: Played;
let direct: Played;
let arp: Played;

beforeAll(async () => {
  [nat, tunnel, direct, arp] = [
    await played("nat-basic"),
    await played("tunnel-basic"),
    await played("direct-routing"),
    await played("arp-nothing-set"),
  ];
});

const latelyOf = ({ recording, momentOf }: Played, event: TraceEvent, speed: 1 | "max" = 1) =>
  latelyAt({ recording, moment: momentOf(event), speed, selected: undefined });

test("what was dropped before a pause ages as evenly as the pause is seen to pass", () => {
  const { recording, at, momentOf } = tunnel;
  const dropped = at("packet-dropped", 0, "rs2");
  const { position } = momentOf(dropped);
  const next = recording.events[position]?.at ?? dropped.at;
  expect(next - dropped.at).toBeGreaterThan(1e8);
  const ages = [0, 0.25, 0.5, 0.999].map((part) => {
    const moment = { at: nanos(Math.round(dropped.at + part * (next - dropped.at))), position };
    const { happenings } = latelyAt({ recording, moment, speed: 1, selected: undefined });
    return Math.round(happenings.find(({ id }) => id === dropped.id)?.age ?? -1);
  });
  expect(ages).toEqual([0, 100, 200, 400]);
});

test("a line that is typed while nothing moves ends what was before, but for what is selected", () => {
  const { recording, at, momentOf } = tunnel;
  const dropped = at("packet-dropped", 0, "rs2");
  const { position } = momentOf(dropped);
  const later = recording.events[position]?.at ?? dropped.at;
  const act = { kind: "type", terminal: { node: "client", number: 0 }, text: "ip a" } as const;
  const isMarked = (typedAt: number, selected?: number): boolean => {
    const typed = { ...recording, log: [{ at: nanos(typedAt), act }] };
    const { happenings } = latelyAt({
      recording: typed,
      moment: { at: later, position },
      speed: 1,
      selected,
    });
    return happenings.some(({ id }) => id === dropped.id);
  };
  expect(isMarked(dropped.at - 1)).toBe(true);
  expect(isMarked(later - 1)).toBe(false);
  expect(isMarked(later + 1)).toBe(true);
  expect(isMarked(later - 1, dropped.id)).toBe(true);
});

test("the next step of a lesson ends what was before it, unless the moment is before it", () => {
  const { recording, at, momentOf } = tunnel;
  const dropped = at("packet-dropped", 0, "rs2");
  const moment = momentOf(dropped);
  const isMarked = (since: number): boolean => {
    const lately = latelyAt({
      ...{ recording, moment: { ...moment, at: nanos(moment.at + 1) }, speed: 1, selected: undefined },
      since: nanos(since),
    });
    return lately.happenings.some(({ id }) => id === dropped.id);
  };
  expect([0, 1, 2].map((later) => isMarked(dropped.at + later))).toEqual([true, false, true]);
});

/** The card of a change, a line for each header: `IP dst VIP:80 → RIP2:80`. */
function cardOf(lab: Played, event: TraceEvent): string[] {
  const [happening] = latelyOf(lab, event).happenings;
  if (happening?.kind !== "change") throw new Error("nothing was changed");
  const card = changeCardOf(happening, lab.recording, lab.names(event), stageNotes);
  return (card?.rows ?? []).map(({ layer, fields, isNew }) => {
    const told = fields.map(({ field, before, after }) =>
      before === "" ? after : `${field} ${before} → ${after}`,
    );
    return [`${layer.word}${isNew ? " (new)" : ""}`, ...told].join(" ");
  });
}

describe("a change is told header by header, where it happens", () => {
  test("NAT: the destination on the way there, the source on the way back", () => {
    expect(cardOf(nat, nat.at("request-forwarded"))).toEqual(["IP dst VIP:80 → RIP2:80 ttl 64 → 63", "TCP"]);
    expect(cardOf(nat, nat.at("reply-rewritten"))).toEqual([
      "ETH dst director → client",
      "IP src RIP2:80 → VIP:80",
      "TCP",
    ]);
  });

  test("tunnel: a header more", () => {
    expect(cardOf(tunnel, tunnel.at("request-forwarded"))).toEqual(["IP (new) DIP → RIP2", "IP", "TCP"]);
  });

  test("direct routing: the frame's destination, as soon as it is known", () => {
    const [, second] = [0, 1].map((nth) => cardOf(direct, direct.at("request-forwarded", nth)));
    expect(second?.[0]).toMatch(/^ETH dst director → rs[12]$/);
  });
});

describe("marks", () => {
  const kindsOf = (happenings: readonly Happening[]): string[] =>
    happenings.map(({ kind, node }) => `${kind} at ${node}`);

  test("tell who keeps silent, and of no machine that was not asked", () => {
    const silent = tunnel.at("arp-not-answered", 1);
    expect(kindsOf(latelyOf(tunnel, silent).happenings)).toEqual(["silence at rs1", "silence at rs2"]);
  });

  test("tell of a drop and the setting that decided", () => {
    const [drop] = latelyOf(tunnel, tunnel.at("packet-dropped")).happenings;
    expect(drop).toMatchObject({ kind: "drop", reason: "reverse-path", setting: { name: "rp_filter" } });
  });

  test("go once there was time to read them, and at once where time has no pace", () => {
    const drop = tunnel.at("packet-dropped");
    const { recording } = tunnel;
    const moment = tunnel.momentOf(tunnel.at("request-answered"));
    const shown = latelyAt({ recording, moment, speed: 1, selected: undefined });
    expect(kindsOf(shown.happenings)).not.toContain("drop at rs2");
    const selected = latelyAt({ recording, moment, speed: 1, selected: drop.id });
    expect(kindsOf(selected.happenings)).toEqual(["drop at rs2"]);
    const atOnce = latelyAt({ recording, moment, speed: "max", selected: undefined });
    expect(atOnce.happenings).toEqual([]);
  });
});

describe("the table that matters", () => {
  const rowsOf = (lab: Played, event: TraceEvent): string[] => {
    const { recording, momentOf } = lab;
    const focusing = {
      recording,
      moment: momentOf(event),
      names: lab.names(event),
      words: stageNotes,
      measure: textWidth,
    };
    const table = focusTableOf(event, focusing);
    const rows = (table?.rows ?? []).map(({ text, isMarked, struck }) =>
      [isMarked ? "*" : "", struck === undefined ? "" : `-${struck}-`, text]
        .filter((part) => part !== "")
        .join(" "),
    );
    return [`${table?.node} ${table?.title}`, ...rows];
  };

  test("is the reckoning of the scheduler, with its pick", () => {
    expect(rowsOf(nat, nat.at("destination-scheduled"))).toEqual([
      "director wrr's reckoning",
      expect.stringContaining("="),
      "* rs2:80 w=1 ← picked",
      "rs1:80 w=1",
    ]);
  });

  test("is the neighbours of whoever has just learnt, the changed one marked and first", () => {
    const learnt = arp.recording.events.find(
      ({ event }) =>
        event.kind === "neighbour-changed" && event.node === "router" && event.because === "reply",
    );
    if (learnt === undefined) throw new Error("the router learns nothing");
    const [title, first = ""] = rowsOf(arp, learnt);
    expect(title).toBe("router neighbours");
    expect(first).toMatch(/^\* VIP rs1 …04:00 REACHABLE$/);
  });

  test("is a connection's, and a setting with what it was", () => {
    expect(rowsOf(nat, nat.at("connection-created"))[1]).toMatch(/^\* CIP:\d+ → rs2:80 /);
    const set = arp.recording.events.find(
      ({ event }) => event.kind === "setting-changed" && event.node === "rs1",
    );
    if (set === undefined) throw new Error("nothing is set at rs1");
    expect(rowsOf(arp, set)).toEqual(["rs1 setting", "net.ipv4.conf.all.arp_ignore", "* -0- 1"]);
  });

  test("is none of an event that is about no table", () => {
    expect(rowsOf(nat, nat.at("frame-sent"))).toEqual(["undefined undefined"]);
  });
});

test("a frame tells what was changed of it on the hop before, through switches too", () => {
  const { recording, isMachine } = nat;
  const forwarded = nat.at("request-forwarded", 2);
  const names = nat.names(forwarded);
  const { flights } = recording.inFlight;
  const texts = flights
    .filter(({ sentAt }) => sentAt >= forwarded.at && sentAt <= forwarded.at + 20_000)
    .filter(({ frame }) => frame.payload.kind === "ipv4")
    .map((flight) => {
      const before = hopBefore(flights, flight, isMachine);
      const said = before === undefined ? "" : hopText(before.frame, flight.frame, names, words);
      return `${flight.from.node}: ${said}`;
    });
  expect(texts.slice(0, 3)).toEqual([
    "director: dst VIP:80 → RIP2:80",
    "director: dst VIP:80 → RIP2:80",
    "back: dst VIP:80 → RIP2:80",
  ]);
});

test("the frames of a decision are those it led to, up to the next machine", () => {
  const { recording, isMachine } = arp;
  const answer = arp.at("arp-reply-sent", 0, "rs1");
  const of = (at: number) =>
    flightsAt(recording, nanos(at)).filter((flight) => isBecauseOf(recording, flight, answer.id, isMachine));
  expect(of(answer.at + 5_000).map(({ from }) => from.node)).toEqual(["rs1"]);
  expect(of(answer.at + 15_000).map(({ from }) => from.node)).toEqual(["lan"]);
  expect(of(answer.at + 25_000)).toEqual([]);
});

describe("the model of a moment", () => {
  test("is the same object while nothing of it changes, whatever counters count", () => {
    const model = createModeller();
    const { recording, scenario, momentOf } = nat;
    const sent = nat.at("frame-sent", 20);
    const received = nat.at("frame-received", 24);
    const first = model(recording, scenario, momentOf(sent), "numbers");
    expect(model(recording, scenario, momentOf(received), "numbers")).toBe(first);
    expect(model(recording, scenario, momentOf(received), "roles")).not.toBe(first);
  });

  test("follows what is typed: the address that becomes the VIP, the one that is hidden", () => {
    const model = createModeller();
    const { recording, scenario } = arp;
    const chipsAt = (seconds: number) => {
      const at = nanos(seconds * 1e9);
      const { cards } = model(recording, scenario, { at, position: positionAt(recording, at) }, "numbers");
      return cards.flatMap(({ id, chips }) => chips.map((chip) => `${id} ${chip.isAnswered}`));
    };
    expect(chipsAt(1)).toEqual(["director true", "rs1 true", "rs2 true"]);
    expect(chipsAt(6)).toEqual(["director true", "rs1 false", "rs2 false"]);
  });

  test("shows a cable as broken whose device is down", async () => {
    const ifconfig = await played("dr-ifconfig");
    const down = ifconfig.at("carrier-changed");
    const { recording, scenario, momentOf } = ifconfig;
    const made = createModeller()(recording, scenario, momentOf(down), "numbers");
    expect([...made.broken]).toEqual(["node2 eth0"]);
  });
});
