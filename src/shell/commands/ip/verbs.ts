/**
 * An object of ip as a table of verbs: what each is written as, and what it does.
 */

import { type Loader, withNeeded } from "#shell/needed";
import { type Call, notModelled, type Run } from "./call.ts";
import type { HelpName } from "./help.ts";
import { begins, current, Refusal } from "./words.ts";

export interface Verb {
  /** ip takes any beginning of any of these; the first is what is offered to who types. */
  readonly words: readonly string[];
  readonly run: Run;
  /** Whether Linux has it and the lab has not. */
  readonly isMissing?: true;
}

export interface IpObject {
  /** As messages and help call it; some have no help. */
  readonly name: HelpName | undefined;
  /** In the order in which ip looks for one that begins as typed. */
  readonly verbs: readonly Verb[];
  readonly run: Run;
}

/** A verb, from the words it is written as. */
export const verb = (words: string, run: Run): Verb => ({ words: words.split(" "), run });

/** Verbs that Linux has and the lab has not; a script may go on. */
export const missing = (words: string, command: string): Verb => ({
  words: words.split(" "),
  run: (call) => notModelled(call, `${command} ${call.words.list[call.words.at - 1]}`),
  isMissing: true,
});

/** What a verb does, in a file that is loaded when it is first used. */
export const within =
  <File>(load: Loader<File>, pick: (file: File) => Run): Run =>
  (call) =>
    withNeeded(call.machine, load, (file) => pick(file)(call));

const helpFile = () => import("./help.ts");

/** The verb `help` of an object. */
export const helpOn = (object: HelpName): Run => within(helpFile, ({ help }) => help(object));

/** An object with its verbs; `usual` is done where the line ends after the object. */
export const objectOf = (name: HelpName, verbs: readonly Verb[], usual: Run): IpObject => ({
  name,
  verbs,
  run: (call: Call) => {
    const word = current(call.words);
    if (word === undefined) return usual(call);
    call.words.at++;
    const meant = verbs.find(({ words }) => begins(word, ...words));
    if (meant !== undefined) return meant.run(call);
    throw new Refusal(`Command "${word}" is unknown, try "ip ${name} help".`, 255);
  },
});
