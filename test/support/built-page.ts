/**
 * The page as it is built and served to people, for tests that look at it in a browser.
 */

import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type PageServer, servePage } from "#cli/page-server";

/** Plain JavaScript that works before anything is installed. */
const fileOf = (name: string): URL => new URL(`../../bin/${name}.mjs`, import.meta.url);

interface Fresh {
  readonly page: { readonly folder: string };
  isStale(part: Fresh["page"]): boolean;
}

/** The folder of the built page; it is built first where sources are newer, as people build it. */
export async function builtPage(): Promise<string> {
  const { page, isStale } = (await import(fileOf("fresh").href)) as Fresh;
  // In a process of its own: the runner of the tests changes the code of vite, and vite puts some of it into
  // the page.
  if (isStale(page)) {
    const { NODE_ENV: _ours, ...env } = process.env;
    await promisify(execFile)(process.execPath, [fileURLToPath(fileOf("build")), "--page"], { env });
  }
  return fileURLToPath(new URL(`../../dist/${page.folder}/`, import.meta.url));
}

/** Serves it at a free port of this machine; the caller closes that. */
export const serveBuiltPage = async (): Promise<PageServer> =>
  servePage({ folder: await builtPage(), host: "127.0.0.1", ports: [0] });
