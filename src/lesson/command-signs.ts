/**
 * A typed line as the commands that it is made of, each as a sign that is the same for the ways in which
 * people write the same thing: order of options, `sysctl` with or without `-w`, `ip a` for `ip addr`, a
 * server's port that is the service's own. Left out: variables, redirection of files, scripts.
 */

/** One command of a line. */
export interface CommandSign {
  readonly on: string;
  readonly sign: string;
  /** It asks or looks, and changes nothing. */
  readonly isTrial: boolean;
  /** A loop repeats it: it counts as often as needed. */
  readonly isRepeated: boolean;
}

/** The commands of a line, in their order. */
export function commandSigns(on: string, run: string): readonly CommandSign[] {
  return run.split(/;|&&|\|\|/).flatMap((part) => {
    const words = part
      .replaceAll(/["']/g, "")
      .replaceAll(/\s*=\s*/g, "=")
      .trim()
      .split(/\s+/);
    const isRepeated = words[0] === "do";
    const [program = "", ...rest] = isRepeated ? words.slice(1) : words;
    if (shellWords.has(program)) return [];
    const isTrial = trials.has(program);
    return signsOf(program, rest).map((sign) => ({ on, sign, isTrial, isRepeated }));
  });
}

const shellWords = new Set(["", "for", "while", "done"]);
const trials = new Set(["curl", "ping", "arping", "nc", "tail", "cat"]);

function signsOf(program: string, words: readonly string[]): readonly string[] {
  switch (program) {
    case "curl":
      return [[program, ...words.filter(isTarget).map(hostOf), ...words.filter(isUpload)].join(" ")];
    case "sysctl":
      return words.filter((word) => word.includes("=")).map((setting) => `${program} ${setting}`);
    case "ip":
      return [[program, ...ipWords(words)].join(" ")];
    case "ipvsadm":
      return [[program, ...ipvsWords(words).toSorted()].join(" ")];
    default:
      return [[program, ...words].join(" ")];
  }
}

const isTarget = (word: string): boolean => /^(https?:\/\/)?\d+\.\d+\.\d+\.\d+/.test(word);
const isUpload = (word: string): boolean => word.startsWith("@");
const hostOf = (word: string): string => word.replace(/^https?:\/\//, "").replace(/(:80)?\/?$/, "");

/** What `ip` is asked about may be shortened, as its verb may. */
function ipWords([object = "", ...rest]: readonly string[]): readonly string[] {
  const whole = ["address", "link", "neighbour", "route"].find((name) => name.startsWith(object));
  const shown = whole ?? (object === "neighbor" ? "neighbour" : object === "addr" ? "address" : object);
  return [shown, ...rest.map((word) => (word === "delete" ? "del" : word))];
}

/** Without what is so anyway: direct routing, a weight; with the port of the service. */
function ipvsWords(words: readonly string[]): readonly string[] {
  const service = words[words.indexOf("-t") + 1] ?? "";
  const port = service.split(":")[1] ?? "";
  return words.flatMap((word, index) => {
    if (word === "-g" || word === "-w" || words[index - 1] === "-w") return [];
    const isBare = words[index - 1] === "-r" && !word.includes(":") && port !== "";
    return [isBare ? `${word}:${port}` : word];
  });
}
