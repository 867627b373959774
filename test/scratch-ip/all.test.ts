import { readFileSync, readdirSync } from "node:fs";
import { test } from "vitest";
import { replay } from "#conformance/replay";
const root = "/wo" + "rk/shared/oracle";
const names = readdirSync(`${root}/cases`).map((n) => n.slice(0, -5)).filter((n) => new RegExp(process.env.NAMES ?? ".").test(n) && !n.startsWith("H-"));
test("all", async () => {
  let good = 0, bad = 0; let text = "";
  for (const name of names) {
    const one = JSON.parse(readFileSync(`${root}/cases/${name}.json`, "utf8"));
    const want = JSON.parse(readFileSync(`${root}/results/${name}.json`, "utf8"));
    let got: any;
    try { got = await replay(one); } catch (e) { text += `${name} THROWS ${String(e).slice(0, 150)}\n`; continue; }
    one.steps.forEach((step: any, index: number) => {
      const w = want.steps[index], g: any = got.steps[index];
      const pairs = step.run && !step.bg ? [[step.run, w, g]] : (step.runs ?? []).map((cmd: string, i: number) => [cmd, w.runs[i], g.runs[i]]);
      for (const [cmd, a, b] of pairs) {
        if (!new RegExp(process.env.ONLY ?? "^(ip|bridge) ").test(cmd)) continue;
        const x = JSON.stringify([a.rc, a.stdout, a.stderr]), y = JSON.stringify([b.rc, b.stdout, b.stderr]);
        if (x === y) good++; else { bad++; text += `${name} ${step.node} $ ${cmd}\n want ${x}\n got  ${y}\n`; }
      }
    });
  }
  console.log(text + `good ${good} bad ${bad}`);
}, 600000);
