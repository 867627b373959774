/**
 * The keyboard of a terminal: what is typed while a command runs goes to whoever reads first, the command or,
 * after it, the shell, as through the input queue of a tty in its usual mode of whole lines.
 *
 * Leaves out keys that edit a line: lines come here whole, from whatever shows the terminal.
 */

import { openPipe, pipeSource, type Source } from "./pipe.ts";

export interface Keyboard {
  /** What commands of the terminal read from. */
  readonly source: Source;
  /** Text that was typed; `undefined` is Ctrl-D. */
  type(text: string | undefined): void;
  /** A whole line that nobody has read, without its newline. */
  takeLine(): string | undefined;
  /** Ctrl-C throws away what nobody has read. */
  forget(): void;
  /** Whether a command waits for something to be typed. */
  readonly isAwaited: boolean;
  /** A command begins to read: a Ctrl-D that came before was not for it. */
  begin(): void;
}

/** A keyboard that nobody has touched yet. */
export function openKeyboard(): Keyboard {
  const pipe = openPipe();
  const reading = pipeSource(pipe);
  const { rest } = reading;
  const state = { isEnded: false };
  return {
    source: { ...reading, isTerminal: true, isOver: () => state.isEnded },
    type(text) {
      if (text === undefined) state.isEnded = true;
      else pipe.chunks.push(text);
      pipe.onChange?.();
    },
    takeLine() {
      rest.text += pipe.chunks.splice(0).join("");
      const newline = rest.text.indexOf("\n");
      if (newline < 0) return undefined;
      const line = rest.text.slice(0, newline);
      rest.text = rest.text.slice(newline + 1);
      return line;
    },
    forget() {
      pipe.chunks.length = 0;
      rest.text = "";
    },
    get isAwaited() {
      return pipe.onChange !== undefined;
    },
    begin() {
      state.isEnded = false;
    },
  };
}
