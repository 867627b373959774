/**
 * Where a command of the command line writes: gathered into larger pieces, with the progress bar out of the
 * way.
 */

import process from "node:process";
import { styleText } from "node:util";

/** The style of a piece of text; plain text where there is no terminal or nobody wants colours. */
export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream: NO_COLOR, FORCE_COLOR and TERM are heeded. */
export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && stream.hasColors() ? (style, text) => styleText(style, text) : (_style, text) => text;

export interface Output {
  readonly paint: Paint;
  /** Writes text sooner or later, in order. */
  write(text: string): void;
  flush(): void;
  /** Called before something is really written. */
  beforeWriting: () => void;
}

const pieceLength = 1 << 16;

/** Standard output. */
export function standardOutput(): Output {
  const pieces: string[] = [];
  let length = 0;
  const output: Output = {
    paint: paintFor(process.stdout),
    beforeWriting: () => {},
    write(text) {
      pieces.push(text);
      length += text.length;
      if (length >= pieceLength) output.flush();
    },
    flush() {
      if (length === 0) return;
      output.beforeWriting();
      process.stdout.write(pieces.join(""));
      pieces.length = 0;
      length = 0;
    },
  };
  return output;
}

/** Ends the program quietly when the reader of standard output has gone (`| head`). */
export function endWithReader(): void {
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

/** Lets Node do what waits: signals, and output that has not gone yet. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
