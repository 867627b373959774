/**
 * What curl sends with -d and its like: text, or a file where the text is @FILE (@- is standard input).
 * Several are joined by `&`.
 */

import type { Process } from "#shell/command";
import { textOf } from "#sim/app/text";
import { inputsOf } from "../text/input.ts";
import type { CurlSettings } from "./options.ts";

/** The names of the options, and what each does to a file. */
const kinds: ReadonlyMap<string, "without line ends" | "as it is" | "never a file"> = new Map([
  ["data", "without line ends"],
  ["data-ascii", "without line ends"],
  ["data-binary", "as it is"],
  ["data-raw", "never a file"],
]);

/** The data of a request, one character a byte; `undefined` where none was given. */
export async function postData(process: Process, { given }: CurlSettings): Promise<string | undefined> {
  const pieces: string[] = [];
  for (const { name, value = "" } of given.options) {
    const kind = kinds.get(name);
    if (kind === undefined) continue;
    if (kind === "never a file" || !value.startsWith("@")) {
      pieces.push(value);
      continue;
    }
    const content = await contentOf(process, value.slice(1), given.has("silent"));
    pieces.push(kind === "as it is" ? content : content.replace(/[\r\n]/g, ""));
  }
  return pieces.length === 0 ? undefined : textOf(new TextEncoder().encode(pieces.join("&")));
}

async function contentOf(process: Process, name: string, isSilent: boolean): Promise<string> {
  const [input] = await inputsOf(process, [name]);
  if (input?.ok === true) return input.stdin.readAll();
  if (!isSilent) {
    const words = `Couldn't read data from file "${name}", this makes an empty POST.`;
    process.stderr.write(`Warning: ${words}\n`);
  }
  return "";
}
