/**
 * What is written beside a note of the ladder: a few words with the value that decided.
 */

import type { DecidingSetting } from "#sim/link/link-events";
import type { NetworkEvent } from "#sim/trace";
import { parseIpv4 } from "#sim/wire/address";
import type { LadderWords } from "#words/ladder-words";
import type { StageWords } from "#words/stage-words";
import { isForOthers } from "../for-others.ts";
import { labelOf, labelOfPacket, lineOf, type Naming, shortMac } from "../packet-label.ts";

export interface NoteWords {
  readonly ladder: LadderWords;
  readonly stage: StageWords;
  readonly naming: Naming;
  /** Nothing else is shown: a drop has to say of what. */
  readonly isAlone: boolean;
}

/** The text of a noted event; empty for one that is not noted. */
export function noteText(event: NetworkEvent, words: NoteWords): string {
  const subject = words.isAlone ? subjectText(event, words) : undefined;
  const text = textOf(event, words);
  return subject === undefined ? text : words.ladder.notes.about(text, subject);
}

/** The packet or frame that an event is about. */
function subjectText(event: NetworkEvent, { naming, stage }: NoteWords): string | undefined {
  if ("frame" in event) return lineOf(labelOf(event.frame, naming, stage.packet));
  if ("packet" in event) return lineOf(labelOfPacket(event.packet, naming, stage.packet));
  return undefined;
}

function textOf(event: NetworkEvent, words: NoteWords): string {
  return (
    endText(event, words) ?? arpText(event, words) ?? balancerText(event, words) ?? otherText(event, words)
  );
}

/** Of what ended: why. */
function endText(event: NetworkEvent, { ladder, stage, naming }: NoteWords): string | undefined {
  const { notes } = ladder;
  switch (event.kind) {
    case "frame-dropped":
      return stage.drops[event.reason];
    case "packet-dropped":
      return isForOthers(event.reason) ? notes.notForMe : stage.drops[event.reason];
    case "no-frame-left":
      return notes.sendsNo(event.missing, stage.drops[event.reason]);
    case "neighbour-unanswered":
      return notes.unanswered(naming.address(event.address), event.requests);
    case "request-failed":
      return notes.fails(event.error);
    case "request-answered":
      return notes.answered(event.status);
  }
  return undefined;
}

function arpText(event: NetworkEvent, { ladder, stage }: NoteWords): string | undefined {
  const { notes } = ladder;
  switch (event.kind) {
    case "arp-not-answered": {
      const why = settingText(event.setting) ?? stage.drops[event.reason];
      return event.message.operation === 1 ? notes.noAnswer(why) : notes.learnsNothing(why);
    }
    case "neighbour-update-refused":
      return notes.keeps(shortMac(event.kept), event.setting.name);
  }
  return undefined;
}

function balancerText(event: NetworkEvent, { ladder, naming }: NoteWords): string | undefined {
  const { notes } = ladder;
  switch (event.kind) {
    case "destination-scheduled":
      return event.chosen === undefined
        ? notes.picksNobody(event.scheduler)
        : notes.picks(event.scheduler, endpointText(event.chosen, naming));
    case "connection-created":
      if (event.because === "bypass") return notes.bypasses;
      return notes.byTemplate(endpointText(event.connection.destination, naming));
    case "template-invalidated":
      return notes.templateEnds;
    case "connection-given-up":
      return notes.givesUp(settingText(event.setting) ?? "");
  }
  return undefined;
}

function otherText(event: NetworkEvent, { ladder, naming }: NoteWords): string {
  const { notes } = ladder;
  switch (event.kind) {
    case "icmp-suppressed":
      return notes.noIcmp(settingText(event.setting));
    case "redirect-ignored":
      return notes.ignoresRedirect(settingText(event.setting));
    case "redirect-learnt":
      return notes.learnsRedirect(naming.address(event.gateway));
    case "tcp-retransmitted":
      return notes.sendsAgain(event.attempt);
    case "packet-fragmented":
      return notes.fragments(event.count);
    case "path-mtu-learnt":
      return notes.learnsMtu(event.mtu);
  }
  return "";
}

/** `arp_ignore 1`: the setting as people know it, without where it was set. */
const settingText = (setting: DecidingSetting | undefined): string | undefined =>
  setting === undefined ? undefined : `${setting.name} ${setting.value}`;

/** An endpoint such as `10.0.0.201:80`, its address as addresses are shown. */
export function endpointText(endpoint: string, { address }: Naming): string {
  const at = endpoint.lastIndexOf(":");
  const found = at < 0 ? undefined : parseIpv4(endpoint.slice(0, at));
  return found === undefined ? endpoint : `${address(found)}${endpoint.slice(at)}`;
}
