/**
 * /proc/net of a machine, and /proc/modules: files made up when they are read. Adding one is a line in the
 * list of its kind.
 */

import { registerDirectory, registerFile } from "../files/change.ts";
import type { DirectorySource, Entry } from "../files/tree.ts";
import type { Machine } from "../machine.ts";
import { modulesText } from "../modules/modules-text.ts";
import { counterFiles } from "./counters.ts";
import { flowFiles } from "./flows.ts";
import { ipvsTables } from "./ip-vs.ts";
import { ipvsStats } from "./ip-vs-stats.ts";
import { linkFiles } from "./links.ts";
import type { ProcFile } from "./proc-file.ts";
import { socketFiles } from "./sockets.ts";

const files: readonly ProcFile[] = [
  ...linkFiles,
  ...socketFiles,
  ...counterFiles,
  ...ipvsTables,
  ...ipvsStats,
  ...flowFiles,
];

/** Makes /proc/net and /proc/modules of a machine. */
export function registerProcNet(machine: Machine): void {
  registerDirectory(machine.files, "/proc/net", directory(machine, ""));
  registerFile(machine.files, "/proc/modules", { read: () => modulesText(machine) });
}

function directory(machine: Machine, prefix: string): DirectorySource {
  const present = (): ProcFile[] =>
    files.filter(({ path, isThere }) => path.startsWith(prefix) && isThere?.(machine) !== false);
  return {
    names: () => [...new Set(present().map(({ path }) => path.slice(prefix.length).split("/", 1)[0] ?? ""))],
    find: (name) => find(machine, present(), prefix + name),
  };
}

function find(machine: Machine, present: readonly ProcFile[], path: string): Entry | undefined {
  const file = present.find((known) => known.path === path);
  if (file !== undefined) return { kind: "source", source: { read: () => file.read(machine) } };
  const isFolder = present.some((known) => known.path.startsWith(`${path}/`));
  return isFolder ? { kind: "source-directory", source: directory(machine, `${path}/`) } : undefined;
}
