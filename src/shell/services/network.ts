/** The service `network` of RHEL's network scripts; what it does is loaded when it is first restarted. */

import type { Service } from "../machine.ts";
import { needed } from "../needed.ts";

const scripts = () => import("./network-restart.ts");

/** A machine comes up with its network configured. */
export const networkService = (): Service => ({
  name: "network",
  description: "LSB: Bring up/down networking",
  isOneShot: true,
  isRunning: true,
  isEnabled: true,
  since: undefined,
  start: async (process) => (await needed(process.machine, scripts)).startNetwork(process),
  stop: async (process) => (await needed(process.machine, scripts)).stopNetwork(process),
});
