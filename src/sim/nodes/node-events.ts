/**
 * Everything that can be observed in a node: the events of its parts.
 */

import type { AppEvent } from "../app/app-events.ts";
import type { IpvsEvent } from "../ipvs/ipvs-events.ts";
import type { LinkEvent } from "../link/link-events.ts";
import type { StackEvent } from "../stack/stack-events.ts";

export type NodeEvent = LinkEvent | StackEvent | IpvsEvent | AppEvent;
