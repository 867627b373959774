/**
 * What the build makes of the lessons: the course as a list, and for each lesson its data and its words in
 * each language as parts of their own, loaded when they are asked for; and no build where one has a mistake.
 */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { build, createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lessons } from "../vite/lessons.ts";

interface Chunk {
  readonly fileName: string;
  readonly code: string;
  readonly dynamicImports: readonly string[];
  readonly isEntry: boolean;
}

let folder = "";

const plugins = () => [lessons({ lessons: `${folder}/`, scenarios: join(process.cwd(), "scenarios/") })];

async function buildList(): Promise<readonly Chunk[]> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    plugins: plugins(),
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: "virtual:lessons", preserveEntrySignatures: "strict" },
    },
  });
  const outputs = [built].flat().flatMap((part) => ("output" in part ? part.output : []));
  return outputs.flatMap((part) => (part.type === "chunk" ? [part] : []));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lessons-"));
  cpSync("test/lesson/sample", join(folder, "sample"), { recursive: true });
  writeFileSync(join(folder, "course.yaml"), "- sample\n");
  writeFileSync(join(folder, "experiments.yaml"), "# none\n");
  cpSync("lessons/claims", join(folder, "claims"), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The page as it is served while one works on it; `served` asks for the sample's English words. */
async function startServer(): Promise<{ server: ViteDevServer; served: () => Promise<string | undefined> }> {
  const common = { configFile: false, logLevel: "silent", plugins: plugins() } as const;
  const server = await createServer({
    ...{ ...common, root: folder, server: { middlewareMode: true, ws: false } },
  });
  writeFileSync(join(folder, "page.js"), 'import { words } from "virtual:lesson-words/sample/en";\n');
  await server.transformRequest("/page.js");
  const served = async () => (await server.transformRequest("virtual:lesson-words/sample/en"))?.code;
  return { server, served };
}

describe("the lessons of the page", () => {
  test("are read anew when a file changes while one works on them", async () => {
    const { server, served } = await startServer();
    const file = join(folder, "sample", "en.md");
    const text = readFileSync(file, "utf8");
    try {
      expect(await served()).toContain("Who has VIP?");
      // Again and again: the watcher may still be starting.
      const changed = async () => {
        writeFileSync(file, text.replace("Who has VIP?", "Another title"));
        return served();
      };
      await expect.poll(changed, { interval: 300 }).toContain("Another title");
    } finally {
      writeFileSync(file, text);
      await server.close();
    }
  });

  test("are a list of cards, with three parts each that are loaded one by one", async () => {
    const chunks = await buildList();
    const [list, ...none] = chunks.filter(({ isEntry }) => isEntry);
    expect(none).toEqual([]);
    expect(list?.code).toContain('"zh": "谁有虚拟地址？"');
    expect(list?.code).not.toContain("A question to everybody");
    // Three of the lesson, and three of all claims together.
    expect(list?.dynamicImports.length).toBe(6);
    expect(list?.code).toContain("rr begins with the first server listed");
    expect(list?.code).not.toContain("It went to RS3, the last that was added");
    const said = chunks.filter(({ code }) => code.includes("A question to everybody"));
    expect(said.length).toBe(1);
    expect(said[0]?.code).not.toContain("问所有的机器");
  });

  test("are not built where a claim has a mistake", async () => {
    const file = join(folder, "claims", "zh.md");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("## fulltun:", "## halftun:"));
    await expect(buildList()).rejects.toThrow(/lessons\/claims\/zh\.md:\d+:\d+: error: .*halftun/);
    writeFileSync(file, text);
  });

  test("are not built where one has a mistake", async () => {
    const file = join(folder, "sample", "zh.md");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("### reply nothing", "### reply nobody"));
    await expect(buildList()).rejects.toThrow(/lessons\/sample\/zh\.md:\d+:\d+: error: `### reply nothing`/);
    writeFileSync(file, text);
  });
});
