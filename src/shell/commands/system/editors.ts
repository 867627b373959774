/**
 * Editors and pagers. An editor opens in a terminal that can show one, waits there for what its person does,
 * and writes the file at each save; elsewhere it says what can be done instead.
 *
 * Leaves out swap files, and commands given with `-c` or `+`.
 */

import type { Command, Process } from "#shell/command";
import type { EditedFile, Editor } from "#shell/editor";
import { modeOf } from "#shell/files/bash-files";
import { read, write } from "#shell/files/change";
import { type Errno, isDirectory, lookup, parentOf, resolvePath } from "#shell/files/tree";
import { complain, inputsOf } from "../text/input.ts";

export const editor: Command = {
  // In raw mode Ctrl-C is a key; what `kill -INT` sends, vi takes for that key.
  catches: ["INT"],
  run: async (process) => {
    const valued = optionsWithWord.get(process.name);
    const { files, isView } = operandsOf(process.argv, valued ?? "");
    const { editor: shown } = process.stdin.source;
    const canShow = shown !== undefined && !shown.isOpen && process.isTerminal;
    if (!canShow || valued === undefined) return sayOtherwise(process, files[0]);
    for (const file of files.length === 0 ? [""] : files) {
      const opened = fileAt(process, file);
      await edit(process, shown, isView ? { ...opened, isReadOnly: true } : opened);
    }
    return 0;
  },
};

/** The editors that a terminal can show, each with its short options that take a word. */
const optionsWithWord: ReadonlyMap<string, string> = new Map([
  ["vim", "cSTuUstw"],
  ["vi", "cSTuUstw"],
  ["nano", "CJoQrsTXY"],
]);

interface Operands {
  readonly files: readonly string[];
  readonly isView: boolean;
}

function operandsOf(argv: readonly string[], valued: string): Operands {
  const files: string[] = [];
  let isView = false;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--") return { files: [...files, ...argv.slice(at + 1)], isView };
    if (!/^[-+]./.test(word)) {
      files.push(word);
      continue;
    }
    isView ||= word === "-R" || word === "-v" || word === "--view";
    if (word === "--cmd" || (/^-\w$/.test(word) && valued.includes(word.charAt(1)))) at++;
  }
  return { files, isView };
}

function sayOtherwise(process: Process, file = "FILE"): number {
  process.stderr.write(`${process.name}: this terminal cannot show an editor; try: echo 'text' >> ${file}\n`);
  return 1;
}

function fileAt({ name: program, cwd, machine }: Process, name: string): EditedFile {
  const path = name === "" ? "" : resolvePath(cwd, name);
  const file = { program, path, name, text: "", isNew: false, isReadOnly: false, errno: undefined };
  if (path === "") return { ...file, isNew: true };
  const found = lookup(machine.files, path);
  if (!found.ok) return { ...file, isNew: true, errno: whyNoNewFile(machine.files, path, found.errno) };
  const isReadOnly = (modeOf(found.entry) & anyWrite) === 0;
  const content = read(machine.files, path);
  return content.ok
    ? { ...file, text: content.text, isReadOnly }
    : { ...file, isReadOnly: isReadOnly && content.errno !== "EISDIR", errno: content.errno };
}

const anyWrite = 0o222;

/** Why a file that is not there could not be made either; nothing if it could. */
function whyNoNewFile(files: Process["machine"]["files"], path: string, errno: Errno): Errno | undefined {
  if (errno !== "ENOENT") return errno;
  const folder = lookup(files, parentOf(path));
  if (!folder.ok) return folder.errno;
  if (!isDirectory(folder.entry)) return "ENOTDIR";
  return folder.entry.kind === "directory" ? undefined : "ENOENT";
}

/** Shows a file until it is left; every save is one write, as `echo` with a redirection does. */
async function edit(process: Process, shown: Editor, file: EditedFile): Promise<void> {
  shown.open(file);
  try {
    for (;;) {
      const act = await process.until(shown.onAct);
      if (act === "interrupted" || act === "timeout") continue;
      if (act.text === undefined) return;
      const text = lines(act.text);
      const path = act.path === undefined ? file.path : resolvePath(process.cwd, act.path);
      const written = path === "" ? undefined : write(process.machine.files, path, text);
      shown.wrote(path, text, written === undefined ? "ENOENT" : written.ok ? undefined : written.errno);
    }
  } finally {
    shown.close();
  }
}

/** Both editors end the last line. */
const lines = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

/** Pagers print everything: the terminal scrolls. */
export const pager: Command = {
  run: async (process) => {
    let code = 0;
    for (const input of await inputsOf(
      process,
      process.argv.filter((arg) => !arg.startsWith("-")),
    )) {
      if (input.ok) process.stdout.write(await input.stdin.readAll());
      else {
        complain(process, input.name, input.errno);
        code = 1;
      }
    }
    return code;
  },
};
