/**
 * Links that hold an experiment: they come back as they were, and what is no link is told apart.
 */
import { describe, expect, test } from "vitest";
import type { LabCommand } from "#lab/lab-command";
import type { Nanos } from "#sim/engine/time";
import { readLink, type SharedLab, writeLink } from "#ui/share/link";

const terminal = { node: "rs1", number: 0 };
const at = (moment: number): Nanos => moment as Nanos;
const log: readonly LabCommand[] = [
  { at: at(5), act: { kind: "type", terminal, text: "while :; do curl 10.0.0.10; done # 中文" } },
  { at: at(6), act: { kind: "signal", terminal, signal: "INT" } },
  { at: at(7), act: { kind: "input", terminal: { node: "rs1", number: 2 }, text: "y\n" } },
  { at: at(8), act: { kind: "input", terminal, text: undefined } },
  { at: at(9), act: { kind: "edit", terminal, text: "a\nb\n" } },
];

const shared: SharedLab = {
  ...{ name: "arp-nothing-set", yaml: undefined, seed: 7, log, until: 1_234_567, at: 1_000_000 },
  ...{ position: 42, language: "zh" },
};

/** A fragment with any JSON in it. */
async function fragmentOf(said: unknown, version = "1"): Promise<string> {
  const stream = new Blob([JSON.stringify(said)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  return `${version}.${bytes.toString("base64url")}`;
}

const plain = { s: "nat-basic", u: 0, m: [0, 0], l: "en", c: [] };

describe("a link", () => {
  test("comes back as it was", async () => {
    expect(await readLink(await writeLink(shared))).toEqual({ ok: true, shared });
  });

  test("holds a scenario that was edited", async () => {
    const edited = { ...shared, name: undefined, yaml: "title: { en: Mine, zh: 我的 }\n" };
    expect(await readLink(await writeLink(edited))).toEqual({ ok: true, shared: edited });
  });

  test("needs few characters", async () => {
    expect((await writeLink(shared)).length).toBeLessThan(400);
  });

  test.each([
    ["nothing", ""],
    ["words", "hello"],
    ["no base64", "1.!!!"],
    ["cut short", "1.q1Yq"],
    ["no JSON", "1.S0wEAA"],
  ])("that holds %s is unreadable", async (_name, fragment) => {
    expect(await readLink(fragment)).toEqual({ ok: false, mistake: "unreadable" });
  });

  test("of a newer version says so", async () => {
    expect(await readLink(await fragmentOf(plain, "2"))).toEqual({ ok: false, mistake: "newer" });
  });

  test("that grows beyond all measure is stopped", async () => {
    const bomb = await fragmentOf({ ...plain, y: "a".repeat(50_000_000) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await readLink(bomb)).toEqual({ ok: false, mistake: "too-large" });
    expect(await readLink("a".repeat(300_000))).toEqual({ ok: false, mistake: "too-large" });
  });

  test.each([
    ["nothing at all", null],
    ["a list", []],
    ["two scenarios", { ...plain, y: "x" }],
    ["no scenario", { ...plain, s: undefined }],
    ["a path", { ...plain, s: "../../etc/passwd" }],
    ["a time before time", { ...plain, u: -1 }],
    ["a time beyond a day", { ...plain, u: 1e15 }],
    ["a fraction of a position", { ...plain, m: [0, 0.5] }],
    ["no log", { ...plain, c: "rm -rf /" }],
    ["too many commands", { ...plain, c: Array.from({ length: 2001 }, () => [0, "type", "rs1", 0, ""]) }],
    ["an unknown act", { ...plain, c: [[0, "eval", "rs1", 0, "alert(1)"]] }],
    ["an unknown signal", { ...plain, c: [[0, "signal", "rs1", 0, "KILL"]] }],
    ["a command without text", { ...plain, c: [[0, "type", "rs1", 0]] }],
    ["a machine that is no name", { ...plain, c: [[0, "type", { __proto__: 1 }, 0, "x"]] }],
    ["a terminal without end", { ...plain, c: [[0, "type", "rs1", 1e9, "x"]] }],
  ])("with %s is nonsense", async (_name, said) => {
    expect(await readLink(await fragmentOf(said))).toEqual({ ok: false, mistake: "nonsense" });
  });
});
