/**
 * A plugin that writes down whose work a bundle contains: `licences.json`, a row for each package, and
 * `third-party-licences.txt`, their licence texts, which most of these licences ask to travel along.
 *
 * A published package may itself be a bundle of its dependencies, so the dependencies of every package in the
 * module graph count too, all the way down. That can name a package too many and never one too few. Leaves
 * out optional dependencies: the bundles published contain none, for they are native code.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Modules of bundles that end in another one, such as a worker's: they count there. */
export interface Noted {
  readonly modules: ReadonlySet<string>;
  /** Belongs into the build of the bundle whose modules are to be noted. */
  readonly plugin: Plugin;
}

export function packagesNoted(): Noted {
  const modules = new Set<string>();
  const plugin: Plugin = {
    name: "note-packages",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const id of modulesOf(bundle)) modules.add(id);
    },
  };
  return { modules, plugin };
}

/** The plugin for a bundle; `within` holds what other bundles bring into it. */
export function licences(within?: Noted): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_options, bundle) {
      const modules = [...modulesOf(bundle), ...(within?.modules ?? [])];
      const packages = packageFolders(modules).map((folder) => ({ folder, row: licenceOf(folder) }));
      const rows = packages.map(({ row }) => row);
      const notices = packages.map(({ folder, row }) => noticeOf(row, folder)).join("\n");
      this.emitFile({
        type: "asset",
        fileName: "licences.json",
        source: `${JSON.stringify(rows, null, 2)}\n`,
      });
      this.emitFile({ type: "asset", fileName: "third-party-licences.txt", source: notices });
    },
  };
}

type Bundle = Parameters<Extract<Plugin["generateBundle"], (...args: never[]) => unknown>>[1];

const modulesOf = (bundle: Bundle): string[] =>
  Object.values(bundle).flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));

/** The folders of all packages that have a module here, and of their dependencies, sorted. */
export function packageFolders(modules: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = modules.flatMap((id) => folderOfModule(id) ?? []);
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (found.has(folder)) continue;
    found.add(folder);
    for (const name of Object.keys(readManifest(folder).dependencies ?? {})) {
      waiting.push(folderOfDependency(name, folder));
    }
  }
  return [...found].sort();
}

function folderOfModule(id: string): string | undefined {
  const path = id.split("?")[0] ?? id;
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(
    path.replaceAll("\\", "/").replace(/^\0/, ""),
  )?.[0];
}

/** Where Node would find a dependency: in node_modules beside the package, or in one above it. */
function folderOfDependency(name: string, from: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
  }
  throw new Error(`${name}, which ${from} depends on, is not installed`);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function licenceOf(folder: string): PackageLicence {
  const { name = folder, version = "", license = "none given" } = readManifest(folder);
  return { name, version, licence: license };
}

function noticeOf({ name, version, licence }: PackageLicence, folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  const title = `${name} ${version} (${licence})`;
  return [title, "-".repeat(title.length), ...texts, ""].join("\n");
}
