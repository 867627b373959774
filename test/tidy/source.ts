/**
 * The project's own files, read as text, for the rules of the house to look at.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface Source {
  /** From the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without its comments and without what strings say. */
  readonly code: string;
}

export const root = fileURLToPath(new URL("../..", import.meta.url));

const notOurs = new Set(["node_modules", "dist", "coverage"]);
const kinds = /\.(?:ts|mjs|json|md|yaml|css|html)$/;

/** Every source, document and data file that people write; none of recorded data. */
export function readSources(folder = root): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = join(folder, entry.name);
    const path = relative(root, full).split(sep).join("/");
    if (entry.name.startsWith(".") || notOurs.has(entry.name) || path === "test/golden") return [];
    if (entry.isDirectory()) return path === "test/conformance/data" ? [] : readSources(full);
    const isRead = kinds.test(path) && path !== "package-lock.json";
    return isRead ? [sourceOf(path, readFileSync(full, "utf8"))] : [];
  });
}

export const sourceOf = (path: string, text: string): Source => ({ path, text, code: codeOf(text) });

export const isCode = (source: Source): boolean => /\.(?:ts|mjs)$/.test(source.path);

export const isUnder = (folder: string, source: Source): boolean => source.path.startsWith(`${folder}/`);

const notCode = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

/** Of comments the ends of lines stay, strings become empty, of templates the parts that are code stay. */
function codeOf(text: string): string {
  return text.replace(notCode, (found) => {
    if (found.startsWith("/")) return found.replace(/[^\n]/g, "");
    if (!found.startsWith("`")) return '""';
    return [...found.matchAll(/\$\{([^}]*)\}/g)].map(([, inside]) => `(${inside})`).join("");
  });
}
