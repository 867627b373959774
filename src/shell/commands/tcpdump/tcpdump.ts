/**
 * tcpdump 4.99: frames of a device, or of all, as lines or in a file.
 *
 * Leaves out: what options.ts says, and the delay of the real tool's output into a pipe without `-l`.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { readNamed } from "#shell/files/change";
import { resolvePath } from "#shell/files/tree";
import { resolveHost } from "../network/host-names.ts";
import { capturesOf, openReader } from "./capture-file.ts";
import type { Test } from "./filter/expression.ts";
import { matches } from "./filter/match.ts";
import { parseFilter } from "./filter/parse.ts";
import { filterWords } from "./filter/primitives.ts";
import { linesOf, printerOf } from "./lines.ts";
import { linkOfNumber, links, linkText } from "./link-types.ts";
import { listDevices, listLinks, runLive } from "./live.ts";
import { readOptions, type Settings, tcpdumpOptions, usageText, versionText } from "./options.ts";
import { seenIn } from "./sift.ts";

export const tcpdump: Command = {
  options: tcpdumpOptions,
  operands: () => [filterWords().join("|")],
  cost: netTool,
  catches: ["INT", "TERM"],
  run: (process) => {
    const asked = readOptions(process.argv);
    switch (asked.kind) {
      case "help":
        process.stdout.write(asked.given.has("help") ? usageText : versionText);
        return 0;
      case "usage":
        process.stderr.write(`${asked.words}\n${usageText}`);
        return 1;
      case "wrong":
        return fail(process, asked.message);
      case "settings":
        return start(process, asked.settings);
    }
  },
};

export function fail(process: Process, message: string): number {
  process.stderr.write(`tcpdump: ${message}\n`);
  return 1;
}

async function start(process: Process, settings: Settings): Promise<number> {
  const { machine } = process;
  if (settings.given.has("list-devices")) return listDevices(process);
  if (settings.given.has("list-links")) return listLinks(process, settings);
  const text = await filterText(process, settings);
  if (typeof text === "number") return text;
  const readFilter = (): Test | string | undefined => {
    const parsed = parseFilter(text, (name) => resolveHost(machine, name));
    return parsed.ok ? parsed.test : parsed.message;
  };
  if (settings.readFrom !== undefined) return readFile(process, settings, readFilter);
  return runLive(process, settings, readFilter);
}

/** The filter of the command line, or of the file that `-F` names. */
async function filterText(process: Process, { given, filter }: Settings): Promise<string | number> {
  const name = given.value("filter-file");
  if (name === undefined) return filter;
  const content = await readNamed(process.machine.files, resolvePath(process.cwd, name));
  return content.ok ? content.text : fail(process, `can't open ${name}: No such file or directory`);
}

/** `-r`: the frames of a file. */
async function readFile(
  process: Process,
  settings: Settings,
  readFilter: () => Test | string | undefined,
): Promise<number> {
  const { machine } = process;
  const name = settings.readFrom ?? "";
  const opened = await openReader(machine.files, resolvePath(process.cwd, name), name);
  if (!opened.ok) return fail(process, opened.message);
  const number = opened.file.devices[0]?.linkType ?? links.ethernet.number;
  const link = linkOfNumber(number);
  if (link === undefined) return fail(process, `unsupported data link type ${number}`);
  process.stderr.write(
    `reading from file ${name}, ${linkText(link)}, snapshot length ${settings.snapLength}\n`,
  );
  if (link === links.cooked) process.stderr.write("Warning: interface names might be incorrect\n");
  const test = readFilter();
  if (typeof test === "string") return fail(process, test);
  const printer = printerOf(machine, settings, number);
  const passed = capturesOf(opened.file).filter(
    (capture) => test === undefined || matches(test, seenIn(number, capture, undefined)),
  );
  const shown = settings.count === 0 ? passed : passed.slice(0, settings.count);
  if (settings.given.has("count-only")) {
    process.stdout.write(`${shown.length} packet${shown.length === 1 ? "" : "s"}\n`);
    return 0;
  }
  for (const capture of shown) process.stdout.write(linesOf(printer, capture));
  return 0;
}
