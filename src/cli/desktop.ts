/**
 * Whether somebody sits at a desktop where a browser can be opened, and with what.
 *
 * Not in continuous integration, not over SSH, not where nobody reads the terminal.
 */

import { spawn } from "node:child_process";

export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person reads what is printed. */
  readonly isTerminal: boolean;
}

/** The program that opens an address, with its arguments before it; `undefined` where nothing should open. */
export function openerOf({ platform, env, isTerminal }: Surroundings): readonly string[] | undefined {
  const isRemote = env.SSH_CONNECTION !== undefined || env.SSH_TTY !== undefined;
  if (!isTerminal || isRemote || isSet(env.CI) || env.BROWSER === "none") return undefined;
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return isSet(env.DISPLAY) || isSet(env.WAYLAND_DISPLAY) ? ["xdg-open"] : undefined;
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== "" && value !== "false";

/** Opens an address and does not wait; where that fails, the address stands in the terminal anyway. */
export function openAddress([program = "", ...args]: readonly string[], url: string): void {
  const opener = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  opener.on("error", () => {});
  opener.unref();
}
