/**
 * The encapsulations of the tunnel method. Adding one is a file beside this one and a line here.
 */

import type { Encapsulation } from "../encapsulation.ts";
import { gre } from "./gre.ts";
import { gue } from "./gue.ts";
import { ipip } from "./ipip.ts";

export const encapsulations: readonly Encapsulation[] = [ipip, gre, gue];
