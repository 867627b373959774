import { readFileSync } from "node:fs";
import { test } from "vitest";
import { replay } from "#conformance/replay";
test("replay", async () => {
  const root = "/work/shared/oracle";
  let good = 0; let bad = 0;
  for (const name of (process.env.CASES ?? "").split(" ")) {
    const one = JSON.parse(readFileSync(`${root}/cases/${name}.json`, "utf8"));
    const expected = JSON.parse(readFileSync(`${root}/results/${name}.json`, "utf8"));
    let got;
    try { got = await replay(one); } catch (e) { console.log(name, "THROWN", (e as Error).stack?.slice(0, 300)); bad++; continue; }
    one.steps.forEach((step: any, i: number) => {
      if (!/\b(ping|arping|nstat|tcpdump)\b/.test(step.run ?? "")) return;
      const e = expected.steps[i]; const g: any = got.steps[i];
      const norm = (t: string) => (t ?? "").replace(/\d+\.\d\d\d?(?= ?ms|\/)/g, "#").replace(/#\/#\/#\/[\d.]+/g, "#");
      const took = `${(e.t1 - e.t).toFixed(4)} ${((g.t1 ?? 0) - g.t).toFixed(4)}`;
      if (norm(e.stdout) === norm(g.stdout) && e.rc === g.rc && e.stderr === g.stderr) { good++; if (process.env.TIMES) console.log(name, step.run, took); }
      else { bad++; 
        const el = (e.stdout + e.stderr).split("\n"), gl = (g.stdout + g.stderr).split("\n");
        const d = el.flatMap((x: string, k: number) => norm(x) !== norm(gl[k] ?? "") ? [`   - ${x}\n   + ${gl[k]}`] : []);
        console.log(`${name} [${i}] ${step.node}: ${step.run.slice(0, 60)} ${took} rc ${e.rc} ${g.rc}\n${d.join("\n")}`); }
    });
  }
  console.log({ good, bad });
}, 3600000);
