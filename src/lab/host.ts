/**
 * The side of a message port where a lab lives: answers what the other side asks, one request after another.
 *
 * The lab goes on in slices; between two of them messages get through, so a lab that runs for ever can be
 * halted. How to let messages through is the caller's to say: there is no timer here.
 */

import type { Completion } from "#shell/complete/completion";
import { read } from "#shell/files/change";
import { openTerminal, type Shell } from "#shell/shell";
import { later, nanos, seconds } from "#sim/engine/time";
import type { Ipv4Address } from "#sim/wire/address";
import { labTime } from "./lab.ts";
import type { TerminalName } from "./lab-command.ts";
import type { LabAnswer, LabMessage, LabRequest, Port, RunEnd } from "./lab-messages.ts";
import { actNow, openFor, Refusal, replay } from "./opening.ts";
import { isFull, type Session, statusOf } from "./session.ts";
import { type Link, type Proceeded, proceed } from "./slices.ts";
import { watchFor } from "./stop-watch.ts";
import { goesOn } from "./terminals.ts";

/** What whoever types sees of the lab beside the machine. */
export interface Sight {
  readonly addresses: readonly Ipv4Address[];
}

export type Completer = (
  shell: Shell,
  line: string,
  cursor: number,
  sight: Sight,
) => Completion | Promise<Completion>;

export interface HostOptions {
  readonly complete?: Completer;
  /** Milliseconds of any clock: how long messages wait is then measured, and else guessed. */
  readonly now?: () => number;
}

type Asked<Kind extends LabRequest["kind"]> = Extract<LabRequest, { kind: Kind }>;

interface Host {
  readonly link: Link;
  readonly complete: Completer;
  readonly waiting: LabRequest[];
  /** What is being answered. */
  current: LabRequest | undefined;
  session: Session | undefined;
}

/** Simulated time of one `run` at most. */
const longestRun = seconds(3600);

/** Serves one lab after another on a port; `yieldToMessages` comes back once those that wait are in. */
export function serveLab(
  port: Port<LabMessage, LabRequest>,
  yieldToMessages: () => Promise<void>,
  { complete = completeAsBash, now }: HostOptions = {},
): void {
  const link: Link = {
    ...{ port, yieldToMessages, now, isHalted: false, isSilent: false, opensTo: undefined },
    ...{ sentHead: nanos(0), sentEvents: 0, unsentSlices: 0, slice: { steps: 0, began: 0 } },
  };
  const host: Host = { link, complete, waiting: [], current: undefined, session: undefined };
  port.onmessage = ({ data }) => {
    if (data.kind === "halt") {
      link.isHalted = true;
      port.postMessage({ kind: "answer", to: data.number, answer: { kind: "halted" } });
      return;
    }
    host.waiting.push(data);
    if (host.current === undefined) void work(host);
  };
}

/** As bash does it; loaded when somebody first asks. */
const completeAsBash: Completer = async (shell, line, cursor, sight) => {
  const { complete } = await import("#shell/complete/complete");
  return complete(shell, line, cursor, sight);
};

async function work(host: Host): Promise<void> {
  const { link, waiting } = host;
  for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
    host.current = request;
    link.isHalted = false;
    const answer = await answered(host, request);
    link.opensTo = undefined;
    link.port.postMessage({ kind: "answer", to: request.number, answer });
  }
  host.current = undefined;
}

async function answered(host: Host, request: LabRequest): Promise<LabAnswer> {
  try {
    return await answerTo(host, request);
  } catch (error) {
    const isOver = request.kind === "open" || !(error instanceof Refusal);
    if (isOver) host.session = undefined;
    return { kind: "failed", message: error instanceof Error ? error.message : String(error), isOver };
  }
}

