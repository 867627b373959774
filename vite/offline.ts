/**
 * A plugin that builds the service worker: into `service-worker.js`, with the list of all files of the page.
 *
 * The list is made from what is really in the bundle, the folder public/ included, each file with its hash.
 * So two builds of the same sources have the same version, and any other file makes another version.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const fileName = "service-worker.js";
const entry = fileURLToPath(new URL("../src/ui/offline/service-worker.ts", import.meta.url));

export function offline(publicFolder: string): Plugin {
  return {
    name: "offline",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "chunk", id: entry, fileName });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const built = Object.values(bundle).flatMap((part): Content[] =>
          part.fileName === fileName
            ? []
            : [[part.fileName, part.type === "chunk" ? part.code : Buffer.from(part.source)]],
        );
        const worker = bundle[fileName];
        if (worker?.type !== "chunk") throw new Error(`${fileName} was not built`);
        if (worker.imports.length > 0) throw new Error(`${fileName} must be one file`);
        worker.code = listing([...built, ...filesOf(publicFolder)]) + worker.code;
      },
    },
  };
}

export type Content = [name: string, content: string | Buffer];

const filesOf = (folder: string): Content[] =>
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`)]);

/** The first line of the worker: what it keeps. */
export function listing(files: readonly Content[]): string {
  const hashes = files.map(([name, content]) => [name, sha256(content)] as const);
  const sorted = hashes.sort(([one], [other]) => (one < other ? -1 : 1));
  const list = JSON.stringify(Object.fromEntries(sorted));
  const version = sha256(list)
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, 16);
  return `const builtFiles=${list},builtVersion=${JSON.stringify(version)};\n`;
}

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("base64");
