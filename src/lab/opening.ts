/**
 * Opens a lab for the other side of a port and does its log again, act by act at their moments.
 *
 * The log may come from anywhere: what is no act, or cannot be done, ends the opening with a sentence about
 * it.
 */

import type { Scenario } from "#scenario/scenario";
import { firstPrompt } from "#shell/prompt";
import { type Nanos, nanos } from "#sim/engine/time";
import { labTime } from "./lab.ts";
import { isCommand, type LabAct, type LabCommand } from "./lab-command.ts";
import type { LabAnswer, LabRequest, RunEnd } from "./lab-messages.ts";
import { act, isFull, longest, openSession, type Session, statusOf } from "./session.ts";
import { beginSlice, finishMoment, isSliceOver, type Link, proceed } from "./slices.ts";
import { refusalText } from "./typing.ts";

export type OpenRequest = Extract<LabRequest, { kind: "open" }>;

/** A request that makes no sense, in words. */
export class Refusal extends Error {}

/** Opens the session that a request asks for, at time zero. Nothing is sent but progress. */
export function openFor(link: Link, { scenario, seed, until }: OpenRequest): Promise<Session> {
  link.opensTo = until;
  beginSlice(link);
  return openSession(scenario, {
    ...(seed === undefined ? {} : { seed }),
    rests: { isDue: () => isSliceOver(link), take: () => restInSetup(link, scenario) },
  });
}

async function restInSetup(link: Link, { title }: Scenario): Promise<void> {
  link.port.postMessage({ kind: "progress", done: 0, of: link.opensTo ?? 0 });
  await link.yieldToMessages();
  beginSlice(link);
  if (link.isHalted) throw new Refusal(`${title.en}: halted before time zero`);
}

/** Lets a session that stands at time zero go on to `until` with its log, and answers. */
export async function replay(link: Link, session: Session, request: OpenRequest): Promise<LabAnswer> {
  const { lab } = session;
  const until = checkedMoment(request.until);
  const log = checkedLog(request.log).filter(({ at }) => at <= until);
  link.sentEvents = 0;
  link.sentHead = nanos(-1);
  const known = log.filter(({ at }) => at <= (request.knownUntil ?? -1));
  const isDone =
    (await replayKnown(link, session, { ...request, until, log: known })) &&
    (await replayTo(link, session, until, log.slice(known.length)));
  const end: RunEnd = isDone ? "moment" : isFull(session) ? "full" : "halted";
  const prompts = [...lab.machines].map(([node, machine]) => ({ node, prompt: firstPrompt(machine) }));
  return { kind: "opened", end, problems: lab.problems, prompts, status: statusOf(session) };
}

/** Does again what the other side knows, without a word. */
async function replayKnown(link: Link, session: Session, request: OpenRequest): Promise<boolean> {
  const { knownUntil, until, log } = request;
  // Before time zero nothing is known: what the setups left is to be sent.
  if (knownUntil === undefined || knownUntil < 0) return true;
  link.isSilent = true;
  const isDone = await replayTo(link, session, nanos(Math.min(knownUntil, until)), log);
  link.isSilent = false;
  link.sentHead = labTime(session.lab);
  return isDone;
}

/** Does acts at their moments and goes on to a moment. Answers whether it got there. */
async function replayTo(
  link: Link,
  session: Session,
  until: Nanos,
  log: readonly LabCommand[],
): Promise<boolean> {
  const isEnough = (): boolean => isFull(session);
  for (const command of log) {
    if ((await proceed(link, session, command.at, isEnough)) === "cut") return false;
    await actNow(link, session, command.act);
  }
  return (await proceed(link, session, until, isEnough)) !== "cut";
}

/** Does something now, and lets everything happen that it leads to at this moment. */
export async function actNow(link: Link, session: Session, done: LabAct): Promise<void> {
  const refused = act(session, done);
  if (refused !== undefined) throw new Refusal(refusalText(refused));
  await finishMoment(link, session);
}

/** What happens after a day is not opened: a lab ends there. */
function checkedMoment(until: Nanos): Nanos {
  if (!Number.isSafeInteger(until) || until < 0) throw new Refusal(`${until} is no moment`);
  return nanos(Math.min(until, longest));
}

/** Acts that a log may hold: more than anybody types. */
const maxActs = 10_000;

/** The log in the order of its moments; those of one moment keep theirs. */
function checkedLog(log: readonly LabCommand[]): LabCommand[] {
  if (log.length > maxActs) throw new Refusal(`a log of ${log.length} acts`);
  const odd = log.findIndex((command) => !isCommand(command));
  if (odd >= 0) throw new Refusal(`act ${odd + 1} of the log is none`);
  return [...log].sort((a, b) => a.at - b.at);
}
