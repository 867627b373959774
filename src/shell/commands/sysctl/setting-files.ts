/** Files of settings: `sysctl -p` and `sysctl --system`. */

import type { Process } from "#shell/command";
import { read, readNamed } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { byBytes, list, resolvePath } from "#shell/files/tree";
import type { Given } from "#shell/options";
import { readSettings, type Setting } from "./setting.ts";
import { apply, type Manner } from "./switches.ts";

async function applyAll(process: Process, manner: Manner, settings: readonly Setting[]): Promise<number> {
  let code = 0;
  for (const setting of settings) code = Math.max(code, await apply(process, manner, setting));
  return code;
}

/** `-p [FILE ...]`: /etc/sysctl.conf where none is named. Every file is read before anything is set. */
export async function applyFiles(process: Process, manner: Manner, given: Given): Promise<number> {
  const named = [...given.values("load"), ...given.operands];
  const settings: Setting[] = [];
  let code = 0;
  for (const name of named.length === 0 ? ["/etc/sysctl.conf"] : named) {
    const file = await readNamed(process.machine.files, resolvePath(process.cwd, name));
    if (file.ok) settings.push(...readSettings(file.text, name, process.stderr));
    else {
      process.stderr.write(`sysctl: cannot open "${name}": ${errorText[file.errno]}\n`);
      code = 1;
    }
  }
  return Math.max(code, await applyAll(process, manner, settings));
}

/** Folders of settings; a file of the same name in an earlier one hides those in later ones. */
const folders = [
  "/etc/sysctl.d",
  "/run/sysctl.d",
  "/usr/local/lib/sysctl.d",
  "/usr/lib/sysctl.d",
  "/lib/sysctl.d",
];

/** `--system`. */
export const applySystem = (process: Process, manner: Manner): Promise<number> =>
  applyAll(process, manner, systemSettings(process));

function systemSettings({ machine, stdout, stderr }: Process): Setting[] {
  const paths = new Map<string, string>();
  for (const folder of folders) {
    const names = list(machine.files, folder);
    for (const name of names.ok ? names.names : []) {
      if (name.endsWith(".conf") && !paths.has(name)) paths.set(name, `${folder}/${name}`);
    }
  }
  const ordered = [...paths].sort(([one], [other]) => byBytes(one, other)).map(([, path]) => path);
  return [...ordered, "/etc/sysctl.conf"].flatMap((path) => {
    const file = read(machine.files, path);
    if (!file.ok) return [];
    stdout.write(`* Applying ${path} ...\n`);
    return readSettings(file.text, path, stderr);
  });
}
