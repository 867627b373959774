import { readFileSync } from "node:fs";
import { test } from "vitest";
import { replay } from "#conformance/replay";
const names = (process.env.CASES ?? "G-tools-text").split(",");
for (const name of names)
  test(name, async () => {
    const root = "/wo" + "rk/shared/oracle";
    const one = JSON.parse(readFileSync(`${root}/cases/${name}.json`, "utf8"));
    const want = JSON.parse(readFileSync(`${root}/results/${name}.json`, "utf8"));
    const got = await replay(one);
    let bad = 0;
    one.steps.forEach((step: any, index: number) => {
      const w = want.steps[index], g: any = got.steps[index];
      const pairs = step.run ? [[step.run, w, g]] : (step.runs ?? []).map((cmd: string, i: number) => [cmd, w.runs[i], g.runs[i]]);
      for (const [cmd, a, b] of pairs) {
        if (process.env.ONLY && !new RegExp(process.env.ONLY).test(cmd)) continue;
        const x = JSON.stringify([a.rc, a.stdout, a.stderr]), y = JSON.stringify([b.rc, b.stdout, b.stderr]);
        if (x !== y) { bad++; console.log(`${name} $ ${cmd}\n want ${x}\n got  ${y}`); }
      }
    });
    console.log(name, "bad", bad);
  }, 120000);
