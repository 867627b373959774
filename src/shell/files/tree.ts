/**
 * The files of one machine: a tree of directories, files, links, and files that are made up when they are
 * read (/proc). Paths are absolute; `resolvePath` makes them so. Everybody is root, so modes forbid nothing.
 *
 * Leaves out: hard link counts, owners other than root, devices other than /dev/null and its like.
 */

import type { Nanos } from "#sim/engine/time";

export type Errno =
  | "EACCES"
  | "EEXIST"
  | "EINVAL"
  | "EIO"
  | "EISDIR"
  | "ELOOP"
  | "ENOENT"
  | "ENOTDIR"
  | "ENOTEMPTY"
  | "EPERM"
  | "ERANGE"
  | "EROFS";

/** A file whose text is made when it is read; without `write` it is read-only. */
export interface FileSource {
  /** A promise where what makes the text may have to be loaded first. */
  read(): string | Promise<string>;
  /** What one write(2) does. */
  write?(text: string): "ok" | Errno;
}

/** A directory whose entries are made when it is looked at. */
export interface DirectorySource {
  names(): readonly string[];
  find(name: string): Entry | undefined;
}

export interface FileEntry {
  readonly kind: "file";
  content: string | Uint8Array;
  mode: number;
  changed: Nanos;
  readonly inode: number;
}

export interface DirectoryEntry {
  readonly kind: "directory";
  readonly entries: Map<string, Entry>;
  mode: number;
  changed: Nanos;
  readonly inode: number;
}

export interface LinkEntry {
  readonly kind: "link";
  readonly target: string;
  changed: Nanos;
  readonly inode: number;
}

export interface SourceEntry {
  readonly kind: "source";
  readonly source: FileSource;
}

export interface SourceDirectoryEntry {
  readonly kind: "source-directory";
  readonly source: DirectorySource;
}

export type Entry = FileEntry | DirectoryEntry | LinkEntry | SourceEntry | SourceDirectoryEntry;

export interface FileTree {
  readonly root: DirectoryEntry;
  /** What time it is, for the times of files. */
  readonly now: () => Nanos;
  nextInode: number;
}

export type Failed = { readonly ok: false; readonly errno: Errno };
export type Found = { readonly ok: true; readonly entry: Entry; readonly path: string } | Failed;

/** Symbolic links followed in one path before it counts as a loop, as in Linux. */
const maxLinks = 40;

/** A tree with nothing in it. */
export const emptyTree = (now: () => Nanos): FileTree => ({
  root: { kind: "directory", entries: new Map(), mode: 0o755, changed: now(), inode: 2 },
  now,
  nextInode: 3,
});

export const failed = (errno: Errno): Failed => ({ ok: false, errno });

/** An absolute path without `.` and `..`, from a path as typed in the directory `cwd`. */
export function resolvePath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** What is at an absolute path. A link at the end is followed unless `follow` is false. */
export function lookup(tree: FileTree, path: string, follow = true): Found {
  let pending = path.split("/").filter((part) => part !== "");
  let entry: Entry = tree.root;
  let walked = "";
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const child = childOf(entry, part);
    if (child === undefined) return failed(isDirectory(entry) ? "ENOENT" : "ENOTDIR");
    if (child.kind !== "link" || (pending.length === 0 && !follow)) {
      entry = child;
      walked = `${walked}/${part}`;
      continue;
    }
    if (++links > maxLinks) return failed("ELOOP");
    pending = [...resolvePath(walked, child.target).split("/").filter(Boolean), ...pending];
    entry = tree.root;
    walked = "";
  }
  return { ok: true, entry, path: walked === "" ? "/" : walked };
}

function childOf(entry: Entry, name: string): Entry | undefined {
  if (entry.kind === "directory") return entry.entries.get(name);
  if (entry.kind === "source-directory") return entry.source.find(name);
  return undefined;
}

export const isDirectory = (entry: Entry): boolean =>
  entry.kind === "directory" || entry.kind === "source-directory";

/** The names in a directory, in byte order. */
export function list(tree: FileTree, path: string): { readonly ok: true; readonly names: string[] } | Failed {
  const found = lookup(tree, path);
  if (!found.ok) return found;
  const { entry } = found;
  if (entry.kind === "directory") return { ok: true, names: [...entry.entries.keys()].sort(byBytes) };
  if (entry.kind === "source-directory") return { ok: true, names: [...entry.source.names()].sort(byBytes) };
  return failed("ENOTDIR");
}

export const exists = (tree: FileTree, path: string): boolean => lookup(tree, path).ok;

/** The order of LC_ALL=C: by code point, which is the order of the bytes in UTF-8. */
export function byBytes(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === length) return left.length - right.length;
  return rank(left.charCodeAt(index)) - rank(right.charCodeAt(index));
}

/** UTF-16 puts surrogates before U+E000; UTF-8 puts what they stand for after U+FFFF. */
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
