/**
 * How the page is built: from index.html into dist/page, files that any static host serves from any folder.
 *
 * All names but index.html carry a hash of the content, all addresses are relative. `vite --mode page` serves
 * the sources while one works on them; bin/build.mjs --page builds.
 */
import { fileURLToPath } from "node:url";
import type { UserConfig } from "vite";
import { firstLoadNames } from "./chunks.ts";
import { contentPolicyMeta } from "./content-policy-meta.ts";
import { lessonPartName, lessons } from "./lessons.ts";
import { licences, packagesNoted } from "./licences.ts";
import { offline } from "./offline.ts";
import { partName, scenarios } from "./scenarios.ts";
import { workerChunk } from "./worker-chunk.ts";

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Files that go into the page as they are, under their own names. */
const publicDir = fileOf("../public");

/** The oldest browsers the page is for: those of early 2023. */
const browsers = ["chrome111", "edge111", "firefox114", "safari16.4"];

/**
 * What is asked for ahead: with the page, what its first script imports. With a part that is loaded later
 * only its styles, because the same code may run in the worker, which has no document to ask with.
 */
const preloaded = (_file: string, needed: string[], { hostType }: { hostType: "html" | "js" }): string[] =>
  hostType === "html" ? needed : needed.filter((name) => name.endsWith(".css"));

export function pageConfig(): UserConfig {
  const noted = packagesNoted();
  return {
    base: "./",
    publicDir,
    cacheDir: ".build/vite-cache",
    // Found late otherwise, and the page would be loaded anew in the middle of work.
    optimizeDeps: { include: ["just-bash/browser", "@xterm/xterm", "@xterm/addon-fit", "xstate"] },
    resolve: { alias: { "node:zlib": fileOf("no-zlib.ts") } },
    worker: { format: "es", plugins: () => [noted.plugin] },
    build: {
      outDir: "dist/page",
      target: browsers,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false, resolveDependencies: preloaded },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        checks: { pluginTimings: false },
        output: {
          chunkFileNames: ({ name, facadeModuleId }) =>
            `assets/${partName(facadeModuleId) ?? lessonPartName(facadeModuleId) ?? name}-[hash].js`,
          codeSplitting: { groups: [{ debugName: "first-load", name: firstLoadNames() }] },
        },
      },
    },
    plugins: [
      workerChunk(),
      contentPolicyMeta(),
      scenarios(),
      lessons(),
      licences(noted),
      offline(publicDir),
    ],
    server: { port: 5173, host: "localhost" },
  };
}
