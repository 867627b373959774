/**
 * What typed lines change, told the same way however it was typed: the settings, routes, addresses and
 * services that a line puts or takes away. What only looks or asks (`curl`, `ipvsadm -Ln`) changes nothing.
 * Leaves out what a shell would make of variables and loops: their commands are taken word by word.
 */

/** The changes that a line makes, in their order. */
export const actsOf = (line: string): readonly string[] =>
  line.split(/;|&&|\|\||\n/).flatMap((command) => actsOfCommand(command.trim().split(/\s+/)));

/** The changes that one command makes, by its words. */
export function actsOfCommand(words: readonly string[]): readonly string[] {
  const [name = "", ...rest] = words[0] === "sudo" ? words.slice(1) : words;
  switch (name) {
    case "sysctl":
      return rest.filter((word) => word.includes("=")).map((word) => dotted(word));
    case "echo":
      return writtenSetting(rest);
    case "ip":
      return ipActs(rest);
    case "ipvsadm":
      return ipvsActs(rest);
    case "arp":
      return rest[0] === "-s" ? [`neighbour put ${rest[1]} lladdr ${rest[2]}`] : [];
    case "iptables":
    case "arptables":
      return rest.some((word) => /^-(?:[LS]|nL|L.*|-list.*)$/.test(word)) ? [] : [[name, ...rest].join(" ")];
    default:
      return lookers.has(name) ? [] : [[name, ...rest].join(" ")];
  }
}

const lookers = new Set(
  "curl ping arping nc cat ls tail head netstat ss tcpdump nstat sleep help grep watch wc"
    .split(" ")
    .concat(""),
);

const dotted = (setting: string): string => {
  const [name = "", value = ""] = setting.split("=");
  return `${name.replaceAll("/", ".")}=${value}`;
};

/** `echo 1 > /proc/sys/net/ipv4/ip_forward`; what is written elsewhere is told as it stands. */
function writtenSetting(rest: readonly string[]): readonly string[] {
  const text = rest.join(" ");
  if (!text.includes(">")) return [];
  const found = /^(\S+)\s*>\s*\/proc\/sys\/(\S+)$/.exec(text);
  return [found === null ? `echo ${text}` : dotted(`${found[2]}=${found[1]}`)];
}

const objects = ["address", "link", "neighbour", "route", "rule", "tunnel"];

/** What `ip` changes. A neighbour that is forgotten is asked for again: that is no change. */
function ipActs(words: readonly string[]): readonly string[] {
  const [short = "", verb = "show", ...rest] = words.filter((word) => !word.startsWith("-"));
  const object = objects.find((name) => name.startsWith(short)) ?? (short === "neigh" ? "neighbour" : short);
  const does = verbs.find(([pattern]) => pattern.test(verb))?.[1];
  if (does === undefined || (object === "neighbour" && does === "take")) return [];
  const told = rest
    .filter((word) => object !== "link" || word !== "dev")
    .map((word) => word.replace(/\/32$/, ""));
  return [[object, does, ...told].join(" ")];
}

const verbs: readonly (readonly [RegExp, string])[] = [
  [/^(?:a|add|r|repl|replace|c|ch|change|append|s|set)$/, "put"],
  [/^(?:d|del|delete|f|fl|flush)$/, "take"],
];

const shortOptions: Readonly<Record<string, string>> = {
  ...{ "--add-service": "-A", "--edit-service": "-E", "--delete-service": "-D" },
  ...{ "--add-server": "-a", "--edit-server": "-e", "--delete-server": "-d" },
  ...{ "--tcp-service": "-t", "--udp-service": "-u", "--real-server": "-r", "--weight": "-w" },
  ...{ "--gatewaying": "-g", "--ipip": "-i", "--masquerading": "-m", "--scheduler": "-s" },
};

/** What `ipvsadm` changes, its options in one order, with those that it would fill in. */
function ipvsActs(words: readonly string[]): readonly string[] {
  const options = new Map<string, string>();
  let last = "";
  for (const word of words.map((word) => shortOptions[word] ?? word)) {
    const isValue = !word.startsWith("-");
    last = isValue ? last : word;
    options.set(last, isValue ? word : "");
  }
  if ([...options.keys()].some((name) => /^-(?:[LlSZ]|-list|-save|-zero)/.test(name))) return [];
  fillIn(options);
  return [["ipvsadm", ...[...options].map((option) => option.join(" ").trim()).toSorted()].join(" ")];
}

function fillIn(options: Map<string, string>): void {
  const server = options.get("-r");
  const port = (options.get("-t") ?? options.get("-u") ?? "").split(":")[1];
  if (server !== undefined && port !== undefined && !server.includes(":")) {
    options.set("-r", `${server}:${port}`);
  }
  const isPut = options.has("-a") || options.has("-e");
  if (isPut && !["-g", "-i", "-m", "-b"].some((name) => options.has(name))) options.set("-g", "");
  if (options.get("-w") === "1") options.delete("-w");
}
