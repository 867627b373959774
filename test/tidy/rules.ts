/**
 * The rules of the house that neither the compiler nor the linter holds, but for imports (imports.ts).
 */
import { posix } from "node:path";
import { matches, type Rule } from "./rule.ts";
import { isCode, isUnder, type Source } from "./source.ts";

const maxFileLines = 300;
const maxLineLength = 110;

/** Folders whose runs must repeat themselves to the byte, whatever the host. */
const repeatable = ["sim", "scenario", "shell", "lab", "conformance"];

const { raw } = String;

const anyOf = (words: string): string => `(?:${words.trim().split(/\s+/).join("|")})`;

const notInSim = anyOf(`Date async await Promise queueMicrotask setTimeout setInterval console performance
  crypto process globalThis`);

/** Results of these differ from one engine to another in the last bit, or from one run to another. */
const inexactMath = anyOf(raw`random log\w* exp\w* sin\w* cos\w* tan\w* asin\w* acos\w* atan\w* pow cbrt
  hypot`);

const ofTheHost = anyOf(raw`\bDate\.now\b \bnew\sDate\(\) \bMath\.random\b \bperformance\b \bIntl\b
  \.localeCompare\b \.toLocale\w+ \.getTimezoneOffset\b`);

const passedOn = raw`^export\s(?:type\s)?(?:\*|\{[^}]*\})[^;\n]*\sfrom\b.*`;

const inCode = (folder: string, pattern: string) => (source: Source) =>
  isCode(source) && isUnder(folder, source) ? matches(source, new RegExp(pattern, "gm")) : [];

function longLines({ path, text }: Source): string[] {
  const lines = text.split("\n").map((line, at) => ({ length: [...line].length, at: at + 1 }));
  const long = lines.filter(({ length }) => length > maxLineLength);
  return long.map(({ length, at }) => `${path}:${at}: ${length} characters`);
}

function tooLong({ path, text }: Source): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > maxFileLines ? [`${path}: ${lines} lines`] : [];
}

export const rules: readonly Rule[] = [
  {
    says: `a file has at most ${maxFileLines} lines`,
    complaints: (source) => (isCode(source) ? tooLong(source) : []),
    broken: [["src/sim/a.ts", "x;\n".repeat(maxFileLines + 1)]],
  },
  {
    says: `a line has at most ${maxLineLength} characters`,
    complaints: (source) => (isCode(source) ? longLines(source) : []),
    broken: [["test/a.test.ts", "x".repeat(maxLineLength + 1)]],
  },
  {
    says: "a file of src, bin and test begins by saying what it models",
    complaints: ({ path, text }) => {
      const isMeant = /^(?:src|bin|vite)\/.*\.(?:ts|mjs)$/.test(path);
      return isMeant && !/^(?:#!.*\n)?\/\*\*/.test(text) ? [path] : [];
    },
    broken: [["src/sim/a.ts", 'import { x } from "./x.ts";']],
  },
  {
    says: "sim uses the language only: no clock, no chance but its own, nothing that happens later",
    complaints: inCode("src/sim", raw`(?<![.\w])${notInSim}\b`),
    broken: [
      ["src/sim/a.ts", "const now = new Date(5);"],
      ["src/sim/a.ts", "const text = `${performance.now()}`;"],
    ],
  },
  {
    says: "sim calculates only what every engine calculates alike",
    complaints: inCode("src/sim", raw`\bMath\.${inexactMath}\b`),
    broken: [["src/sim/a.ts", "const x = Math.log2(8);"]],
  },
  {
    says: "a run asks its host neither for time nor for chance nor for a locale",
    complaints: (source) => repeatable.flatMap((folder) => inCode(`src/${folder}`, ofTheHost)(source)),
    broken: [
      ["src/shell/a.ts", "const now = new Date();"],
      ["src/lab/a.ts", "names.sort((a, b) => a.localeCompare(b));"],
    ],
  },
  {
    says: "no module of src keeps a variable of its own",
    complaints: inCode("src", raw`^(?:export )?(?:let|var)\s.*`),
    broken: [["src/sim/a.ts", "let next = 1;"]],
  },
  {
    says: "no file passes on another's exports, but the surface of sim",
    complaints: (source) =>
      source.path === "src/sim/index.ts" || source.path.endsWith(".d.ts")
        ? []
        : inCode("src", passedOn)(source),
    broken: [
      ["src/sim/a.ts", 'export * from "./b.ts";'],
      ["src/lab/a.ts", 'export {\n  x,\n} from "./b.ts";'],
    ],
  },
  {
    says: "files are named after an idea, in kebab-case",
    complaints: ({ path }) => {
      const [name = ""] = posix.basename(path).split(".");
      const isVague = /^(?:utils?|helpers?|common|types?|misc|(?:.*-)?manager)$/.test(name);
      const isShouted = /^(?:src|test|bin)\//.test(path) && !/^[a-z0-9-]+$/.test(name);
      return isVague || isShouted ? [path] : [];
    },
    broken: [
      ["src/sim/wire/utils.ts", ""],
      ["src/lab/labManager.ts", ""],
      ["src/lab/lab-manager.ts", ""],
    ],
  },
  {
    says: "nothing is marked as unfinished, and no test is skipped or alone",
    complaints: (source) => [
      ...matches(source, /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/g, source.text),
      ...inCode("test", raw`\b(?:it|test|describe)\.(?:skip|only|todo)\b`)(source),
    ],
    broken: [
      ["src/sim/a.ts", `// TO${"DO"} later`],
      ["test/a.test.ts", "describe.only();"],
    ],
  },
  {
    says: "no path of one machine, and nothing outside the project",
    complaints: (source) => matches(source, /\/(?:w[o]rk|Us[e]rs)\/|\.\.\/sha[r]ed\b/g, source.text),
    broken: [
      ["README.md", `see /wo${"rk"}/main`],
      ["src/cli/a.ts", `"../sha${"red"}/oracle"`],
    ],
  },
];
