/**
 * ipvsadm 1.31 word for word: its sessions with a real kernel against the same commands here.
 */

import { describe, expect, test } from "vitest";
import { exchangesOf, replay } from "./transcript.ts";

const sessions = ["services", "servers", "marks", "persistence", "listing", "saving", "others"];

describe("ipvsadm says what the real one says", () => {
  test.each(sessions)("%s", async (name) => {
    const recorded = exchangesOf(new URL(`./ipvsadm/${name}.txt`, import.meta.url));
    expect(recorded.length).toBeGreaterThan(5);
    const replayed = await replay(recorded);
    const text = (exchanges: typeof recorded): readonly string[] =>
      exchanges.map(({ command, answer }) => `$ ${command}\n${answer}`);
    expect(text(replayed)).toEqual(text(recorded));
  });
});
