/** Every scenario, opened from the list and played to its end: nothing complains, and every view is drawn. */

import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { labBrowser } from "#support/lab-browser";
import { type LabPage, pick, settled, untilItStops } from "#support/lab-page";
import { type Box, chooseTerminal, ladderOf, stageOf, terminalOf } from "#support/lab-sights";

const folder = "scenarios/";

const scenarioOf = (file: string): Scenario => {
  const { scenario } = parseScenario(readFileSync(folder + file, "utf8"), { file });
  if (scenario === undefined) throw new Error(`${file} cannot be read`);
  return scenario;
};

const scenarios = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => ({ name: file.slice(0, -".yaml".length), scenario: scenarioOf(file) }));

const { open } = labBrowser();

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.width > 20 &&
  inner.height > 10 &&
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** Each scenario is played in one of these; every second one in the other. */
const looks = [
  { language: "en", theme: "light" },
  { language: "zh", theme: "dark" },
] as const;

describe.each(looks)("in $language and $theme", ({ language, theme }) => {
  let lab: LabPage;
  const own = scenarios.filter((_, at) => looks[at % looks.length]?.language === language);

  beforeAll(async () => {
    lab = await open({ query: `lang=${language}&theme=${theme}` });
    await lab.page.evaluate(() => window.lvsLab.page.player.setSpeed("max"));
  });

  afterAll(() => lab.close());

  test.each(own)("$name plays to its end and every view shows it", async ({ name, scenario }) => {
    const { page, complaints } = lab;
    await pick(page, scenario.title[language]);
    await page.waitForFunction((name) => window.lvsLab.page.store.state().scenario?.name === name, name);
    expect(await untilItStops(page)).toBe("idle");
    const names = scenario.nodes.map((node) => node.name);
    await showsStage(lab, scenario);
    const ladder = await ladderOf(page);
    expect(new Set(ladder.lanes)).toEqual(new Set(names));
    expect(await page.locator("#scenario h2").innerText()).toBe(scenario.title[language]);
    expect(await page.locator("#scenario li").count()).toBe(scenario.script.length);
    expect(await page.locator("#scenario li .typed").count()).toBe(scenario.script.length);
    if (scenario.topic === "build") await standsStill(lab, language);
    else await showsScript(lab, scenario);
    expect((await page.locator("#face-why").innerText()).length).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  });

  test("all of them come without a complaint", () => {
    expect(own.length).toBeGreaterThan(20);
    expect(lab.complaints).toEqual([]);
  });
});

async function showsStage({ page }: LabPage, { nodes }: Scenario): Promise<void> {
  const stage = await stageOf(page);
  expect(stage.machines.map(({ name }) => name).sort()).toEqual(nodes.map(({ name }) => name).sort());
  for (const { name, box, lines } of stage.machines) {
    expect(isWithin(box, stage.room), `${name} is on the stage`).toBe(true);
    expect(lines.length, `${name} shows its devices`).toBeGreaterThan(0);
    const others = stage.machines.filter((other) => other.name !== name && overlap(other.box, box));
    expect(
      others.map((other) => other.name),
      `${name} covers none`,
    ).toEqual([]);
  }
}

async function showsScript(lab: LabPage, scenario: Scenario): Promise<void> {
  expect((await ladderOf(lab.page)).arrows).toBeGreaterThan(0);
  expect(await ticksOf(lab)).toBeGreaterThan(0);
  await showsTerminals(lab, scenario);
}

/** Nothing is typed by the scenario: whoever opens it is told to, before a prompt. */
async function standsStill({ page }: LabPage, language: "en" | "zh"): Promise<void> {
  expect(await page.locator("#scenario").innerText()).toContain(
    language === "zh" ? "请在下方的终端里输入" : "Type in a terminal below",
  );
  await expect.poll(() => terminalOf(page)).toBe("root@client:~#");
}

const ticksOf = ({ page }: LabPage): Promise<number> =>
  page
    .locator("#player .ticks")
    .evaluateAll((ticks) => ticks.filter((tick) => tick.getAttribute("d")).length);

/** Of every machine at which something was typed the last words and the prompt. */
async function showsTerminals({ page }: LabPage, { nodes, script }: Scenario): Promise<void> {
  const typed = nodes.filter(({ name }) => script.some(({ on }) => on === name));
  for (const { name } of typed) {
    await chooseTerminal(page, name);
    await settled(page);
    await expect.poll(() => terminalOf(page), { message: name }).toMatch(/\n.*[#$]$/);
    expect(await page.locator(".terminal-screen:not([hidden]) .xterm").count()).toBe(1);
  }
  expect(typed.length).toBeGreaterThan(0);
}
