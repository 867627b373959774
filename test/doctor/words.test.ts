/** What is said of each planted fault, in each language: of its own values, with nothing left open. */

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "#doctor/finding";
import { examine } from "#doctor/index";
import { typedLab } from "#support/typed-lab";
import { type FindingWords, loadFindingWords, tellFinding } from "#words/finding-words";
import { languageCodes } from "#words/languages";
import { planted } from "./planted.ts";

const found: Finding[] = [];

beforeAll(async () => {
  for (const { file, finding } of planted) {
    const name = file ?? finding;
    const path = name.startsWith("/") ? `scenarios${name}.yaml` : `test/doctor/planted/${name}.yaml`;
    const { lab } = await typedLab(readFileSync(path, "utf8"), path);
    found.push(...examine(lab.network));
  }
}, 120_000);

describe.each(languageCodes)("in %s", (code) => {
  let words: FindingWords;
  beforeAll(async () => {
    words = await loadFindingWords(code);
  });

  test("every finding has a title, a consequence made of its values, and what its cure does", () => {
    expect(found.length).toBeGreaterThanOrEqual(planted.length);
    for (const finding of found) {
      const { title, consequence, cure } = tellFinding(words, finding);
      for (const text of [title, consequence, cure]) {
        expect(text).not.toMatch(/undefined|NaN|\[object|\$\{| {2}|^$/);
      }
      const values = Object.values(finding.evidence).filter(
        (value) => typeof value === "string" && value !== "",
      );
      const told = values.filter((value) => consequence.includes(String(value)));
      expect([finding.name, told.length > 0 || consequence.includes(finding.node)]).toEqual([
        finding.name,
        true,
      ]);
      expect(consequence.length).toBeLessThan(code === "en" ? 420 : 200);
    }
  });

  test("no two kinds of finding have the same title", () => {
    const titles = Object.values(words.findings).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

test("both languages tell the same values: no number or address of one is missing in the other", async () => {
  const [en, zh] = [await loadFindingWords("en"), await loadFindingWords("zh")];
  const valuesIn = (text: string): string[] =>
    [...new Set(text.match(/\d+\.\d+\.\d+\.\d+(?:[:/]\d+)?/g) ?? [])].sort();
  for (const finding of found) {
    expect(valuesIn(tellFinding(zh, finding).consequence)).toEqual(
      valuesIn(tellFinding(en, finding).consequence),
    );
  }
});
