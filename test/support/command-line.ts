/** The command line, run in this process. */

import process from "node:process";
import { vi } from "vitest";
import { findCommand } from "#cli/commands";

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the command line, with what it says on both outputs. */
export async function lvsLab(name: string, ...argv: string[]): Promise<Ran> {
  const said = { out: "", err: "" };
  const listen = (stream: "out" | "err") => (text: string | Uint8Array) => {
    said[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(listen("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(listen("err")),
  ];
  const code = await findCommand(name)?.run(argv);
  for (const spy of spies) spy.mockRestore();
  return { code, ...said };
}