async function answerTo(host: Host, request: LabRequest): Promise<LabAnswer> {
  const { link } = host;
  switch (request.kind) {
    case "open":
      host.session = undefined;
      host.session = await openFor(link, request);
      return replay(link, host.session, request);
    case "run":
      return run(link, sessionOf(host), request);
    case "act": {
      const session = sessionOf(host);
      await actNow(link, session, request.act);
      return { kind: "acted", status: statusOf(session) };
    }
    case "complete":
      return completed(host, request);
    case "read-file":
      return fileOf(sessionOf(host), request);
    case "examine":
      return examined(sessionOf(host));
    case "halt":
      return { kind: "halted" };
  }
}

function sessionOf({ session }: Host): Session {
  if (session === undefined) throw new Error("no lab is open");
  return session;
}

async function run(link: Link, session: Session, request: Asked<"run">): Promise<LabAnswer> {
  const head = labTime(session.lab);
  if (!(request.until >= head)) throw new Refusal(`${request.until} ns lies before the present`);
  const until = nanos(Math.min(request.until, later(head, longestRun)));
  const { recorder } = session;
  const lastEvent = recorder.eventCount + request.maxEvents;
  const lastPiece = request.toPiece ? recorder.pieceCount : Number.POSITIVE_INFINITY;
  const met = await watchFor(session, request);
  const hasShown = (): boolean => recorder.pieceCount > lastPiece;
  const rests = (): boolean => request.awaits !== undefined && !goesOn(session.terminals, request.awaits);
  const isEnough = (): boolean =>
    met.end !== undefined || recorder.eventCount >= lastEvent || hasShown() || rests() || isFull(session);
  const proceeded = await proceed(link, session, until, isEnough);
  session.onEvent = undefined;
  const reached = rests() ? "rest" : endOf(link, session, proceeded);
  const end = met.end ?? (hasShown() ? "piece" : reached);
  return { kind: "ran", end, endedBy: met.event, status: statusOf(session) };
}

function endOf(link: Link, session: Session, proceeded: Proceeded): RunEnd {
  switch (proceeded) {
    case "there":
      return "moment";
    case "idle":
      return "idle";
    case "cut":
      if (isFull(session)) return "full";
      return link.isHalted ? "halted" : "events";
  }
}

async function completed(host: Host, { terminal, line, cursor }: Asked<"complete">): Promise<LabAnswer> {
  const session = sessionOf(host);
  const shell = shellFor(session, terminal);
  const found = await host.complete(shell, line, cursor, { addresses: addressesOf(session) });
  const { start, candidates, common } = found;
  return { kind: "completed", start, candidates, common };
}

/** The addresses of all machines, each once. */
function addressesOf({ lab }: Session): Ipv4Address[] {
  const addresses = new Set<Ipv4Address>();
  for (const { stack } of lab.machines.values()) {
    for (const iface of stack.interfaces.values()) {
      for (const { address } of iface.addresses) addresses.add(address);
    }
  }
  return [...addresses];
}

/** The shell of a terminal, or what it would be: asking must not open one, which would take a process id. */
function shellFor({ lab, terminals }: Session, { node, number }: TerminalName): Shell {
  const known = terminals.open.get(node)?.get(number);
  if (known !== undefined) return known.shell;
  const machine = lab.machines.get(node);
  if (machine === undefined) throw new Refusal(`there is no node ${node}`);
  return openTerminal({ machine: { ...machine }, onOutput: () => {} });
}

/** The doctor is loaded when somebody first asks. */
async function examined({ lab }: Session): Promise<LabAnswer> {
  const { examine } = await import("#doctor/index");
  return { kind: "examined", findings: examine(lab.network) };
}

function fileOf({ lab }: Session, { node, path }: Asked<"read-file">): LabAnswer {
  const machine = lab.machines.get(node);
  if (machine === undefined) throw new Refusal(`there is no node ${node}`);
  const content = read(machine.files, path);
  return content.ok
    ? { kind: "file", text: content.text, errno: undefined }
    : { kind: "file", text: undefined, errno: content.errno };
}
