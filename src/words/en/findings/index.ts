/** What the doctor says, in English. */

import type { FindingWords } from "#words/finding-words";
import { addresses } from "./addresses.ts";
import { services } from "./services.ts";
import { ways } from "./ways.ts";

export const findingWords: FindingWords = {
  findings: { ...addresses, ...ways, ...services },
  report: {
    none: (scenario) => `${scenario}: nothing found`,
    count: (findings) => (findings === 1 ? "1 finding" : `${findings} findings`),
    cure: (what) => `cure: ${what}`,
    noCure: "no single line mends this",
    lesson: (slug) => `lesson: ${slug}`,
  },
};
