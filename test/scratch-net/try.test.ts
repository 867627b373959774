import { test } from "vitest";
import { machinesIn } from "../support/machines-of.ts";
test("try", async () => {
  const lab = machinesIn({ a: { eth0: "lan 10.9.0.1/24" }, b: { eth0: "lan 10.9.0.2/24" } });
  for (const line of (process.env.LINES ?? "ping -c2 10.9.0.2").split("\n")) {
    const r = await lab.run("a", line, Number(process.env.LIMIT ?? 20));
    console.log(`$ ${line}\n${r.out}${r.err === "" ? "" : `STDERR ${r.err}`}[rc=${r.code}] took ${r.took}`);
  }
});
