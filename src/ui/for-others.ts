/**
 * What ends at a machine because it was meant for others: a switch floods what it does not know and what goes
 * to a group, and whom it does not concern hears it and says nothing. Nobody has lost anything.
 */

import type { DropReason } from "#sim/stack/verdict";

const reasons: ReadonlySet<DropReason> = new Set(["other-host", "group-not-joined"]);

/** Whether a packet that was dropped for a reason was for others. */
export const isForOthers = (reason: DropReason): boolean => reasons.has(reason);
