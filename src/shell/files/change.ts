/**
 * Reading and changing the files of a machine. Every function answers what happened, as the system call
 * would.
 */

import {
  baseName,
  type DirectoryEntry,
  type DirectorySource,
  type Entry,
  type Failed,
  type FileSource,
  type FileTree,
  failed,
  isDirectory,
  lookup,
  parentOf,
} from "./tree.ts";

export type Done = { readonly ok: true } | Failed;
const done: Done = { ok: true };

const fileMode = 0o644;
const directoryMode = 0o755;

export type Content = { readonly ok: true; readonly text: string } | Failed;

/** The text of whatever file somebody names; bytes are read as UTF-8. */
export async function readNamed(tree: FileTree, path: string): Promise<Content> {
  const found = lookup(tree, path);
  if (!found.ok) return found;
  const { entry } = found;
  return entry.kind === "source" ? { ok: true, text: await entry.source.read() } : contentOf(entry);
}

/**
 * The text of a file that is at hand: a real one, or a switch of the kernel. EIO: it is made up by something
 * that may have to be loaded first, as those of /proc/net are.
 */
export function read(tree: FileTree, path: string): Content {
  const found = lookup(tree, path);
  if (!found.ok) return found;
  return contentOf(found.entry);
}

function contentOf(entry: Entry): Content {
  switch (entry.kind) {
    case "file": {
      const { content } = entry;
      return { ok: true, text: typeof content === "string" ? content : new TextDecoder().decode(content) };
    }
    case "source": {
      const text = entry.source.read();
      return typeof text === "string" ? { ok: true, text } : failed("EIO");
    }
    case "directory":
    case "source-directory":
      return failed("EISDIR");
    case "link":
      return failed("ELOOP");
  }
}

/** The bytes of whatever file somebody names. */
export async function readBytes(
  tree: FileTree,
  path: string,
): Promise<{ readonly ok: true; readonly bytes: Uint8Array } | Failed> {
  const found = lookup(tree, path);
  if (!found.ok) return found;
  if (found.entry.kind === "file" && typeof found.entry.content !== "string") {
    return { ok: true, bytes: found.entry.content };
  }
  const text = await readNamed(tree, path);
  return text.ok ? { ok: true, bytes: new TextEncoder().encode(text.text) } : text;
}

/** Replaces what a file holds, making it where it is missing. A made-up file takes the text as one write. */
export function write(tree: FileTree, path: string, content: string | Uint8Array): Done {
  const opened = open(tree, path);
  if (!opened.ok) return opened;
  const { entry } = opened;
  if (entry.kind === "source") return writeSource(entry.source, content);
  if (entry.kind !== "file") return failed("EISDIR");
  entry.content = content;
  entry.changed = tree.now();
  return done;
}

/** Adds text at the end of a file, making it where it is missing. */
export function append(tree: FileTree, path: string, text: string): Done {
  const opened = open(tree, path);
  if (!opened.ok) return opened;
  return appendTo(tree, opened.entry, text);
}

/** Adds text to a file that is open. */
export function appendTo(tree: FileTree, entry: Entry, text: string): Done {
  if (entry.kind === "source") return writeSource(entry.source, text);
  if (entry.kind !== "file") return failed("EISDIR");
  entry.content = joined(entry.content, text);
  entry.changed = tree.now();
  return done;
}

function joined(content: string | Uint8Array, text: string): string | Uint8Array {
  if (typeof content === "string") return content + text;
  const added = new TextEncoder().encode(text);
  const all = new Uint8Array(content.length + added.length);
  all.set(content);
  all.set(added, content.length);
  return all;
}

function writeSource(source: FileSource, content: string | Uint8Array): Done {
  if (source.write === undefined) return failed("EACCES");
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  if (text === "") return done;
  const outcome = source.write(text);
  return outcome === "ok" ? done : failed(outcome);
}

