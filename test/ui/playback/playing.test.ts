/**
 * The player with a real lab on the other side of a port, frame by frame of a screen that is not there: what
 * plays after something was typed, when it stands still again, and what happens in the past.
 */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LabAct } from "#lab/lab-command";
import { flightsAt } from "#lab/recording";
import { nanos } from "#sim/engine/time";
import { type PortedLab, portedLab, scenarioOf } from "#support/lab-over-port";
import { twoHosts } from "#support/one-host";
import { initialState } from "#ui/initial-state";
import { type Experiment, experimentOf, openLab, receive } from "#ui/playback/experiment";
import { createPlayback, type Playback } from "#ui/playback/playback";
import { type Speed, type Store, storeOf } from "#ui/store";

interface Player {
  readonly playback: Playback;
  readonly store: Store;
  readonly experiment: Experiment;
  readonly lab: PortedLab;
  /** Frames of the screen until it stands still, or so many at most; answers how many. */
  readonly frames: (most?: number) => Promise<number>;
}

let player: Player;

async function playerOf(text: string): Promise<Player> {
  const scenario = scenarioOf(text);
  const store = storeOf(
    initialState({ language: "en", theme: "light", isProjector: false, isStill: false }),
    () => {},
  );
  const experiment = experimentOf({ scenario });
  const lab = portedLab();
  const { push } = lab.batches;
  lab.batches.push = (...batches) => {
    for (const batch of batches) receive(experiment, batch);
    return push.apply(lab.batches, []);
  };
  let answered: Promise<unknown> = Promise.resolve();
  const send: typeof lab.remote.ask = (request) => {
    const answer = lab.remote.ask(request);
    answered = answer;
    return answer;
  };
  const onFailure = (failure: Error): void => {
    throw failure;
  };
  const playback = createPlayback({ store, experiment: () => experiment, send, onFailure });
  await playback.load();
  playback.send({ type: "open" });
  await openLab(experiment, send, { log: [], until: nanos(0) });
  playback.send({ type: "opened", isPlaying: false });
  let now = 0;
  const frames = async (most = 2_000): Promise<number> => {
    for (let count = 0; count < most; count++) {
      if (store.state().player.play !== "playing") return count;
      now += 16;
      playback.frame(now);
      await answered;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return most;
  };
  return { playback, store, experiment, lab, frames };
}

const typed = (node: string, text: string, number = 0): LabAct => ({
  ...{ kind: "type", terminal: { node, number }, text },
});
const ctrlC = (node: string): LabAct => ({ kind: "signal", terminal: { node, number: 0 }, signal: "INT" });

const type = (node: string, text: string, number = 0): Promise<void> =>
  player.playback.act(typed(node, text, number));
const speed = (wanted: Speed): void => player.playback.setSpeed(wanted);
const moment = () => player.store.state().moment;
const play = () => player.store.state().player.play;

/** What a terminal has shown up to the shown moment. */
const said = (node: string, number = 0): string =>
  player.experiment.recording.pieces
    .filter(({ terminal, at }) => terminal.node === node && terminal.number === number && at <= moment().at)
    .map((piece) => (piece.kind === "output" ? piece.text : piece.kind === "ended" ? piece.prompt : ""))
    .join("");

beforeEach(async () => {
  player = await playerOf(twoHosts);
});

afterEach(() => player.lab.close());

describe("a command that was typed", () => {
  test("and only thinks is over within a few frames, and the lab stands still", async () => {
    await type("a", "ip addr; hostname; ls /");
    expect(await player.frames()).toBeLessThan(12);
    expect(said("a")).toContain("inet 10.0.0.1/24");
    expect(said("a")).toMatch(/# $/);
    expect(moment().at).toBeLessThan(0.2e9);
    expect(player.store.state().player.stopped).toBe("idle");
  });

  test("and sends frames takes the time that they take to be watched", async () => {
    await type("a", "ping -c 1 10.0.0.2");
    const atOne = await player.frames();
    speed(100);
    await type("a", "ping -c 1 10.0.0.2");
    const atHundred = await player.frames();
    expect(atOne).toBeGreaterThan(60);
    expect(atHundred).toBeLessThan(60);
    expect(said("a").match(/1 received/g)).toHaveLength(2);
  });

  test("while frames of others are on their way is over soon, and those stand still again", async () => {
    speed("max");
    await type("a", "ping -c 1 10.0.0.2");
    await player.frames();
    const { events } = player.experiment.recording;
    const first = events.find(({ event }) => event.kind === "frame-sent" && event.node === "a");
    player.playback.seek({ at: nanos((first?.at ?? 0) + 1) });
    speed(1);
    await type("b", "hostname");
    expect(await player.frames()).toBeLessThan(25);
    expect(said("b")).toContain("b\n");
    await type("b", "ping -c 1 10.0.0.1");
    expect(await player.frames()).toBeGreaterThan(35);
  });

  test("and only waits is over soon, however long it waits", async () => {
    await type("a", "sleep 600; echo over");
    expect(await player.frames()).toBeLessThan(90);
    expect(said("a")).toContain("over\n");
    expect(moment().at).toBeGreaterThan(600e9);
    expect(moment().at).toBeLessThan(601e9);
  });

  test.each(["cat", "read x", "vi note", "tcpdump -n -i eth0", "nc -l 80", "tail -f /etc/hosts"])(
    "and waits for somebody stands still: %s",
    async (line) => {
      await type("a", line);
      expect(await player.frames()).toBeLessThan(60);
      expect(moment().at).toBeLessThan(1e9);
      expect(player.experiment.status?.busy).toHaveLength(1);
    },
  );

  test.each([1, "max"] as const)(
    "stops no ping that plays, and a ping that stands still goes no further: %s",
    async (wanted) => {
      speed(wanted === 1 ? 30 : wanted);
      await type("a", "ping 10.0.0.2");
      await player.frames(60);
      await type("a", "hostname", 1);
      await player.frames(60);
      expect(said("a", 1)).toContain("a\n");
      expect(play()).toBe("playing");
      player.playback.pause();
      await player.playback.settle();
      const before = moment().at;
      await type("b", "hostname");
      await player.frames();
      expect(play()).toBe("paused");
      expect(said("b")).toContain("b\n");
      expect(moment().at - before).toBeLessThan(0.2e9);
      expect(player.experiment.status?.busy).toHaveLength(1);
    },
  );
});

describe("Ctrl-C", () => {
  test("comes at the shown moment, so that every packet of a ping that was sent was answered", async () => {
    speed(30);
    await type("a", "ping 10.0.0.2");
    for (const frames of [97, 31, 55]) {
      await player.frames(frames);
      while (flightsAt(player.experiment.recording, moment().at).length > 0) await player.frames(1);
      await player.playback.act(ctrlC("a"));
      await player.frames();
      expect(said("a")).toMatch(/(\d+) packets transmitted, \1 received, 0% packet loss/);
      expect(play()).toBe("paused");
      await type("a", "clear; ping 10.0.0.2");
    }
  });

  test("ends a loop, and the lab stands still", async () => {
    speed("max");
    await type("a", "while :; do echo x; sleep 1; done");
    await player.frames(20);
    expect(play()).toBe("playing");
    await player.playback.act(ctrlC("a"));
    await player.frames();
    expect(play()).toBe("paused");
    expect(said("a")).toMatch(/x\n\^C\n.*# $/);
  });
});

describe("the past", () => {
  beforeEach(async () => {
    speed("max");
    for (const line of ["echo one", "echo two", "echo three"]) {
      await type("a", line);
      await player.frames();
    }
  });

  const seekTo = (line: string): void => {
    const piece = player.experiment.recording.pieces.find(
      (each) => each.kind === "output" && each.text === line,
    );
    player.playback.seek({ at: nanos((piece?.at ?? 0) + 1) });
  };

  test("is where more was seen after the shown moment", async () => {
    expect(player.playback.isPast()).toBe(false);
    seekTo("two\n");
    expect(player.playback.isPast()).toBe(true);
    player.playback.toEnd();
    expect(player.playback.isPast()).toBe(false);
  });

  test("begins a branch where something is done in it, and what was seen is kept", async () => {
    seekTo("one\n");
    await type("a", "echo other");
    await player.frames();
    expect(said("a").replaceAll(/\S+# /g, "")).toBe("one\nother\n");
    expect(player.experiment.branches.map(({ recording }) => recording.log.length)).toEqual([3]);
    expect(player.playback.isPast()).toBe(false);
  });

  test("is taken back step by step", async () => {
    expect(await player.playback.undo()).toBe(true);
    expect(said("a").replaceAll(/\S+# /g, "")).toBe("one\ntwo\n");
    expect(await player.playback.undo()).toBe(true);
    expect(await player.playback.undo()).toBe(true);
    expect(said("a")).toBe("");
    expect(await player.playback.undo()).toBe(false);
  });

  test("of what plays is not mixed with what comes after it", async () => {
    speed(30);
    await type("b", "ping 10.0.0.1");
    await player.frames(100);
    seekTo("one\n");
    await type("a", "echo other");
    await player.frames();
    const { events, pieces, head } = player.experiment.recording;
    expect(events.every(({ at }, place) => at <= head && at >= (events[place - 1]?.at ?? 0))).toBe(true);
    expect(pieces.some(({ terminal }) => terminal.node === "b")).toBe(false);
  });
});
