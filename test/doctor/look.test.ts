import { readdirSync, readFileSync } from "node:fs";
import { test } from "vitest";
import { parseScenario } from "#scenario/parse";
import { openLab } from "#lab/lab";
import { openSession, goOn, } from "#lab/session";
import { seconds } from "#sim/engine/time";
import { examine } from "#doctor/index";

const only = process.env.ONLY;
test("look", async () => {
  for (const name of readdirSync("scenarios").filter((n) => n.endsWith(".yaml") && (only === undefined || n.includes(only)))) {
    const { scenario } = parseScenario(readFileSync(`scenarios/${name}`, "utf8"), { file: name });
    if (scenario === undefined) throw new Error(name);
    const lab = await openLab(scenario);
    const show = (when: string, list: ReturnType<typeof examine>) => console.log(`${name} ${when}\n` + list.map((f) => `    ${f.name} ${f.node} ${JSON.stringify(f.evidence)} :: ${f.remedy.map((r) => r.node + "$ " + r.command).join(" | ")}`).join("\n"));
    show("start", examine(lab.network));
    const session = await openSession(scenario, {});
    await goOn(session, seconds(Number(scenario.script.at(-1)?.at ?? 0) / 1e9 + 3), () => false);
    show("end", examine(session.lab.network));
  }
}, 120000);
