/** What the lab is asked besides going on: answers for whoever asks, and nothing changes by it. */

import type { App } from "./app.ts";
import { type Ask, ask, type Experiment } from "./playback/experiment.ts";

type Questions = Pick<App, "complete" | "examine" | "readFile">;

/** Asks the lab of the experiment that is open. */
export function questions(experiment: () => Experiment, send: Ask): Questions {
  return {
    examine: async () => {
      const answer = await ask(experiment(), send, { kind: "examine" });
      return answer.kind === "examined" ? answer.findings : [];
    },
    complete: async (terminal, line, cursor) => {
      const answer = await ask(experiment(), send, { kind: "complete", terminal, line, cursor });
      return answer.kind === "completed" ? answer : { start: cursor, candidates: [], common: "" };
    },
    readFile: async (node, path) => {
      const answer = await ask(experiment(), send, { kind: "read-file", node, path });
      return answer.kind === "file" ? answer.text : undefined;
    },
  };
}
