/** The doctor's dialog, in English. */

import type { DoctorWords } from "#words/doctor-words";
import { findingWords } from "./findings/index.ts";

export const doctorWords: DoctorWords = {
  title: "Doctor",
  what: (moment) =>
    `What the configuration of all machines as it is now (${moment}) foretells, before any packet is sent.`,
  looking: "Looking at every machine…",
  sound: "Nothing found: every client's packets would reach a server, and the answers would come back.",
  found: (findings) => (findings === 1 ? "One finding" : `${findings} findings`),
  cure: (what) => `After this: ${what}.`,
  noCure: "No single line mends this.",
  typeAt: (node) => `Type it at ${node}`,
  lesson: "The lesson about it",
  again: "Look again",
  tellers: findingWords,
};
