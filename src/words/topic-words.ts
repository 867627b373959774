/** What the topics of scenarios are called, and how the words of a language are loaded. */

import type { Topic } from "#scenario/topic";
import type { LanguageCode } from "./languages.ts";

export type TopicWords = Readonly<Record<Topic, string>> & {
  /** Scenarios that name no topic. */
  readonly others: string;
};

/** The names in a language. */
export async function loadTopicWords(code: LanguageCode): Promise<TopicWords> {
  switch (code) {
    case "en":
      return (await import("./en/topics.ts")).topics;
    case "zh":
      return (await import("./zh/topics.ts")).topics;
  }
}
