/**
 * Whether two outputs of a command say the same: word for word, except for what the kernel itself does not
 * repeat.
 *
 * Connection rows (a hash table's) may come in any order and their remaining times may differ by two seconds,
 * as may what `ip route get` says of expiry; round-trip times do not count.
 */

/** A line without its remaining time, and that time in seconds where it has one. */
interface Row {
  readonly text: string;
  readonly seconds: number | undefined;
}

const expiry = /expires (\d+)sec/g;
const milliseconds = /\d+(\.\d+)?( ?ms)/g;
const roundTrips = /(rtt min\/avg\/max\/mdev = )[\d./]+/g;
const connectionRow = /^(\S+)\s+(\d+):(\d\d)\s+(\S.*)$/;
const procRow = /^((?:TCP|UDP|IP|SCTP)\s+[0-9A-F]{8} .*?)\s+(\d+)(\s.*)?$/;
const tolerance = 2;

/** Whether two texts agree by these rules. */
export function isSameText(kernel: string, here: string): boolean {
  if (kernel === here) return true;
  const [a, b] = haveCloseExpiries(kernel, here)
    ? [kernel.replace(expiry, "expires #sec"), here.replace(expiry, "expires #sec")]
    : [kernel, here];
  const expected = rowsOf(withoutTimes(a));
  const found = rowsOf(withoutTimes(b));
  if (expected.length !== found.length) return false;
  return expected.every((row, index) => isSameRow(row, found[index]));
}

function isSameRow(row: Row, other: Row | undefined): boolean {
  if (other === undefined || row.text !== other.text) return false;
  if (row.seconds === undefined || other.seconds === undefined) return row.seconds === other.seconds;
  return Math.abs(row.seconds - other.seconds) <= tolerance;
}

function haveCloseExpiries(kernel: string, here: string): boolean {
  const [a, b] = [kernel, here].map((text) => [...text.matchAll(expiry)].map((match) => Number(match[1])));
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((seconds, index) => Math.abs(seconds - (b[index] ?? 0)) <= tolerance);
}

const withoutTimes = (text: string): string => text.replace(milliseconds, "#$2").replace(roundTrips, "$1#");

function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  let block: Row[] = [];
  const closeBlock = (): void => {
    rows.push(...block.sort(byTextThenTime));
    block = [];
  };
  for (const line of text.split("\n")) {
    const trimmed = line.trimEnd();
    const row = connectionOf(trimmed);
    if (row !== undefined) {
      block.push(row);
      continue;
    }
    closeBlock();
    rows.push({ text: trimmed, seconds: undefined });
  }
  closeBlock();
  while (rows.length > 0 && rows.at(-1)?.text === "") rows.pop();
  return rows;
}

const byTextThenTime = (a: Row, b: Row): number =>
  a.text === b.text ? (a.seconds ?? 0) - (b.seconds ?? 0) : a.text < b.text ? -1 : 1;

function connectionOf(line: string): Row | undefined {
  const shown = connectionRow.exec(line);
  if (shown !== null) {
    const [, protocol, minutes, seconds, rest] = shown;
    const text = [protocol, ...(rest ?? "").split(/\s+/)].join(" ").trimEnd();
    return { text, seconds: Number(minutes) * 60 + Number(seconds) };
  }
  const proc = procRow.exec(line);
  if (proc === null) return undefined;
  const text = `${proc[1] ?? ""}${proc[3] ?? ""}`.split(/\s+/).filter((word) => word !== "");
  return { text: text.join(" "), seconds: Number(proc[2]) };
}

const serviceLine = /^(TCP|UDP|SCTP|FWM)\s/;

/** The text with each run of services (a service, its servers below it) in the order of the service lines. */
export function withServicesSorted(text: string): string {
  const lines: string[] = [];
  let blocks: string[][] = [];
  const closeRun = (): void => {
    lines.push(...blocks.sort(byLines).flat());
    blocks = [];
  };
  for (const line of text.split("\n")) {
    if (serviceLine.test(line)) {
      blocks.push([line]);
      continue;
    }
    if (blocks.length > 0 && line.startsWith("  ->")) {
      blocks.at(-1)?.push(line);
      continue;
    }
    closeRun();
    lines.push(line);
  }
  closeRun();
  return lines.join("\n");
}

/** As Python orders lists of text: line by line. */
function byLines(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [one, other] = [a[index] ?? "", b[index] ?? ""];
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.length - b.length;
}
