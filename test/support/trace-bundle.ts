/**
 * Builds trace-program.ts with everything it needs into one file, as the page's worker is built.
 */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const entry = fileURLToPath(new URL("./trace-program.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Bundle {
  readonly path: string;
  readonly code: string;
}

/** The built file; it lies in a folder of its own that the caller removes. */
export async function buildTraceProgram(): Promise<Bundle> {
  const outDir = mkdtempSync(join(tmpdir(), "lvs-lab-trace-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "node:zlib": fileURLToPath(new URL("../../vite/no-zlib.ts", import.meta.url)) } },
    build: {
      outDir,
      target: "es2022",
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external: ["node:process"],
        output: { format: "es", entryFileNames: "trace.mjs", codeSplitting: false },
      },
    },
  });
  const path = join(outDir, "trace.mjs");
  return { path, code: readFileSync(path, "utf8") };
}
