/**
 * Which calls of text tools treat each line by itself, so that they can be given their input as it comes.
 * Where that is not certain the answer is no.
 */

/**
 * Whether a tool with these arguments reads standard input and needs to remember nothing from line to line.
 */
export function isLineWise(name: string, argv: readonly string[]): boolean {
  switch (name) {
    case "tr":
      return !argv.some((arg) => /^-\w*s/.test(arg));
    case "cut":
    case "rev":
      return !hasFile(argv, new Set(["-d", "-f", "-c", "-b"]));
    case "sed":
      return isLineWiseSed(argv);
    case "awk":
      return isLineWiseAwk(argv);
  }
  return false;
}

function operandsOf(argv: readonly string[], valued: ReadonlySet<string>): string[] {
  return argv.filter((arg, index) => !arg.startsWith("-") && !valued.has(argv[index - 1] ?? ""));
}

const hasFile = (argv: readonly string[], valued: ReadonlySet<string>): boolean =>
  operandsOf(argv, valued).length > 0;

const address = String.raw`(?:\/(?:[^/\\]|\\.)*\/\s*)?`;
const replacing = String.raw`s([^\w\s\\])(?:(?!\1)[^\\]|\\.)*\1(?:(?!\1)[^\\]|\\.)*\1[gpiI0-9]*`;
const substitution = new RegExp(String.raw`^\s*${address}(?:${replacing}|[pd])\s*$`);

/** Substitutions, `p` and `d`, at most for lines that match. */
function isLineWiseSed(argv: readonly string[]): boolean {
  if (argv.some((arg) => /^-(?!n$|E$|r$|e$|nE$|nr$|En$)/.test(arg))) return false;
  const scripts = operandsOf(argv, new Set());
  const count = Math.max(1, argv.filter((arg) => arg === "-e").length);
  return scripts.length === count && scripts.every((script) => substitution.test(script));
}

/**
 * Programs that only print: no BEGIN or END, no counting of lines, no assignments, no output of their own.
 */
function isLineWiseAwk(argv: readonly string[]): boolean {
  const [program, ...files] = operandsOf(argv, new Set(["-F", "-v"]));
  if (program === undefined || files.length > 0 || argv.includes("-f")) return false;
  const bare = program.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/(?:[^/\\]|\\.)*\//g, "//");
  return !remembering.some((pattern) => pattern.test(bare));
}

/** What makes an awk program remember something from line to line, or treat the end in its own way. */
const remembering = [
  /BEGIN|END|\bF?NR\b|getline|exit|next|rand|function|sub\(/,
  /[^=!<>~]=[^=~]|\+\+|--|[-+*/%]=/,
  /,\s*\/\/|>|\|/,
];
