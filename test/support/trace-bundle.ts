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
    plugins: [withoutZlib],
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

/** The text tools of just-bash name Node's zlib for commands that the lab does not have. */
const withoutZlib = {
  name: "without-zlib",
  enforce: "pre" as const,
  resolveId: (id: string) => (/^(?:node:)?zlib$/.test(id) ? "\0zlib" : undefined),
  load: (id: string) => (id === "\0zlib" ? zlibStub : undefined),
};

const zlibStub = `const none = () => { throw new Error("there is no zlib here"); };
export const constants = {};
export const gunzipSync = none, gzipSync = none, inflateSync = none, deflateSync = none;
export default { constants, gunzipSync, gzipSync, inflateSync, deflateSync };`;
