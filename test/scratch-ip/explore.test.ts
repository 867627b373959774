import { readFileSync } from "node:fs";
import { test } from "vitest";
import { machinesIn } from "../support/machines-of.ts";
test("explore", async () => {
  const m = machinesIn({ a: { eth0: "lan 10.0.0.10/24", eth1: "other" }, b: { eth0: "lan 10.0.0.20/24" } });
  let all = "";
  for (const line of readFileSync(process.env.LINES!, "utf8").split("\n").filter(Boolean)) {
    const r = await m.run("a", line, 5);
    all += `$ ${line}\n${r.out}${r.err.replace(/^(?=.)/gm, "E|")}${r.code ? `[rc ${r.code}]\n` : ""}`;
  }
  console.log(all);
}, 60000);
