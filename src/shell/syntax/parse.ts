/**
 * A script as a tree: plain ones by ourselves, richer ones by just-bash, which is loaded when first needed.
 */

import type { ScriptNode } from "just-bash/ast";
import type { Dialect } from "../machine.ts";
import type { Mistake } from "./mistakes.ts";
import { parsePlain } from "./plain.ts";

export type Parsed = { readonly ok: true; readonly script: ScriptNode } | ({ readonly ok: false } & Mistake);

/** The tree of a script, or the mistake in it without the shell's prefix. */
export async function parse(text: string, dialect: Dialect): Promise<Parsed> {
  const script = parsePlain(text);
  if (script !== undefined) return { ok: true, script };
  const { Bash } = await import("just-bash/browser");
  try {
    return { ok: true, script: new Bash({ commands: [] }).transform(text).ast };
  } catch (error) {
    const { mistakeOf } = await import("./mistakes.ts");
    return { ok: false, ...mistakeOf(error, text, dialect) };
  }
}
