/** What a lab behind a port answers, and that nothing keeps it from answering. */

import { describe, expect, test } from "vitest";
import type { LabAct } from "#lab/lab-command";
import type { Asked } from "#lab/remote";
import { millis, type Nanos, nanos, seconds } from "#sim/engine/time";
import { namedScenario, type PortedLab, portedLab, scenarioOf, together } from "#support/lab-over-port";
import { oneHost, twoHosts } from "#support/one-host";

const onA = { node: "a", number: 0 };
const typed = (text: string): LabAct => ({ kind: "type", terminal: onA, text });

async function opened(text: string): Promise<PortedLab> {
  const lab = portedLab({ now: () => performance.now() });
  await lab.open(scenarioOf(text));
  return lab;
}

const runTo = (until: Nanos, fields: Partial<Extract<Asked, { kind: "run" }>> = {}): Asked => ({
  ...{ kind: "run", until, step: undefined, breakpoints: [], maxEvents: 1e9, toPiece: false },
  ...fields,
});

describe("a lab is opened", () => {
  test("problems of the setups, and what the terminals show at first", async () => {
    const lab = portedLab();
    const answer = await lab.open(
      scenarioOf(`${oneHost}    sysctl-preset: rhel\n    setup: |\n      nonsense\n`),
    );
    expect(answer.problems.map(({ text }) => text).join()).toContain("nonsense: command not found");
    expect(answer.prompts).toEqual([{ node: "a", prompt: "[root@a ~]# " }]);
    expect(answer.status).toEqual({ head: 0, nextDue: undefined, busy: [], nextScript: undefined });
    lab.close();
  });

  test("what the setups left is sent to who knows nothing of time zero", async () => {
    const scenario = scenarioOf(twoHosts);
    const anew = portedLab();
    await anew.open(scenario);
    const rows = together(anew.batches).changes.names.length;
    anew.close();
    expect(rows).toBeGreaterThan(0);
    const lab = portedLab();
    await lab.open(scenario, { knownUntil: nanos(-1) });
    expect(together(lab.batches).changes.names.length).toBe(rows);
    lab.close();
  });

  test("a long opening tells how far it is", async () => {
    const lab = portedLab();
    const log = [{ at: nanos(0), act: typed("ping -i 0.01 10.0.0.2") }];
    const answer = await lab.open(scenarioOf(twoHosts), { log, until: seconds(20) });
    expect(answer).toMatchObject({
      end: "moment",
      status: { head: seconds(20), busy: [{ ...onA, waitsFor: "time" }] },
    });
    expect(lab.progress.length).toBeGreaterThan(3);
    expect([...lab.progress].sort((a, b) => a - b)).toEqual(lab.progress);
    expect(Math.max(...lab.progress)).toBeLessThanOrEqual(1);
    lab.close();
  });

  test("batches are small, in order, and never ahead of their head but within a moment", async () => {
    const lab = await opened(twoHosts);
    await lab.act(typed("ping -f 10.0.0.2"));
    await lab.run(200);
    lab.close();
    expect(lab.batches.length).toBeGreaterThan(20);
    let head = -1;
    for (const batch of lab.batches) {
      expect(batch.events.length).toBeLessThan(600);
      expect(batch.head).toBeGreaterThanOrEqual(head);
      expect(batch.events.at(-1)?.at ?? 0).toBeLessThanOrEqual(batch.head + 1);
      head = batch.head;
    }
    expect(head).toBe(lab.head());
  });
});

