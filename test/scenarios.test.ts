/**
 * Every scenario of the product: it reads without a complaint, has words in both languages and a script
 * (unless it is there to be built by whoever opens it), runs, keeps what must hold in every lab, and gives
 * the same trace twice.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lastStep } from "#lab/script";
import { tryScenario } from "#lab/trial";
import { formatDiagnostic } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";
import { scenarioSchemaText } from "#scenario/schema";
import { later, seconds } from "#sim/engine/time";

const names = readdirSync("scenarios").filter((name) => name.endsWith(".yaml"));

/** One idea has one word in Chinese: those that are not to be used, and what to write in their place. */
const otherWords: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/(?<!抓)包(?![括含装])/u, "报文"],
  [/散列|杂凑/u, "哈希"],
  [/条目/u, "表项"],
  [/负载均衡器|分发器/u, "调度器"],
  [/后端|后台服务器|实际服务器/u, "真实服务器"],
  [/虚拟 ?IP/u, "虚拟地址"],
  [/长连接|会话保持|持续连接/u, "持久化"],
  [/服务端|客户机/u, "服务器 or 客户端"],
  [/响应/u, "应答"],
  [/\p{Script=Han} ?[,;:!?()]|[,;:!?()] ?\p{Script=Han}/u, "full-width punctuation"],
  [/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u, "a space between Chinese and Latin"],
];

test("there are scenarios", () => {
  expect(names.length).toBeGreaterThanOrEqual(29);
});

describe.each(names)("%s", (name) => {
  const file = `scenarios/${name}`;
  const { scenario, diagnostics } = parseScenario(readFileSync(file, "utf8"), { file });

  test("has no mistake", () => {
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(scenario).toBeDefined();
  });

  test("tells its story in both languages, places every node and shows its point", () => {
    expect(scenario?.summary?.zh).toMatch(/\p{Script=Han}/u);
    expect(scenario?.nodes.filter(({ at }) => at === undefined)).toEqual([]);
    const clients = scenario?.nodes.filter(({ kind }) => kind === "client").map(({ name: node }) => node);
    expect(clients?.length).toBeGreaterThan(0);
    const isToBuild = scenario?.topic === "build";
    if (isToBuild) expect(scenario.script).toEqual([]);
    else expect(scenario?.script.some(({ on }) => clients?.includes(on))).toBe(true);
  });

  test("says in Chinese what the others say, with the same words", () => {
    const texts = [scenario?.title?.zh ?? "", scenario?.summary?.zh ?? ""];
    const wrong = texts.flatMap((text) => otherWords.filter(([word]) => word.test(text)));
    expect(wrong.map(([word, right]) => `${word} instead of ${right}`)).toEqual([]);
  });

  test("runs without a complaint, keeps the invariants and repeats itself", { timeout: 60_000 }, async () => {
    if (scenario === undefined) throw new Error("it does not read");
    const until = later(lastStep(scenario.script), seconds(2));
    const options = { until, maxSteps: 5_000_000, isTraceTold: true };
    const first = await tryScenario(scenario, options);
    expect(first.problems).toEqual([]);
    expect(first.broken).toEqual([]);
    expect(first.isCutOff).toBe(false);
    expect(first.said).not.toContain("command not found");
    if (scenario.topic !== "build") expect(first.events).toBeGreaterThan(100);
    const second = await tryScenario(scenario, { ...options, asBytes: true });
    expect(second.trace).toBe(first.trace);
  });
});

test("the schema for editors is the one that the shapes give (vitest -u writes it)", async () => {
  await expect(scenarioSchemaText()).toMatchFileSnapshot("../scenarios/scenario.schema.json");
});
