/**
 * A plugin that builds the page's worker together with the page, so that what both need is one file for both.
 *
 * By itself vite builds a worker as a bundle of its own, and the headers, addresses and words that both sides
 * know would be loaded twice. The sources name a worker as the platform does, `new URL("./worker.ts",
 * import.meta.url)`; while one works on them nothing is changed.
 */
import { dirname } from "node:path";
import type { Plugin } from "vite";

const workerPattern = /new Worker\(\s*new URL\("(\.\/[\w-]+\.ts)", import\.meta\.url\)/g;

export const workerChunk = (): Plugin => ({
  name: "worker-chunk",
  apply: "build",
  // Before vite's own plugin sees it.
  enforce: "pre",
  transform(code, id) {
    if (!code.includes("new Worker(")) return undefined;
    return code.replaceAll(workerPattern, (_found, path: string) => {
      const worker = `${dirname(id)}/${path}`;
      const chunk = this.emitFile({ type: "chunk", id: worker, name: "worker" });
      return `new Worker(import.meta.ROLLUP_FILE_URL_${chunk}`;
    });
  },
});
