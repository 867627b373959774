/**
 * What the build makes of the scenarios: a list, and for each its data and its text as parts of their own,
 * loaded when they are asked for; and no build where one has a mistake.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import type { ScenarioCard } from "#scenario/scenario-card";
import { scenarios } from "../vite/scenarios.ts";

interface Chunk {
  readonly fileName: string;
  readonly code: string;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  readonly isEntry: boolean;
}

async function buildList(folder?: string): Promise<readonly Chunk[]> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [scenarios(folder)],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: "virtual:scenarios", preserveEntrySignatures: "strict" },
    },
  });
  const outputs = [built].flat().flatMap((part) => ("output" in part ? part.output : []));
  return outputs.flatMap((part) => (part.type === "chunk" ? [part] : []));
}

/** What a built part exports; it imports nothing. */
const exportsOf = async ({ code }: Chunk): Promise<Record<string, unknown>> =>
  (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>;

const names = readdirSync("scenarios")
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length))
  .sort();

describe("the scenarios of the page", () => {
  let list: Chunk;
  const parts = new Map<string, unknown>();

  beforeAll(async () => {
    const chunks = await buildList();
    const [entry] = chunks.filter(({ isEntry }) => isEntry);
    if (entry === undefined) throw new Error("no list was built");
    list = entry;
    for (const chunk of chunks.filter(({ fileName }) => list.dynamicImports.includes(fileName))) {
      const [kind = "", value] = Object.entries(await exportsOf(chunk))[0] ?? [];
      const name = chunk.fileName.replace(/^.*\/|-[\w-]{8}\.js$/g, "");
      parts.set(`${kind} of ${name}`, value);
    }
  });

  test.each(names)("%s is the data and the text of its file", (name) => {
    const file = `scenarios/${name}.yaml`;
    const text = readFileSync(file, "utf8");
    expect(parts.get(`scenario of ${name}`)).toEqual(parseScenario(text, { file }).scenario);
    expect(parts.get(`text of ${name}`)).toBe(text);
  });

  test("are listed with all that a picker shows, and with nothing else", async () => {
    const code = list.code.replaceAll(/\bimport\(/g, "Promise.reject(").replaceAll(/^import .*$/gm, "");
    const shown = (await exportsOf({ ...list, code })).scenarios as readonly ScenarioCard[];
    expect(shown.map(({ name }) => name)).toEqual(names);
    for (const { name, drawing, topic } of shown) {
      const scenario = parts.get(`scenario of ${name}`) as { nodes: unknown[]; segments: unknown[] };
      expect([name, drawing.machines.length]).toEqual([name, scenario.nodes.length]);
      expect([name, drawing.segments.length]).toEqual([name, scenario.segments.length]);
      expect(drawing.cables.length).toBeGreaterThanOrEqual(drawing.segments.length);
      expect([name, topic]).not.toEqual([name, undefined]);
    }
    expect(list.code).not.toContain("ipvsadm -A");
  });
});

describe("a build with a scenario that", () => {
  const good = readFileSync("scenarios/nat-basic.yaml", "utf8");

  test.each([
    ["has a mistake", (text: string) => text.replace("kind: client", "kind: cleint"), "cleint"],
    [
      "is warned of",
      (text: string) =>
        text.replace("  back: { at: [520, 240] }", "  back: { at: [520, 240] }\n  unused: {}"),
      "unused",
    ],
  ])("%s fails with its place", async (_what, damage, named) => {
    const folder = mkdtempSync(join(tmpdir(), "lvs-lab-scenarios-"));
    const text = damage(good);
    writeFileSync(join(folder, "broken.yaml"), text);
    const line = text.split("\n").findIndex((one) => one.includes(named)) + 1;
    await expect(buildList(`${folder}/`)).rejects.toThrow(`scenarios/broken.yaml:${line}:`);
    rmSync(folder, { recursive: true, force: true });
  });
});
