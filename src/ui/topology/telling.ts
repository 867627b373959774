/**
 * Tells in words what moves, for those who cannot see it: the latest thing that happened, at most once in a
 * while, and never the same twice.
 */

import { lineOf } from "../packet-label.ts";
import { mostLabelled } from "./frames-layer.ts";
import type { Happening, Lately } from "./happenings.ts";
import { textOf } from "./showing.ts";
import type { NotedStage } from "./stage.ts";

/** A screen reader is not to be interrupted more often than that. */
const leastMillis = 1200;

export interface Teller {
  tell(lately: Lately): void;
  close(): void;
}

export function createTeller(stage: NotedStage): Teller {
  let last = "";
  let quietUntil = 0;
  let waiting: Lately | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const text = textFor(stage, waiting);
    waiting = undefined;
    if (text === "" || text === last) return;
    last = text;
    quietUntil = performance.now() + leastMillis;
    stage.page.say(text);
  };
  return {
    tell(lately) {
      waiting = lately;
      timer ??= setTimeout(say, Math.max(60, quietUntil - performance.now()));
    },
    close() {
      clearTimeout(timer);
    },
  };
}

/** What is to be told: what has just happened, else what was sent last. */
function textFor(stage: NotedStage, { happenings }: Lately): string {
  const { notes } = stage;
  if (stage.marks.length > mostLabelled) return notes.manyFrames(stage.marks.length);
  const [latest] = happenings;
  const said = latest !== undefined && latest.age < leastMillis ? wordsOf(latest, stage) : "";
  if (said !== "") return said;
  const flight = stage.marks.at(-1)?.flight;
  if (flight === undefined) return "";
  return notes.onItsWay(lineOf(textOf(stage, flight)), flight.from.node, flight.to.node);
}

function wordsOf(happening: Happening, { notes, page }: NotedStage): string {
  switch (happening.kind) {
    case "drop":
      return notes.told.drops(happening.node, page.words().stage.drops[happening.reason]);
    case "silence":
      return notes.told.silent(happening.node, happening.setting?.name ?? "");
    case "change":
      return "";
  }
}
