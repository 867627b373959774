/**
 * `lvs-lab new lesson NAME`: a folder with the files of a lesson, in which only what its author must write is
 * missing.
 */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { lessonsFolder } from "./open-lesson.ts";

export const newThing: CliCommand = {
  name: "new",
  operands: "lesson NAME",
  summary: "begin a lesson: a folder with its files",
  options: [],
  details: [
    "NAME is of small letters, digits and hyphens, or the path of a folder that is to be made.",
    "What is still missing, `lvs-lab solve NAME` lists. The whole format is in docs/lessons.md.",
  ],
  run: async (given) => run(given),
};

function run({ operands }: Arguments): number {
  const [what, named, ...more] = operands;
  if (what !== "lesson" || named === undefined || more.length > 0)
    throw new UsageError("say: new lesson NAME");
  const name = basename(named);
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    throw new UsageError(`${name} cannot be a lesson's name; write it like arp-announce-leak`);
  }
  const folder = name === named ? join(lessonsFolder(), name) : named;
  if (existsSync(folder)) throw new UsageError(`${folder} is there already`);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) writeFileSync(join(folder, file), text);
  process.stdout.write(`${folder}: lesson.yaml, en.md and zh.md are there\n`);
  process.stdout.write(`next: write them, add ${name} to lessons/course.yaml, run lvs-lab solve ${named}\n`);
  return 0;
}

const lesson = `# yaml-language-server: $schema=../lesson.schema.json
scenario: arp-nothing-set
steps:
  - kind: read
    name: look
    play:
      - { on: client, run: curl -m 1 10.0.0.10 }
  - kind: do
    name: mend
    checks: []
    solution: []
`;

const words = `#

## look:

## mend:

### hint

### hint

### done
`;

const files: readonly (readonly [string, string])[] = [
  ["lesson.yaml", lesson],
  ["en.md", words],
  ["zh.md", words],
];
