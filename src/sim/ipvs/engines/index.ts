/**
 * The engines of persistence. Adding one is a file beside this one and a line here.
 */

import type { PersistenceEngine } from "../engine.ts";

export const engines: readonly PersistenceEngine[] = [];
