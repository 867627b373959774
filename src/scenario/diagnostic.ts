/**
 * A mistake in a file: where it is, what is wrong, and what would be right.
 *
 * Diagnostics are collected, never thrown: one reading of a file reports every mistake in it. The sentences
 * are English, as those of compilers are.
 */

export type Severity = "error" | "warning";

export interface Diagnostic {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
}

/** A place in a file; line and column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong at a place, and what would be right. */
export interface Finding {
  readonly message: string;
  readonly remedy: string;
}

/** Where the parts of the reader put what they find. */
export interface Report {
  error(at: Place, finding: Finding): void;
  warning(at: Place, finding: Finding): void;
}

/** A file with more mistakes than this is not a scenario; the rest is counted, not listed. */
export const maxDiagnostics = 100;

/** A report that collects, and what it collected: in the order of the file, at most `maxDiagnostics`. */
export function collector(file: string): { report: Report; diagnostics: () => readonly Diagnostic[] } {
  const found: Diagnostic[] = [];
  const add = (severity: Severity, at: Place, { message, remedy }: Finding): void => {
    found.push({ file, line: at.line, column: at.column, severity, message, remedy });
  };
  const report: Report = {
    error: (at, finding) => add("error", at, finding),
    warning: (at, finding) => add("warning", at, finding),
  };
  return { report, diagnostics: () => shortened(sorted(found)) };
}

/** `file:line:column: severity: message; remedy`, the form that editors and terminals make clickable. */
export const formatDiagnostic = ({ file, line, column, severity, message, remedy }: Diagnostic): string =>
  `${file}:${line}:${column}: ${severity}: ${message}; ${remedy}`;

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === "error");

const sorted = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...found].sort((a, b) => a.line - b.line || a.column - b.column);

function shortened(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = found[maxDiagnostics];
  if (next === undefined) return found;
  const left = found.slice(maxDiagnostics);
  const rest: Diagnostic = {
    ...next,
    severity: hasErrors(left) ? "error" : "warning",
    message: `${left.length} more mistakes from here on`,
    remedy: "correct those above first",
  };
  return [...found.slice(0, maxDiagnostics), rest];
}
