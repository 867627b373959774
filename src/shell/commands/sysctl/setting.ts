/** Settings of switches, one a line: `name = value`, in files and on the command line. */

import type { Sink } from "#shell/command";

export interface Setting {
  readonly name: string;
  readonly value: string;
  /** A dash before the name: it does not matter if the kernel refuses. */
  readonly mayFail: boolean;
}

/** Where a line stands, for complaints. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Reads one line; comments and empty lines are none. A line without `=` is complained of. */
export function readSetting(text: string, place: Place, stderr: Sink): Setting | undefined {
  const line = text.trimStart();
  if (line.length < 2 || line.startsWith("#") || line.startsWith(";")) return undefined;
  const equals = line.indexOf("=");
  if (equals < 0) {
    // `-name` alone keeps a pattern from applying to a switch.
    if (!line.startsWith("-")) {
      stderr.write(`sysctl: ${place.file}(${place.line}): invalid syntax, continuing...\n`);
    }
    return undefined;
  }
  const mayFail = line.startsWith("-");
  const name = line.slice(mayFail ? 1 : 0, equals).trim();
  if (name === "") return undefined;
  return { name, value: line.slice(equals + 1).trim(), mayFail };
}

/** All settings of a file. */
export function readSettings(text: string, file: string, stderr: Sink): Setting[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => readSetting(line, { file, line: index + 1 }, stderr) ?? []);
}
