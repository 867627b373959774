/**
 * `ip -batch`: the lines of a file, one command of ip each.
 */

import type { Process } from "#shell/command";
import { readNamed } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { resolvePath } from "#shell/files/tree";
import type { IpOptions } from "./call.ts";
import { misused, Refusal, tell } from "./words.ts";

interface Batch {
  readonly options: IpOptions;
  readonly file: string;
  /** Runs one line; handed in by ip.ts. */
  readonly runLine: (process: Process, options: IpOptions, words: readonly string[]) => Promise<number>;
}

/** Runs every line of a file; the first that fails ends it, unless -force was given. */
export async function runBatch(process: Process, { options, file, runLine }: Batch): Promise<number> {
  const content =
    file === "-" ? undefined : await readNamed(process.machine.files, resolvePath(process.cwd, file));
  if (content !== undefined && !content.ok) {
    throw new Refusal(`Cannot open file "${file}" for reading: ${errorText[content.errno]}`, 1);
  }
  const text = content === undefined ? await process.stdin.readAll() : content.text;
  let code = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const words = wordsOfLine(line);
    if (words.length === 0) continue;
    let lineCode = 0;
    try {
      lineCode = await runLine(process, options, words);
    } catch (error) {
      // A word that ip cannot take ends the whole program, as exit() does.
      if (!(error instanceof Refusal) || error.code === misused) throw error;
      lineCode = await tell(process, error);
    }
    if (lineCode === 0) continue;
    process.stderr.write(`Command failed ${file}:${index + 1}\n`);
    code = 1;
    if (!options.force) break;
  }
  return code;
}

const wordsOfLine = (line: string): string[] =>
  (line.replace(/(?:^|\s)#.*/, "").match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
    word.replace(/^(["'])(.*)\1$/, "$2"),
  );