describe("a run ends", () => {
  const arp = namedScenario("arp-nothing-set");

  test.each([
    ["hop", "frame-received"],
    ["decision", "destination-scheduled"],
    ["drop", "packet-dropped"],
    ["event", "tcp-state-changed"],
  ] as const)("with a step by %s", async (step, kind) => {
    const lab = portedLab();
    await lab.open(namedScenario("nat-no-forward"));
    const answer = await lab.ask(runTo(seconds(60), { step }), "ran");
    const { events, head } = together(lab.batches);
    expect(answer.end).toBe("step");
    const stop = events.find(({ id }) => id === answer.endedBy);
    expect(stop?.event.kind).toBe(kind);
    // The moment of the stop is whole: a run to that very moment adds nothing.
    expect(stop?.at).toBe(head);
    await lab.ask(runTo(head), "ran");
    expect(together(lab.batches).events.length).toBe(events.length);
    lab.close();
  });

  test("at a breakpoint, before a step that would end later", async () => {
    const lab = portedLab();
    await lab.open(arp);
    const breakpoints = [{ kind: "vip-answered", vips: ["10.0.0.10"] }] as const;
    const answer = await lab.ask(runTo(seconds(9), { step: "decision", breakpoints }), "ran");
    expect(answer.end).toBe("breakpoint");
    const stop = together(lab.batches).events.find(({ id }) => id === answer.endedBy);
    expect(stop?.event.kind).toBe("arp-reply-sent");
    lab.close();
  });

  test("where a terminal shows something, if that was asked for", async () => {
    const lab = await opened(twoHosts);
    await lab.act(typed("ping -c 3 10.0.0.2"));
    const answer = await lab.ask(runTo(seconds(60), { toPiece: true }), "ran");
    const { pieces, head } = together(lab.batches);
    expect(answer.end).toBe("piece");
    expect(pieces.at(-1)).toMatchObject({ kind: "output", at: head });
    expect(pieces.length).toBe(2);
    lab.close();
  });

  test("after so many events, and the rest of their moment", async () => {
    const lab = portedLab();
    await lab.open(arp);
    const answer = await lab.ask(runTo(seconds(9), { maxEvents: 30 }), "ran");
    expect(answer).toMatchObject({ end: "events", endedBy: undefined });
    const { events } = together(lab.batches);
    expect(events.length).toBeGreaterThanOrEqual(30);
    expect(events.length).toBeLessThan(60);
    lab.close();
  });

  test("where nothing is to come, at the moment that was asked for", async () => {
    const lab = await opened(oneHost);
    const answer = await lab.ask(runTo(seconds(7)), "ran");
    expect(answer).toMatchObject({ end: "idle", status: { head: seconds(7) } });
    expect(await lab.ask(runTo(seconds(8), { step: "event" }), "ran")).toMatchObject({ end: "idle" });
    lab.close();
  });

  test("after an hour, however far it was asked for", async () => {
    const lab = await opened(oneHost);
    await lab.act(typed("sleep 100000"));
    const answer = await lab.ask(runTo(seconds(90_000)), "ran");
    expect(answer).toMatchObject({ end: "moment", status: { head: seconds(3600) } });
    lab.close();
  });

  test("where the recording is full", { timeout: 30_000 }, async () => {
    const lab = await opened(oneHost);
    await lab.act(typed(`yes ${"much ".repeat(20_000)}`));
    expect(await lab.ask(runTo(seconds(60)), "ran")).toMatchObject({ end: "full" });
    const { head } = together(lab.batches);
    expect(await lab.ask(runTo(seconds(60)), "ran")).toMatchObject({ end: "full", status: { head } });
    lab.close();
  });
});

