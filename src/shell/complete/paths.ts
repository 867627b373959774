/** Names of files, from what was typed of a path. */

import { isDirectory, list, lookup, resolvePath } from "../files/tree.ts";
import { variableText } from "../state.ts";
import type { Asking } from "./asking.ts";
import type { Choice } from "./completion.ts";

/** Which files count; folders do always, for there may be some within. */
export type Wanted = "any" | "folders" | "programs";

/** The files that a path may become. Hidden ones show only where a dot was typed. */
export function paths({ state, machine, prefix }: Asking, wanted: Wanted = "any"): Choice[] {
  const slash = prefix.lastIndexOf("/") + 1;
  const [before, begun] = [prefix.slice(0, slash), prefix.slice(slash)];
  if (before === "" && begun === "~") return [{ text: "~/", goesOn: true }];
  const home = variableText(state, "HOME") ?? "/root";
  const folder = resolvePath(state.cwd, before.startsWith("~/") ? `${home}/${before.slice(2)}` : before);
  const listed = list(machine.files, folder);
  const names = (listed.ok ? listed.names : []).filter(
    (name) => name.startsWith(begun) && (begun.startsWith(".") || !name.startsWith(".")),
  );
  return names.flatMap((name): Choice[] => {
    const found = lookup(machine.files, `${folder}/${name}`);
    if (found.ok && isDirectory(found.entry)) {
      return [{ text: `${before}${name}/`, shown: `${name}/`, goesOn: true }];
    }
    const isProgram = found.ok && found.entry.kind === "file" && (found.entry.mode & 0o111) !== 0;
    const counts = wanted === "any" || (wanted === "programs" && isProgram);
    return counts ? [{ text: `${before}${name}`, shown: name }] : [];
  });
}
