/**
 * The page as it is built and served to people, for tests that look at it in a browser.
 */

import { fileURLToPath } from "node:url";
import { type PageServer, servePage } from "#cli/page-server";

/** Plain JavaScript that works before anything is installed. */
const moduleOf = (name: string): string => new URL(`../../bin/${name}.mjs`, import.meta.url).href;

interface Part {
  readonly folder: string;
}

/** The folder of the built page; it is built first where sources are newer. */
export async function builtPage(): Promise<string> {
  const { page, isStale } = (await import(moduleOf("fresh"))) as {
    page: Part;
    isStale(part: Part): boolean;
  };
  if (isStale(page)) {
    const { build } = (await import(moduleOf("build"))) as { build(part: Part): Promise<void> };
    await build(page);
  }
  return fileURLToPath(new URL(`../../dist/${page.folder}/`, import.meta.url));
}

/** Serves it at a free port of this machine; the caller closes that. */
export const serveBuiltPage = async (): Promise<PageServer> =>
  servePage({ folder: await builtPage(), host: "127.0.0.1", ports: [0] });
