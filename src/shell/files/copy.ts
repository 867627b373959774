/** Copying and moving entries of a machine's files. */

import { addEntry, type Done, readNamed } from "./change.ts";
import { baseName, type Entry, type FileTree, failed, isDirectory, list, lookup, parentOf } from "./tree.ts";

/** Copies a file, or with `isDeep` a directory with everything in it. Modes are kept. */
export async function copy(tree: FileTree, from: string, to: string, isDeep: boolean): Promise<Done> {
  const found = lookup(tree, from);
  if (!found.ok) return found;
  if (isDirectory(found.entry) && !isDeep) return failed("EISDIR");
  if (isDirectory(found.entry) && `${to}/`.startsWith(`${from}/`)) return failed("EINVAL");
  return addEntry(tree, to, await copyOf(tree, found.entry, from));
}

async function copyOf(tree: FileTree, entry: Entry, path: string): Promise<Entry> {
  const own = { changed: tree.now(), inode: tree.nextInode++ };
  switch (entry.kind) {
    case "file":
      return { kind: "file", content: entry.content, mode: entry.mode, ...own };
    case "link":
      return { kind: "link", target: entry.target, ...own };
    case "source": {
      const content = await readNamed(tree, path);
      return { kind: "file", content: content.ok ? content.text : "", mode: 0o644, ...own };
    }
    case "directory":
    case "source-directory": {
      const listed = list(tree, path);
      const entries = new Map<string, Entry>();
      for (const name of listed.ok ? listed.names : []) {
        const child = lookup(tree, `${path}/${name}`, false);
        if (child.ok) entries.set(name, await copyOf(tree, child.entry, `${path}/${name}`));
      }
      return { kind: "directory", entries, mode: 0o755, ...own };
    }
  }
}

/** Moves an entry; a file that is there is replaced. */
export function move(tree: FileTree, from: string, to: string): Done {
  const found = lookup(tree, from, false);
  if (!found.ok) return found;
  if (found.entry.kind === "source" || found.entry.kind === "source-directory") return failed("EPERM");
  if (`${to}/`.startsWith(`${from}/`) && to !== from) return failed("EINVAL");
  const parent = lookup(tree, parentOf(from));
  const added = addEntry(tree, to, found.entry);
  if (!added.ok) return added;
  if (parent.ok && parent.entry.kind === "directory" && to !== from)
    parent.entry.entries.delete(baseName(from));
  return added;
}
