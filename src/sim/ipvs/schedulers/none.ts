/**
 * No scheduler at all: `-s none`, for a service that is still to get one. It takes no new connections, and
 * nothing is logged of it.
 */

import type { Scheduler } from "../scheduler.ts";

export const none: Scheduler = {
  name: "none",
  start: () => undefined,
  schedule: () => undefined,
  explain: () => () => ({ state: [], passedOver: () => "no-scheduler" }),
};
