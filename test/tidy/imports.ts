/**
 * Who may import whom: between the folders of src, between the parts of sim, and from packages.
 *
 * The compiler holds the folders too, by the references of each tsconfig.json; what it cannot see is the
 * order inside sim, which imports are of types only, and which packages a folder may use.
 */
import { posix } from "node:path";
import type { Rule } from "./rule.ts";
import { isCode, isUnder, type Source } from "./source.ts";

interface Allowed {
  readonly values: readonly string[];
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
  /** Packages that may only be imported when first needed. */
  readonly lazily?: readonly string[];
}

const everyFolder = ["sim", "scenario", "shell", "doctor", "lab", "words", "conformance", "lesson"];

/** The table of ARCHITECTURE.md, "Who may import whom". */
const allowed: Readonly<Record<string, Allowed>> = {
  sim: { values: [] },
  scenario: { values: ["sim"], packages: ["yaml"] },
  shell: { values: ["sim"], lazily: ["just-bash/browser", "just-bash/ast", "just-bash/fs"] },
  doctor: { values: ["sim"] },
  lab: { values: ["sim", "scenario", "shell", "doctor"] },
  words: { values: [], types: ["sim", "scenario", "doctor", "lesson"] },
  conformance: { values: ["sim", "shell", "lab"] },
  lesson: { values: ["lab", "scenario"], types: ["sim"], packages: ["xstate"] },
  cli: { values: everyFolder },
  ui: {
    values: ["lab", "lesson", "scenario", "doctor", "words", "sim/wire"],
    types: ["sim"],
    packages: ["immer", "xstate", "d3", "d3-*", "lit", "lit/*"],
    lazily: ["virtual:scenario*", "virtual:lesson*", "@xterm/xterm", "@xterm/xterm/*", "@xterm/addon-fit"],
  },
};

/** The parts of sim from the lowest to the highest; files at its root come last. */
const partsOfSim = ["engine", "wire", "link", "stack", "ipvs", "app", "nodes"];

export interface Import {
  readonly name: string;
  readonly manner: "value" | "type" | "lazy";
}

const importPattern = /^(?:import|export)\s(type\s)?(?:[^;"]*?\sfrom\s)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** Every import of a file, and every export from another. */
export function importsOf({ text }: Source): Import[] {
  return [...text.matchAll(importPattern)].map(([, type, name, lazyName]) => {
    if (name === undefined) return { name: lazyName ?? "", manner: "lazy" };
    return { name, manner: type === undefined ? "value" : "type" };
  });
}

/** Where an import of our own leads, from the root and without extension; nothing for a package. */
function targetOf(source: Source, name: string): string | undefined {
  if (name.startsWith("#")) return `src/${name.slice(1)}`;
  if (!name.startsWith(".")) return undefined;
  return posix.join(posix.dirname(source.path), name).replace(/\.(?:ts|mjs)$/, "");
}

const folderOf = (path: string): string => path.split("/")[1] ?? "";

function isFolderAllowed(source: Source, { name, manner }: Import): boolean {
  const from = folderOf(source.path);
  const target = targetOf(source, name);
  if (target === undefined || folderOf(target) === from) return true;
  const { values = [], types = [] } = allowed[from] ?? {};
  const reachable = manner === "type" ? [...values, ...types] : values;
  return reachable.some((folder) => target.startsWith(`src/${folder}/`));
}

function isPackageAllowed(source: Source, { name, manner }: Import): boolean {
  if (targetOf(source, name) !== undefined) return true;
  const folder = folderOf(source.path);
  if (name.startsWith("node:")) return folder === "cli";
  const { packages = [], lazily = [] } = allowed[folder] ?? {};
  const reachable = manner === "value" ? packages : [...packages, ...lazily];
  return reachable.some(
    (known) => known === name || (known.endsWith("*") && name.startsWith(known.slice(0, -1))),
  );
}

function rankInSim(path: string): number {
  const rank = partsOfSim.indexOf(path.split("/")[2] ?? "");
  return rank === -1 ? partsOfSim.length : rank;
}

function isInOrder(source: Source, { name }: Import): boolean {
  const target = targetOf(source, name);
  return (
    target === undefined || !target.startsWith("src/sim/") || rankInSim(target) <= rankInSim(source.path)
  );
}

/** Relative imports climb at most one level and stay in their folder of src. */
function isNear(source: Source, { name }: Import): boolean {
  if (!name.startsWith(".")) return true;
  const target = targetOf(source, name) ?? "";
  return (
    !name.startsWith("../../") && (!isUnder("src", source) || folderOf(target) === folderOf(source.path))
  );
}

const complaintsOf =
  (folder: string, isFine: (source: Source, item: Import) => boolean) =>
  (source: Source): string[] => {
    if (!isCode(source) || !isUnder(folder, source)) return [];
    const bad = importsOf(source).filter((item) => !isFine(source, item));
    return bad.map(({ name, manner }) => `${source.path}: ${manner} import of ${name}`);
  };

export const importRules: readonly Rule[] = [
  {
    says: "a folder of src imports only the folders below it",
    complaints: complaintsOf("src", isFolderAllowed),
    broken: [
      ["src/sim/a.ts", 'import { x } from "#lab/lab";'],
      ["src/shell/a.ts", 'import {\n  x,\n} from "#scenario/parse";'],
      ["src/words/a.ts", 'import { x } from "#sim/trace";'],
      ["src/ui/a.ts", 'const x = await import("#sim/trace");'],
      ["src/nowhere/a.ts", 'import type { X } from "#sim/trace";'],
    ],
  },
  {
    says: "a folder of src imports only its packages, and only cli imports Node's modules",
    complaints: complaintsOf("src", isPackageAllowed),
    broken: [
      ["src/sim/a.ts", 'import { parse } from "yaml";'],
      ["src/shell/a.ts", 'import { Bash } from "just-bash/browser";'],
      ["src/lab/a.ts", 'import * as fs from "node:fs";'],
    ],
  },
  {
    says: "a part of sim imports only the parts below it",
    complaints: complaintsOf("src/sim", isInOrder),
    broken: [
      ["src/sim/link/a.ts", 'import type { X } from "../stack/route.ts";'],
      ["src/sim/engine/a.ts", 'import { x } from "#sim/wire/ipv4";'],
      ["src/sim/nodes/a.ts", 'import { x } from "../trace.ts";'],
    ],
  },
  {
    says: "relative imports climb at most one level and stay in their folder",
    complaints: (source) => ["src", "test"].flatMap((folder) => complaintsOf(folder, isNear)(source)),
    broken: [
      ["src/sim/stack/tcp/a.ts", 'import { x } from "../../wire/tcp.ts";'],
      ["src/lab/a.ts", 'import { x } from "../sim/trace.ts";'],
      ["test/sim/link/a.test.ts", 'import { x } from "../../support/rows.ts";'],
    ],
  },
];
