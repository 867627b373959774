/**
 * Whose work the bundles of the command line and of the page contain, and that its licences allow it to be
 * given away.
 *
 * Builds both bundles, without writing them, and reads the list that vite/licences.ts makes. A package that
 * is itself a bundle counts with all of its dependencies.
 */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import type { PackageLicence } from "../vite/licences.ts";
import { packageFolders } from "../vite/licences.ts";

/** 0BSD is the BSD licence without even its one condition. */
const allowed = ["MIT", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "BlueOak-1.0.0"];

const root = fileURLToPath(new URL("..", import.meta.url));

interface Bundle {
  /** Their texts by name. */
  readonly files: ReadonlyMap<string, string>;
  /** What its modules take in, at once or when first needed. */
  readonly imported: readonly string[];
}

async function bundleOf(mode: string): Promise<Bundle> {
  const built = await build({ root, mode, logLevel: "warn", build: { write: false } });
  const outputs = [built].flat().flatMap((part) => ("output" in part ? part.output : []));
  const textOf = (part: (typeof outputs)[number]): string =>
    part.type === "asset" ? String(part.source) : part.code;
  return {
    files: new Map(outputs.map((part) => [part.fileName, textOf(part)])),
    imported: outputs.flatMap((part) =>
      part.type === "chunk" ? [...part.imports, ...part.dynamicImports] : [],
    ),
  };
}

const rowsOf = ({ files }: Bundle): PackageLicence[] =>
  JSON.parse(files.get("licences.json") ?? "[]") as PackageLicence[];

const isAllowed = ({ licence }: PackageLicence): boolean => {
  const choices = licence.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((one) => allowed.includes(one)));
};

const pagePackages = ["immer", "lit-html", "xstate", "@xterm/xterm", "just-bash", "sprintf-js", "yaml"];

describe.each([
  ["the command line", "production", ["yaml", "just-bash", "sprintf-js"]],
  ["the page", "page", pagePackages],
])("the packages in the bundle of %s", (_what, mode, known) => {
  let bundle: Bundle = { files: new Map(), imported: [] };

  beforeAll(async () => {
    bundle = await bundleOf(mode);
  });

  test("include those we know to be there, and what they bundle themselves", () => {
    expect(rowsOf(bundle).map(({ name }) => name)).toEqual(expect.arrayContaining([...known]));
  });

  test("each have a licence that lets them be given away with ours", () => {
    expect(rowsOf(bundle).filter((row) => !isAllowed(row))).toEqual([]);
  });

  test("have their licence texts beside the bundle", () => {
    const texts = bundle.files.get("third-party-licences.txt") ?? "";
    for (const { name, version } of rowsOf(bundle)) expect(texts).toContain(`${name} ${version}`);
  });

  test("leave nothing to be installed: the bundle imports only its own files and Node's modules", () => {
    const { files, imported } = bundle;
    // A part that held styles only is named still, but gone: its imports have become those of the styles.
    const isOurs = (name: string): boolean =>
      files.has(name) || name.startsWith(mode === "page" ? "assets/" : "node:");
    const foreign = imported.filter((name) => !isOurs(name));
    expect(imported.length).toBeGreaterThan(20);
    expect(foreign).toEqual([]);
  });
});

describe("a licence of another kind", () => {
  test.each(["GPL-3.0-only", "MIT AND GPL-2.0-only", "none given", "SEE LICENSE IN FILE"])(
    "%s is refused",
    (licence) => {
      expect(isAllowed({ name: "other", version: "1.0.0", licence })).toBe(false);
    },
  );

  test("is not met where one may choose", () => {
    expect(isAllowed({ name: "other", version: "1.0.0", licence: "(MIT OR GPL-3.0-only)" })).toBe(true);
  });
});

test("dependencies of a package in the bundle are found with it", () => {
  const folders = packageFolders([`${root}node_modules/just-bash/dist/bundle/browser.js`]);
  expect(folders.some((folder) => folder.endsWith("/node_modules/re2js"))).toBe(true);
});
