/**
 * How the command line is built, and the settings of the tests; with `--mode page`, how the page is built.
 *
 * The command line is one ES module for Node with everything in it but Node's own modules; what is imported
 * lazily becomes a chunk beside it. bin/build.mjs runs this, into a folder of its own.
 */
import process from "node:process";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { licences } from "./vite/licences.ts";
import { pageConfig } from "./vite/page.ts";

const commandLine: ViteUserConfig = {
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/cli",
    minify: false,
    rolldownOptions: {
      input: { main: "src/cli/main.ts", "bench-worker": "src/cli/bench-worker.ts" },
      output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    },
  },
  plugins: [licences()],
  test: {
    include: ["test/**/*.test.ts"],
    pool: "threads",
    // Every core, and modules that stay from one file to the next: none of ours keeps anything to itself.
    maxWorkers: "100%",
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A browser may be busy; what is waited for comes, or the test has found something.
    expect: { poll: { timeout: 10_000 } },
    passWithNoTests: false,
    // `--update` is for golden images what it is for snapshots.
    provide: { writesGoldens: process.argv.some((word) => /^(?:-u|--update(?:=(?:true|all))?)$/.test(word)) },
  },
};

export default defineConfig(({ mode }) => (mode === "page" ? pageConfig() : commandLine));
