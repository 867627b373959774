import { describe, expect, test } from "vitest";
import { gnuWords } from "#shell/option-words";
import { type OptionSpec, parseOptions } from "#shell/options";

const spec: OptionSpec = {
  options: [
    { name: "count", short: "c", long: "count", takes: "value" },
    { name: "color", long: "color", takes: "optional" },
    { name: "all", short: "a", long: "all" },
    { name: "almost", short: "A", long: "almost-all" },
  ],
};

describe("options are read as getopt_long reads them", () => {
  test.each([
    ["-ac5 x -A y -- -z", "all count=5 almost", "x y -z"],
    ["-c 5 --count=6 --coun 7", "count=5 count=6 count=7", ""],
    ["--color --color=auto x - -a", "color color=auto all", "x -"],
  ])("%s", (line, options, operands) => {
    const given = parseOptions(spec, line.split(" "));
    expect(given.ok).toBe(true);
    if (!given.ok) return;
    const shown = given.options.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
    expect([shown.join(" "), given.operands.join(" ")]).toEqual([options, operands]);
  });

  test.each([
    ["-az", "ls: invalid option -- 'z'"],
    ["--nope", "ls: unrecognized option '--nope'"],
    ["--al", "ls: option '--al' is ambiguous; possibilities: '--all' '--almost-all'"],
    ["-c", "ls: option requires an argument -- 'c'"],
    ["--count", "ls: option '--count' requires an argument"],
    ["--all=3", "ls: option '--all' doesn't allow an argument"],
  ])("%s: %s", (line, words) => {
    const given = parseOptions(spec, line.split(" "));
    expect(given.ok ? "" : gnuWords("ls", given.problem)).toBe(words);
  });
});
