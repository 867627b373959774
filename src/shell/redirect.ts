/**
 * Redirections: `>` `>>` `<` `2>&1` `&>` `<<` `<<<` and their like, for the three ends of a command.
 *
 * Leaves out file descriptors above 2, and `<>`.
 */

import type { RedirectionNode } from "just-bash/ast";
import type { Ends, Sink } from "./command.ts";
import { expandDocument, expandText } from "./expand/word.ts";
import * as files from "./files/change.ts";
import { errorText } from "./files/error-text.ts";
import { type Errno, resolvePath } from "./files/tree.ts";
import { callbackSink, fileSink, type Source, textSource } from "./pipe.ts";
import { complain, type Run } from "./state.ts";

export type Redirected =
  | { readonly ok: true; readonly ends: Ends }
  | { readonly ok: false; readonly status: number };

/** The ends after redirections, or the exit status after a complaint. */
export async function redirect(run: Run, redirections: readonly RedirectionNode[]): Promise<Redirected> {
  let { ends } = run;
  for (const redirection of redirections) {
    const next = await redirectOne({ ...run, ends }, redirection);
    if (typeof next === "string") {
      // The complaint goes where errors went before this command.
      complain(run, next);
      return { ok: false, status: run.state.dialect === "dash" ? 2 : 1 };
    }
    ends = next;
  }
  return { ok: true, ends };
}

/** The ends after one redirection, or what is wrong with it. */
async function redirectOne(run: Run, redirection: RedirectionNode): Promise<Ends | string> {
  const { operator, target, fd } = redirection;
  if (target.type === "HereDoc") {
    const text = await expandDocument(run, target.content);
    return { ...run.ends, stdin: textSource(text) };
  }
  const word = await expandText(run, target);
  if (redirection.fdVariable !== undefined || (fd !== null && fd > 2)) {
    return `${fd ?? ""}: file descriptors above 2 are not modelled in LVS Lab`;
  }
  switch (operator) {
    case "<":
    case "<>":
      return fromFile(run, word);
    case "<<<":
      return { ...run.ends, stdin: textSource(`${word}\n`) };
    case ">":
    case ">|":
    case ">>":
      return toFile(run, word, { fd: fd ?? 1, appends: operator === ">>" });
    case "&>":
    case "&>>":
      return toFile(run, word, { fd: "both", appends: operator === "&>>" });
    case ">&":
    case "<&":
      return duplicate(run, word, fd ?? (operator === ">&" ? 1 : 0));
    case "<<":
    case "<<-":
      return run.ends;
  }
}

async function fromFile(run: Run, word: string): Promise<Ends | string> {
  const source = await openSource(run, word);
  return typeof source === "string" ? source : { ...run.ends, stdin: source };
}

async function openSource({ state, ends }: Run, word: string): Promise<Source | string> {
  const path = resolvePath(state.cwd, word);
  if (path === "/dev/stdin" || path === "/dev/tty") return ends.stdin;
  const content = await files.readNamed(state.machine.files, path);
  if (content.ok) return textSource(content.text);
  const { errno } = content;
  if (state.dialect === "bash") return `${word}: ${errorText[errno]}`;
  return `cannot open ${word}: ${errno === "ENOENT" ? "No such file" : errorText[errno]}`;
}

interface Into {
  readonly fd: number | "both";
  readonly appends: boolean;
}

function toFile(run: Run, word: string, { fd, appends }: Into): Ends | string {
  const sink = openSink(run, word, appends);
  if (typeof sink === "string") return sink;
  if (fd === "both") return { ...run.ends, stdout: sink, stderr: sink };
  return fd === 2 ? { ...run.ends, stderr: sink } : { ...run.ends, stdout: sink };
}

function openSink({ state, ends }: Run, word: string, appends: boolean): Sink | string {
  const path = resolvePath(state.cwd, word);
  if (path === "/dev/stdout") return ends.stdout;
  if (path === "/dev/stderr") return ends.stderr;
  if (path === "/dev/tty") return ends.stderr.isTerminal ? ends.stderr : ends.stdout;
  const tree = state.machine.files;
  const opened = word === "" ? ({ ok: false, errno: "ENOENT" } as const) : files.open(tree, path);
  if (!opened.ok) return cannotCreate(state.dialect, word, opened.errno);
  const { entry } = opened;
  if (entry.kind === "source" && entry.source.write === undefined) {
    return cannotCreate(state.dialect, word, "EACCES");
  }
  if (entry.kind === "file" && !appends) {
    entry.content = "";
    entry.changed = tree.now();
  }
  return fileSink(tree, entry);
}

function cannotCreate(dialect: "dash" | "bash", word: string, errno: Errno): string {
  if (dialect === "bash") return `${word}: ${errorText[errno]}`;
  const isMissing = errno === "ENOENT" || errno === "ENOTDIR";
  return `cannot create ${word}: ${isMissing ? "Directory nonexistent" : errorText[errno]}`;
}

function duplicate(run: Run, word: string, fd: number): Ends | string {
  const { ends } = run;
  if (word === "-") return closed(ends, fd);
  if (word === "0" && fd === 0) return ends;
  const sink = word === "1" ? ends.stdout : word === "2" ? ends.stderr : undefined;
  if (sink !== undefined) return fd === 2 ? { ...ends, stderr: sink } : { ...ends, stdout: sink };
  if (/^\d+$/.test(word)) return `${word}: Bad file descriptor`;
  return toFile(run, word, { fd: "both", appends: false });
}

function closed(ends: Ends, fd: number): Ends {
  if (fd === 0) return { ...ends, stdin: textSource("") };
  const nowhere = callbackSink(false, () => undefined);
  return fd === 2 ? { ...ends, stderr: nowhere } : { ...ends, stdout: nowhere };
}
