/**
 * File names for a pattern, in byte order (LC_ALL=C). Names that begin with a dot need a pattern that does.
 */

import { byBytes, type FileTree, isDirectory, list, lookup, resolvePath } from "../files/tree.ts";
import { matcherOf } from "./pattern.ts";
import { hasWildcard, unquotePattern } from "./pattern-quoting.ts";

/** The paths that match, as the pattern wrote them; empty when none does. */
export function glob(tree: FileTree, cwd: string, pattern: string): string[] {
  const parts = pattern.split("/");
  let found = [""];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    found = found.flatMap((before) => step(tree, cwd, { before, part, isLast }));
  }
  return found.sort(byBytes);
}

interface Step {
  /** What has matched so far, with its slash. */
  readonly before: string;
  readonly part: string;
  readonly isLast: boolean;
}

function step(tree: FileTree, cwd: string, { before, part, isLast }: Step): string[] {
  const end = isLast ? "" : "/";
  if (part === "") return [`${before}${end}`];
  const directory = resolvePath(cwd, before === "" ? "." : before);
  const names = hasWildcard(part) ? namesLike(tree, directory, part) : [unquotePattern(part)];
  const paths = names.map((name) => `${before}${name}`);
  return paths.filter((path) => isThere(tree, resolvePath(cwd, path), isLast)).map((path) => `${path}${end}`);
}

function namesLike(tree: FileTree, directory: string, pattern: string): string[] {
  const listed = list(tree, directory);
  if (!listed.ok) return [];
  const matcher = matcherOf(pattern);
  const wantsDot = pattern.startsWith(".") || pattern.startsWith("\\.");
  return listed.names.filter((name) => (wantsDot || !name.startsWith(".")) && matcher.test(name));
}

function isThere(tree: FileTree, path: string, isLast: boolean): boolean {
  const found = lookup(tree, path, !isLast);
  return found.ok && (isLast || isDirectory(found.entry));
}
