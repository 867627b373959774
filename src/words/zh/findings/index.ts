/** What the doctor says, in Chinese. */

import type { FindingWords } from "#words/finding-words";
import { addresses } from "./addresses.ts";
import { services } from "./services.ts";
import { ways } from "./ways.ts";

export const findingWords: FindingWords = {
  findings: { ...addresses, ...ways, ...services },
  report: {
    none: (scenario) => `${scenario}：没有发现问题`,
    count: (findings) => `发现 ${findings} 个问题`,
    cure: (what) => `办法：${what}`,
    noCure: "没有一条命令就能解决的办法",
    lesson: (slug) => `课程：${slug}`,
  },
};
