/**
 * Finds and reads the claims of tutorials that come with the program.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParsedClaims, parseClaims } from "#lesson/parse-claims";
import { lessonsFolder, shippedScenarios } from "./open-lesson.ts";

/** All claims, with every mistake in their files. */
export function readClaims(folder = join(lessonsFolder(), "claims")): ParsedClaims {
  const source = (name: string) => {
    const file = join(folder, name);
    return { file, text: existsSync(file) ? readFileSync(file, "utf8") : "" };
  };
  const words = { en: source("en.md"), zh: source("zh.md") };
  return parseClaims({ claims: source("claims.yaml"), words }, shippedScenarios());
}
