/**
 * All checks by name; one that is missing does not compile.
 */

import type { Check, CheckName } from "../check.ts";
import { arpAnsweredBy } from "./arp-answered-by.ts";
import { arpAskedAs } from "./arp-asked-as.ts";
import type { CheckKind, CheckTest } from "./check-kind.ts";
import { dropSeen } from "./drop-seen.ts";
import { eventSeen } from "./event-seen.ts";
import { fieldChanges } from "./field-changes.ts";
import { outputShows } from "./output-shows.ts";
import { replyReceived } from "./reply-received.ts";
import { requestFailed } from "./request-failed.ts";
import { shareOfLoad } from "./share-of-load.ts";
import { tableHolds } from "./table-holds.ts";

type Checks = { readonly [Name in CheckName]: CheckKind<Name> };

export const checks: Checks = {
  "reply-received": replyReceived,
  "request-failed": requestFailed,
  "share-of-load": shareOfLoad,
  "table-holds": tableHolds,
  "arp-answered-by": arpAnsweredBy,
  "arp-asked-as": arpAskedAs,
  "event-seen": eventSeen,
  "drop-seen": dropSeen,
  "output-shows": outputShows,
  "field-changes": fieldChanges,
};

/** The test of a check. */
export function checkTest(check: Check): CheckTest {
  const kind = checks[check.check] as CheckKind;
  return kind.prepare(check);
}
