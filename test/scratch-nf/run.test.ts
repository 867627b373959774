/** Scratch. */
import { readFileSync, readdirSync } from "node:fs";
import { compare } from "#conformance/compare";
import { readCase } from "#conformance/case";
import { replay } from "#conformance/replay";
import { test } from "vitest";
const dir = process.env["ORACLE"] ?? "";
const pattern = new RegExp(process.env["CASES"] ?? "^$");
const shown = Number(process.env["SHOW"] ?? 3);
test("x", async () => {
  let good = 0, all = 0;
  for (const file of readdirSync(`${dir}/cases`).sort()) {
    const text = readFileSync(`${dir}/cases/${file}`, "utf8");
    if (!pattern.test(file) || !/iptables|arptables|conntrack/.test(text)) continue;
    const read = readCase(JSON.parse(text));
    if (!read.ok) { console.log(file, "unreadable"); continue; }
    all++;
    let result;
    try { result = await replay(read.case); } catch (error) { console.log(file, (error as Error).stack?.slice(0, 800)); continue; }
    const recorded = JSON.parse(readFileSync(`${dir}/results/${file}`, "utf8"));
    const a = compare(recorded, result, read.case.steps.map((s) => s.run));
    if (a.agrees) { good++; continue; }
    console.log(file, `frames ${a.frames.agreeing}/${a.frames.total} texts ${a.texts.agreeing}/${a.texts.total}\n` + [...a.frames.messages, ...a.texts.messages].slice(0, shown).map((m) => m.slice(0, 1200)).join("\n"));
  }
  console.log(`${good} of ${all} agree`);
}, 600000);
