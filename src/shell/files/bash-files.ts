/**
 * A machine's files in the form that just-bash's tools want them. Times come from the simulation; what a tool
 * says about them from the host's clock is not taken.
 */

import type { FsStat, IFileSystem } from "just-bash/fs";
import { startOfTime } from "../start-of-time.ts";
import * as files from "./change.ts";
import { copy, move } from "./copy.ts";
import { errorText } from "./error-text.ts";
import {
  type Entry,
  type Errno,
  type Failed,
  type FileTree,
  isDirectory,
  list,
  lookup,
  resolvePath,
} from "./tree.ts";

const nanosPerMilli = 1e6;

/** The files of a machine for just-bash, and programs where it asks for them. */
export function bashFiles(tree: FileTree, isProgram: (path: string) => boolean): IFileSystem {
  const reading = readers(tree);
  const program: FsStat = {
    isFile: true,
    isDirectory: false,
    isSymbolicLink: false,
    mode: 0o755,
    size: 0,
    mtime: new Date(startOfTime),
  };
  return {
    ...reading,
    ...writers(tree),
    exists: async (path) => isProgram(path) || (await reading.exists(path)),
    stat: async (path) => (isProgram(path) ? program : reading.stat(path)),
    resolvePath,
    getAllPaths: () => [],
  };
}

type Reading =
  | "readFile"
  | "readFileBuffer"
  | "exists"
  | "stat"
  | "lstat"
  | "readdir"
  | "readlink"
  | "realpath";

/** Fails as Node's file system does, which is what the tools look at. */
function refuse(errno: Errno, call: string, path: string): never {
  const error = new Error(`${errno}: ${errorText[errno].toLowerCase()}, ${call} '${path}'`);
  throw Object.assign(error, { code: errno });
}

function need<Result extends { readonly ok: true }>(
  result: Result | Failed,
  call: string,
  path: string,
): Result {
  return result.ok ? result : refuse(result.errno, call, path);
}

function readers(tree: FileTree): Pick<IFileSystem, Reading> {
  const stat = async (path: string, follow: boolean): Promise<FsStat> =>
    statOf(tree, need(lookup(tree, path, follow), "stat", path).entry);
  return {
    readFile: async (path) => need(await files.readNamed(tree, path), "open", path).text,
    readFileBuffer: async (path) => need(await files.readBytes(tree, path), "open", path).bytes,
    exists: async (path) => lookup(tree, path).ok,
    stat: (path) => stat(path, true),
    lstat: (path) => stat(path, false),
    readdir: async (path) => need(list(tree, path), "scandir", path).names,
    readlink: async (path) => {
      const { entry } = need(lookup(tree, path, false), "readlink", path);
      return entry.kind === "link" ? entry.target : refuse("EINVAL", "readlink", path);
    },
    realpath: async (path) => need(lookup(tree, path), "realpath", path).path,
  };
}

function statOf(tree: FileTree, entry: Entry): FsStat {
  const changed = "changed" in entry ? entry.changed : tree.now();
  return {
    isFile: entry.kind === "file" || entry.kind === "source",
    isDirectory: isDirectory(entry),
    isSymbolicLink: entry.kind === "link",
    mode: modeOf(entry),
    size: sizeOf(entry),
    mtime: new Date(startOfTime + changed / nanosPerMilli),
    // By these cp and mv tell whether two paths are one file.
    ...("inode" in entry ? { dev: 1, ino: entry.inode } : {}),
  };
}

/** The permission bits of an entry. */
export function modeOf(entry: Entry): number {
  switch (entry.kind) {
    case "file":
    case "directory":
      return entry.mode;
    case "link":
      return 0o777;
    case "source":
      return entry.source.write === undefined ? 0o444 : 0o644;
    case "source-directory":
      return 0o555;
  }
}

/** The size that a listing shows; made-up files have none. */
export function sizeOf(entry: Entry): number {
  if (entry.kind === "link") return entry.target.length;
  if (entry.kind === "directory") return 4096;
  if (entry.kind !== "file") return 0;
  return typeof entry.content === "string"
    ? new TextEncoder().encode(entry.content).length
    : entry.content.length;
}

type Writing = Exclude<keyof IFileSystem, Reading | "resolvePath" | "getAllPaths">;

function writers(tree: FileTree): Pick<IFileSystem, Writing> {
  const put = (path: string, content: string | Uint8Array): void =>
    void need(files.write(tree, path, content), "open", path);
  return {
    writeFile: async (path, content, options) => put(path, asContent(content, options)),
    appendFile: async (path, content, options) => {
      const added = asContent(content, options);
      const text = typeof added === "string" ? added : new TextDecoder().decode(added);
      need(files.append(tree, path, text), "open", path);
    },
    mkdir: async (path, options) => {
      const make = options?.recursive === true ? files.makeDirectories : files.makeDirectory;
      need(make(tree, path), "mkdir", path);
    },
    rm: async (path, options) => {
      const removed = files.remove(tree, path, options?.recursive === true);
      if (!removed.ok && !(options?.force === true && removed.errno === "ENOENT"))
        refuse(removed.errno, "rm", path);
    },
    cp: async (from, to, options) =>
      void need(await copy(tree, from, to, options?.recursive === true), "cp", from),
    mv: async (from, to) => void need(move(tree, from, to), "rename", from),
    chmod: async (path, mode) => {
      const { entry } = need(lookup(tree, path), "chmod", path);
      if (entry.kind === "file" || entry.kind === "directory") entry.mode = mode & 0o7777;
    },
    symlink: async (target, path) => void need(files.link(tree, target, path), "symlink", path),
    link: async (from, to) => {
      const { entry } = need(lookup(tree, from), "link", from);
      need(files.addEntry(tree, to, entry), "link", to);
    },
    utimes: async (path) => {
      const { entry } = need(lookup(tree, path), "utimes", path);
      if ("changed" in entry) entry.changed = tree.now();
    },
  };
}

/** Text stays text; "binary" text holds one byte a character. */
function asContent(content: string | Uint8Array, options: unknown): string | Uint8Array {
  const encoding =
    typeof options === "string" ? options : (options as { encoding?: string } | undefined)?.encoding;
  if (typeof content !== "string" || (encoding !== "binary" && encoding !== "latin1"))
    return decoded(content);
  return decoded(Uint8Array.from(content, (char) => char.charCodeAt(0)));
}

/** Bytes that are text are kept as text, so that they can be appended to. */
function decoded(content: string | Uint8Array): string | Uint8Array {
  if (typeof content === "string") return content;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return content;
  }
}