describe("a lab that runs for ever can be halted", () => {
  const endless = [
    "while :; do :; done",
    "for i in {1..99999}; do for j in {1..99999}; do :; done; done",
    "ping -f 10.0.0.2",
    ":(){ :|:& };:",
    "while :; do :& done",
    "trap '' INT; while true; do yes | head -n 3; done",
  ];

  test.each(endless)("%s", { timeout: 20_000 }, async (line) => {
    const lab = await opened(twoHosts);
    await lab.act(typed(line));
    const running = lab.ask(runTo(seconds(3600)), "ran");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await lab.remote.ask({ kind: "halt" })).toEqual({ kind: "halted" });
    expect(await running).toMatchObject({ end: "halted" });
    // It goes on from there.
    await lab.act({ kind: "signal", terminal: onA, signal: "INT" });
    expect((await lab.run(1)).status.head).toBe(lab.head());
    lab.close();
  });

  test("while it is opened: it is open at the moment it got to", async () => {
    const lab = portedLab({ now: () => performance.now() });
    const log = [{ at: millis(1), act: typed("ping -f 10.0.0.2") }];
    const opening = lab.open(scenarioOf(twoHosts), { log, until: seconds(3000) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await lab.remote.ask({ kind: "halt" });
    const { end, status } = await opening;
    expect(end).toBe("halted");
    expect(status.head).toBeGreaterThan(millis(1));
    expect(together(lab.batches).head).toBe(status.head);
    lab.close();
  });

  test("in a setup, which leaves no lab", async () => {
    const lab = portedLab({ now: () => performance.now() });
    const scenario = scenarioOf(`${oneHost}    setup: "while :; do :; done"\n`);
    const fields = { seed: undefined, log: [], until: nanos(0), knownUntil: undefined };
    const opening = lab.remote.ask({ kind: "open", scenario, ...fields });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await lab.remote.ask({ kind: "halt" });
    expect(await opening).toMatchObject({ kind: "failed", isOver: true });
    expect(await lab.remote.ask(runTo(seconds(1)))).toMatchObject({ kind: "failed", isOver: true });
    lab.close();
  });
});

describe("what makes no sense is refused and changes nothing", () => {
  const acts: readonly (readonly [string, LabAct])[] = [
    ["no node c", { kind: "type", terminal: { node: "c", number: 0 }, text: "ls" }],
    ["no such terminal", { kind: "type", terminal: { node: "a", number: 1e9 }, text: "ls" }],
    ["no editor", { kind: "edit", terminal: { node: "a", number: 3 }, text: "x" }],
  ];

  test.each(acts)("%s", async (_name, act) => {
    const lab = await opened(twoHosts);
    const refused = await lab.remote.ask({ kind: "act", act });
    expect(refused).toMatchObject({ kind: "failed", isOver: false });
    await lab.act(typed("echo $$"));
    await lab.run(5);
    const { log, pieces } = together(lab.batches);
    expect(log.length).toBe(1);
    // Not even a terminal was opened, which would have taken a process id.
    const fresh = await opened(twoHosts);
    await fresh.act(typed("echo $$"));
    await fresh.run(5);
    expect(pieces).toEqual(together(fresh.batches).pieces);
    lab.close();
    fresh.close();
  });

  const logs: readonly (readonly [string, unknown])[] = [
    ["no moment", [{ at: -1, act: typed("ls") }]],
    ["no act", [{ at: 0, act: { kind: "shout", terminal: onA, text: "ls" } }]],
    ["no terminal", [{ at: 0, act: { kind: "type", text: "ls" } }]],
    ["no text", [{ at: 0, act: { kind: "type", terminal: onA } }]],
    [
      "an unknown machine",
      [{ at: 0, act: { kind: "type", terminal: { node: "z", number: 0 }, text: "ls" } }],
    ],
    ["nothing", [null]],
    ["an act without an editor", [{ at: 0, act: { kind: "edit", terminal: onA, text: "" } }]],
    ["too many", Array.from({ length: 10_001 }, () => ({ at: 0, act: typed("ls") }))],
  ];

  test.each(logs)("a log with %s", async (_name, log) => {
    const lab = portedLab();
    const fields = { seed: undefined, until: seconds(1), knownUntil: undefined };
    const scenario = scenarioOf(oneHost);
    const answer = await lab.remote.ask({ kind: "open", scenario, log: log as never, ...fields });
    expect(answer).toMatchObject({ kind: "failed", isOver: true });
    expect(await lab.open(scenario)).toMatchObject({ end: "moment" });
    lab.close();
  });

  test("the past cannot be run to, and there is no run before a lab", async () => {
    const lab = portedLab();
    expect(await lab.remote.ask(runTo(seconds(1)))).toMatchObject({ kind: "failed", isOver: true });
    await lab.open(scenarioOf(oneHost), { until: seconds(2) });
    expect(await lab.remote.ask(runTo(seconds(1)))).toMatchObject({ kind: "failed", isOver: false });
    expect(await lab.remote.ask(runTo(Number.NaN as Nanos))).toMatchObject({ kind: "failed", isOver: false });
    lab.close();
  });

  test("a mistake of ours ends the lab and says what it was", async () => {
    const lab = await opened(oneHost);
    await lab.act(typed("x=ab; while :; do x=$x$x; done"));
    const answer = await lab.remote.ask(runTo(seconds(1)));
    expect(answer).toEqual({ kind: "failed", message: "Invalid string length", isOver: true });
    lab.close();
  });
});
