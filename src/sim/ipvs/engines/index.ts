/**
 * The engines of persistence. Adding one is a file beside this one and a line here.
 */

import type { PersistenceEngine } from "../engine.ts";
import { sip } from "./sip.ts";

export const engines: readonly PersistenceEngine[] = [sip];
