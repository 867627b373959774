import { readFileSync, writeFileSync } from "node:fs";
import { test } from "vitest";
import { play, readTranscript } from "../support/transcript.ts";
test("write", async () => {
  const path = process.env.IN!;
  const t = readTranscript(readFileSync(path, "utf8"));
  const results = await play(t);
  const head = readFileSync(path, "utf8").split("\n").filter((l, i) => i === 0 || l.startsWith("#:"));
  const out = [...head, ...t.exchanges.flatMap((e, i) => [`${e.node}$ ${e.command}`, ...(e.interrupt ? [`^C after ${e.interrupt / 1e9}s`] : []), ...results[i]!])];
  writeFileSync(process.env.OUT!, out.join("\n") + "\n");
}, 60000);
