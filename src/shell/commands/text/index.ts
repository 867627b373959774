/** The commands that work on text and files: our own, and those that just-bash brings. */

import type { CommandEntry } from "#shell/command";

const own: readonly CommandEntry[] = [
  { name: "cat", summary: "print files", load: async () => (await import("./cat.ts")).cat },
  { name: "cmp", summary: "compare two files", load: async () => (await import("./cmp.ts")).cmp },
  { name: "diff", summary: "print how two files differ", load: async () => (await import("./diff.ts")).diff },
  {
    name: "grep",
    aliases: ["egrep", "fgrep"],
    summary: "print lines that match a pattern",
    load: async () => (await import("./grep.ts")).grep,
  },
  { name: "head", summary: "print the first lines", load: async () => (await import("./head.ts")).head },
  { name: "sort", summary: "put lines in order", load: async () => (await import("./sort.ts")).sort },
  { name: "tail", summary: "print the last lines", load: async () => (await import("./tail.ts")).tail },
  {
    name: "tee",
    summary: "copy standard input to files and to standard output",
    load: async () => (await import("./tee.ts")).tee,
  },
  { name: "uniq", summary: "leave out repeated lines", load: async () => (await import("./uniq.ts")).uniq },
];

const tool = ([name, summary]: readonly [name: string, summary: string]): CommandEntry => ({
  name,
  summary,
  load: async () => (await import("#shell/bash")).bashTool(name),
});

const tools: readonly (readonly [name: string, summary: string])[] = [
  ["awk", "work on fields of lines"],
  ["base64", "encode and decode"],
  ["basename", "the last part of a path"],
  ["chmod", "change modes of files"],
  ["column", "put text into columns"],
  ["comm", "compare two sorted files"],
  ["cp", "copy files"],
  ["cut", "print parts of lines"],
  ["dirname", "a path without its last part"],
  ["du", "print sizes of files"],
  ["expand", "tabs to blanks"],
  ["expr", "work out an expression"],
  ["file", "guess what a file is"],
  ["find", "look for files"],
  ["fold", "break long lines"],
  ["join", "join lines of two files"],
  ["jq", "work on JSON"],
  ["ln", "make links"],
  ["md5sum", "print checksums"],
  ["mkdir", "make directories"],
  ["mv", "move files"],
  ["nl", "number lines"],
  ["od", "print bytes"],
  ["paste", "join lines side by side"],
  ["readlink", "print where a link leads"],
  ["rev", "turn lines around"],
  ["rm", "remove files"],
  ["rmdir", "remove empty directories"],
  ["sed", "edit lines as they pass"],
  ["sha256sum", "print checksums"],
  ["stat", "print what is known of a file"],
  ["tac", "print lines in reverse"],
  ["tr", "replace characters"],
  ["tree", "print a tree of files"],
  ["wc", "count lines, words and bytes"],
];

export const textCommands: readonly CommandEntry[] = [...own, ...tools.map(tool)];
