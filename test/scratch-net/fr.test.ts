import { readFileSync } from "node:fs";
import { test } from "vitest";
import { replay } from "#conformance/replay";
test("frames", async () => {
  const one = JSON.parse(readFileSync(`/work/shared/oracle/cases/${process.env.CASE}.json`, "utf8"));
  const got = await replay(one);
  console.log(JSON.stringify(got.steps).slice(0, 3000));
  for (const f of ((got.frames as any)[process.env.TDEV ?? ""] ?? (got.frames as any).get?.(process.env.TDEV) ?? [JSON.stringify(Object.keys(got.frames)), JSON.stringify(got.frames).slice(0,200)])) console.log(f.t ?? f, f.dir, JSON.stringify(f.ip ?? f.arp));
}, 600000);
