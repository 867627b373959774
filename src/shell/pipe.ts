/**
 * Where text comes from and goes to: pipes between commands, files, fixed text, the terminal.
 *
 * A pipe holds whatever was written and not yet read. It has no size limit of its own: a writer that never
 * waits is made to by its loop, and a reader takes everything at once.
 */

import type { Sink, Stdin } from "./command.ts";
import type { Editor } from "./editor.ts";
import { appendTo } from "./files/change.ts";
import type { Entry, Errno, FileTree } from "./files/tree.ts";
import { Ending, type Flow, waitFor } from "./flow.ts";

export interface Pipe {
  readonly chunks: string[];
  /** Ends open for writing; at zero the reader sees the end. */
  writers: number;
  /** Ends open for reading; at zero a write ends the writer. */
  readers: number;
  /** Wakes the reader that waits. */
  onChange: (() => void) | undefined;
}

/** Makes a pipe with one writer and one reader. */
export const openPipe = (): Pipe => ({ chunks: [], writers: 1, readers: 1, onChange: undefined });

/** An end that several flows may hold: each holds it once, and lets it go once. */
interface Held {
  hold(): void;
  letGo(): void;
}

export type HeldSink = Sink & Partial<Held>;

/** The end of a pipe that is written to. */
export function pipeSink(pipe: Pipe): HeldSink {
  return {
    isTerminal: false,
    failure: undefined,
    write(text) {
      if (pipe.readers === 0) throw new Ending("PIPE");
      if (text === "") return;
      pipe.chunks.push(text);
      pipe.onChange?.();
    },
    hold() {
      pipe.writers++;
    },
    letGo() {
      pipe.writers--;
      if (pipe.writers === 0) pipe.onChange?.();
    },
  };
}

/** The end of a pipe that is read from, by one flow. */
export function pipeSource(pipe: Pipe): Source {
  return {
    isTerminal: false,
    take: () => pipe.chunks.shift(),
    isOver: () => pipe.writers === 0,
    onChange(wake) {
      pipe.onChange = wake;
    },
    rest: { text: "" },
  };
}

/** Nobody reads this pipe any more. */
export function closeReader(pipe: Pipe): void {
  pipe.readers = 0;
}

/** What a flow reads from; what one command leaves is there for the next. */
export interface Source {
  readonly isTerminal: boolean;
  /** The next piece that is there, if any. */
  take(): string | undefined;
  /** Whether nothing more will come once nothing is there. */
  isOver(): boolean;
  onChange(wake: (() => void) | undefined): void;
  /** Text that was taken and not yet used. */
  readonly rest: { text: string };
  /** The editor that a terminal can show. */
  readonly editor?: Editor | undefined;
}

/** A source with all its text there. */
export function textSource(text: string): Source {
  return {
    isTerminal: false,
    take: () => undefined,
    isOver: () => true,
    onChange: () => undefined,
    rest: { text },
  };
}

/** A source for one flow to read. `onSignal` answers a signal: it throws where the signal ends the reader. */
export function stdinOf(source: Source, flow: Flow, onSignal: (signal: Ending) => void): Stdin {
  const arrive = async (): Promise<string | undefined> => {
    for (;;) {
      const piece = source.take();
      if (piece !== undefined) return piece;
      if (source.isOver()) return undefined;
      const waited = await waitFor<void>(flow, (wake) => {
        source.onChange(() => wake());
        return () => source.onChange(undefined);
      });
      if (waited.kind === "signal") onSignal(new Ending(waited.signal));
    }
  };
  return readersOf(source, arrive);
}

/** Text that is all there, to read as standard input is read. */
export function fixedStdin(text: string): Stdin {
  const source = textSource(text);
  return readersOf(source, async () => undefined);
}

function readersOf(source: Source, arrive: Arrive): Stdin {
  return {
    source,
    isTerminal: source.isTerminal,
    read: () => readPiece(source, arrive),
    readLine: async () => (await readFullLine(source, arrive))?.replace(/\n$/, ""),
    readFullLine: () => readFullLine(source, arrive),
    readAll: () => readAll(source, arrive),
  };
}

type Arrive = () => Promise<string | undefined>;

async function readPiece({ rest }: Source, arrive: Arrive): Promise<string | undefined> {
  if (rest.text === "") return arrive();
  const { text } = rest;
  rest.text = "";
  return text;
}

async function readFullLine({ rest }: Source, arrive: Arrive): Promise<string | undefined> {
  let newline = rest.text.indexOf("\n");
  while (newline < 0) {
    const piece = await arrive();
    if (piece === undefined) break;
    rest.text += piece;
    newline = rest.text.indexOf("\n");
  }
  if (newline < 0 && rest.text === "") return undefined;
  const line = newline < 0 ? rest.text : rest.text.slice(0, newline + 1);
  rest.text = rest.text.slice(line.length);
  return line;
}

async function readAll({ rest }: Source, arrive: Arrive): Promise<string> {
  const pieces = [rest.text];
  rest.text = "";
  for (let piece = await arrive(); piece !== undefined; piece = await arrive()) pieces.push(piece);
  return pieces.join("");
}

/** A sink that hands each text to a function. */
export const callbackSink = (isTerminal: boolean, onText: (text: string) => void): Sink => ({
  isTerminal,
  failure: undefined,
  write: onText,
});

/** A sink that keeps what is written. */
export function collectingSink(): Sink & { text(): string } {
  const pieces: string[] = [];
  return {
    isTerminal: false,
    failure: undefined,
    write: (text) => void pieces.push(text),
    text: () => pieces.join(""),
  };
}

/** A sink that writes to an open file; a refused write is remembered for the command to report. */
export function fileSink(tree: FileTree, entry: Entry): Sink {
  const sink = {
    isTerminal: false,
    failure: undefined as Errno | undefined,
    write(text: string): void {
      const outcome = appendTo(tree, entry, text);
      sink.failure = outcome.ok ? undefined : outcome.errno;
    },
  };
  return sink;
}

/** Lets go of a sink that was made or held for a flow that has ended. */
export const letGo = (sink: HeldSink): void => sink.letGo?.();

export function holdEnds({ stdout, stderr }: { readonly stdout: HeldSink; readonly stderr: HeldSink }): void {
  stdout.hold?.();
  stderr.hold?.();
}

export function letGoEnds({
  stdout,
  stderr,
}: {
  readonly stdout: HeldSink;
  readonly stderr: HeldSink;
}): void {
  stdout.letGo?.();
  stderr.letGo?.();
}
