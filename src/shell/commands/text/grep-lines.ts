/** How grep prints lines: names, numbers, only what matches, and lines around a match. */

export interface GrepLines {
  print(text: string): void;
  /** The file's name, where it is shown. */
  readonly name: string | undefined;
  readonly showsNumber: boolean;
  readonly showsOnly: boolean;
  readonly matcher: RegExp;
  /** Lines shown around a match. */
  readonly before: number;
  readonly after: number;
}

/** Takes every line in turn and prints those that are due. */
export function contextOf(lines: GrepLines): (line: string, isMatch: boolean) => void {
  const waiting: (readonly [number, string])[] = [];
  let number = 0;
  let lastPrinted = 0;
  let due = 0;
  const print = (at: number, line: string, isMatch: boolean): void => {
    const hasContext = lines.before > 0 || lines.after > 0;
    if (hasContext && lastPrinted > 0 && at > lastPrinted + 1) lines.print("--\n");
    lastPrinted = at;
    lines.print(shown(lines, { at, line, isMatch }));
  };
  return (line, isMatch) => {
    number++;
    if (isMatch) {
      for (const [at, earlier] of waiting) print(at, earlier, false);
      waiting.length = 0;
      print(number, line, true);
      due = lines.after;
      return;
    }
    if (due > 0) {
      due--;
      print(number, line, false);
      return;
    }
    waiting.push([number, line]);
    if (waiting.length > lines.before) waiting.shift();
  };
}

interface Shown {
  readonly at: number;
  readonly line: string;
  readonly isMatch: boolean;
}

function shown({ name, showsNumber, showsOnly, matcher }: GrepLines, { at, line, isMatch }: Shown): string {
  const mark = isMatch ? ":" : "-";
  const begin = `${name === undefined ? "" : name + mark}${showsNumber ? at + mark : ""}`;
  if (!showsOnly) return `${begin}${line}\n`;
  if (!isMatch) return "";
  const found = line.match(matcher) ?? [];
  return found.map((text) => (text === "" ? "" : `${begin}${text}\n`)).join("");
}