/** The file at a path, made empty where it is missing, as open(2) with O_CREAT does. */
export function open(tree: FileTree, path: string): { readonly ok: true; readonly entry: Entry } | Failed {
  const found = lookup(tree, path);
  if (found.ok) return isDirectory(found.entry) ? failed("EISDIR") : found;
  if (found.errno !== "ENOENT") return found;
  // A link that leads nowhere: the file is made where it points.
  const link = lookup(tree, path, false);
  if (link.ok && link.entry.kind === "link") {
    const target = link.entry.target;
    return open(tree, target.startsWith("/") ? target : `${parentOf(link.path)}/${target}`);
  }
  const entry: Entry = {
    kind: "file",
    content: "",
    mode: fileMode,
    changed: tree.now(),
    inode: tree.nextInode++,
  };
  const added = addEntry(tree, path, entry);
  return added.ok ? { ok: true, entry } : added;
}

/** Puts an entry into the directory of its path; the directory must be there. */
export function addEntry(tree: FileTree, path: string, entry: Entry): Done {
  const parent = directoryAt(tree, parentOf(path));
  if (!parent.ok) return parent;
  parent.entry.entries.set(baseName(path), entry);
  parent.entry.changed = tree.now();
  return done;
}

function directoryAt(
  tree: FileTree,
  path: string,
): { readonly ok: true; readonly entry: DirectoryEntry } | Failed {
  const found = lookup(tree, path);
  if (!found.ok) return found;
  if (found.entry.kind === "directory") return { ok: true, entry: found.entry };
  // Nothing can be made in a made-up directory: Linux says so in these words for /proc/sys.
  return failed(found.entry.kind === "source-directory" ? "ENOENT" : "ENOTDIR");
}

/** Makes a directory. */
export function makeDirectory(tree: FileTree, path: string): Done {
  if (lookup(tree, path, false).ok) return failed("EEXIST");
  return addEntry(tree, path, {
    kind: "directory",
    entries: new Map(),
    mode: directoryMode,
    changed: tree.now(),
    inode: tree.nextInode++,
  });
}

/** Makes a directory and those above it that are missing. */
export function makeDirectories(tree: FileTree, path: string): Done {
  if (path === "/") return done;
  const found = lookup(tree, path);
  if (found.ok) return isDirectory(found.entry) ? done : failed("EEXIST");
  const above = makeDirectories(tree, parentOf(path));
  return above.ok ? makeDirectory(tree, path) : above;
}

/** Removes a file, a link or an empty directory; one that is not empty with `withContent`. */
export function remove(tree: FileTree, path: string, withContent = false): Done {
  const found = lookup(tree, path, false);
  if (!found.ok) return found;
  if (found.entry.kind === "source" || found.entry.kind === "source-directory") return failed("EPERM");
  if (found.entry.kind === "directory" && found.entry.entries.size > 0 && !withContent) {
    return failed("ENOTEMPTY");
  }
  const parent = directoryAt(tree, parentOf(found.path));
  if (!parent.ok) return parent;
  parent.entry.entries.delete(baseName(found.path));
  parent.entry.changed = tree.now();
  return done;
}

/** Makes a symbolic link. */
export function link(tree: FileTree, target: string, path: string): Done {
  if (lookup(tree, path, false).ok) return failed("EEXIST");
  const inode = tree.nextInode++;
  return addEntry(tree, path, { kind: "link", target, changed: tree.now(), inode });
}

/** Puts a made-up file at a path, with the directories above it. */
export function registerFile(tree: FileTree, path: string, source: FileSource): void {
  makeDirectories(tree, parentOf(path));
  addEntry(tree, path, { kind: "source", source });
}

/** Puts a made-up directory at a path, with the directories above it. */
export function registerDirectory(tree: FileTree, path: string, source: DirectorySource): void {
  makeDirectories(tree, parentOf(path));
  addEntry(tree, path, { kind: "source-directory", source });
}
