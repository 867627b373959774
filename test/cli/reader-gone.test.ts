/** `lvs-lab check … | head -1`: a reader that goes away ends the program, without a word about it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import process from "node:process";
import { expect, test } from "vitest";

test("a command whose reader has gone ends quietly", { timeout: 60_000 }, async () => {
  const files = readdirSync("scenarios").flatMap((name) =>
    name.endsWith(".yaml") ? [`scenarios/${name}`] : [],
  );
  const child = spawn(process.execPath, ["bin/lvs-lab.mjs", "check", ...files]);
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (piece) => {
    said += String(piece);
  });
  const [code] = await once(child, "close");
  expect(said.replace(/^lvs-lab: building the command line.*\n/, "")).toBe("");
  expect(code).toBe(0);
});
