/** Taking back what a link brought, where it was stopped before anything of it was recorded. */

import type { App, ToOpen } from "./app.ts";

/** Opens it once more, without its last command; `false` where there is none. */
export async function openWithoutLast(app: App, opened: ToOpen | undefined): Promise<boolean> {
  const last = opened?.log?.at(-1);
  if (opened?.log === undefined || last === undefined) return false;
  const { moment: _, ...others } = opened;
  await app.start({ ...others, log: opened.log.slice(0, -1), until: last.at });
  return true;
}
