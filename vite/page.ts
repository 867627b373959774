/**
 * How the page is built: from index.html into dist/page, files that any static host serves from any folder.
 *
 * All names but index.html carry a hash of the content, all addresses are relative. `vite --mode page` serves
 * the sources while one works on them; bin/build.mjs --page builds.
 */
import { fileURLToPath } from "node:url";
import type { PluginOption, UserConfig } from "vite";
import { licences, packagesNoted } from "./licences.ts";

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The oldest browsers the page is for: those of early 2023. */
const browsers = ["chrome111", "edge111", "firefox114", "safari16.4"];

/** What page and worker are built with alike. */
const shared = (): PluginOption[] => [];

export function pageConfig(): UserConfig {
  const noted = packagesNoted();
  return {
    base: "./",
    publicDir: false,
    resolve: { alias: { "node:zlib": fileOf("no-zlib.ts") } },
    worker: { format: "es", plugins: () => [shared(), noted.plugin] },
    build: {
      outDir: "dist/page",
      target: browsers,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
    },
    plugins: [shared(), licences(noted)],
    server: { port: 5173, host: "localhost" },
  };
}
