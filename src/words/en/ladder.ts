/** The words of the ladder in English. */

import type { LadderWords } from "../ladder-words.ts";

const withSetting = (text: string, setting: string | undefined): string =>
  setting === undefined ? text : `${text} (${setting})`;

export const ladder: LadderWords = {
  name: "Ladder: every frame from machine to machine, a lane each, in the order of events",
  empty: "Nothing has happened yet. Press play, or type a command.",
  nothingShown: "The filter lets nothing through.",
  backToNow: "Back to now",
  lane: (machine) => `${machine}: click to inspect, drag or Alt+arrow keys to move the lane`,
  filter: {
    open: "Filter",
    name: "What the ladder shows",
    flow: "Flow",
    allFlows: "All flows",
    thisFlow: (flow) => `Selected: ${flow}`,
    machine: "Machine",
    allMachines: "All machines",
    otherProtocols: "Other",
    drops: "Drops only",
    clear: "Show all",
  },
  inTunnel: (label, kind) => `${label} in ${kind}`,
  notes: {
    about: (note, packet) => `${note}: ${packet}`,
    picks: (scheduler, server) => `${scheduler} picks ${server}`,
    picksNobody: (scheduler) => `${scheduler} finds no server`,
    byTemplate: (server) => `persistence: ${server} again`,
    bypasses: "no server, let past",
    noAnswer: (why) => `no answer (${why})`,
    learnsNothing: (why) => `learns nothing (${why})`,
    keeps: (mac, setting) => `keeps ${mac} (${setting})`,
    noIcmp: (setting) => withSetting("sends no ICMP error", setting),
    ignoresRedirect: (setting) => withSetting("ignores the redirect", setting),
    sendsNo: (missing, reason) => `no ${missing} sent: ${reason}`,
    unanswered: (address, requests) => `${address} does not answer (asked ${requests} times)`,
    fails: (error) => `gives up: ${error}`,
    answered: (status) => `has its answer: ${status}`,
    sendsAgain: (attempt) => `sends again (${attempt})`,
    fragments: (count) => `cut into ${count} fragments`,
    learnsMtu: (mtu) => `learns path MTU ${mtu}`,
    learnsRedirect: (gateway) => `will go via ${gateway}`,
    templateEnds: "template counts no more",
    givesUp: (setting) => `entry given up (${setting})`,
    notForMe: "not for this machine",
  },
  told: {
    frame: (label, from, to, time) =>
      to.length === 0 ? `${label}, from ${from}, ${time}` : `${label}, ${from} to ${to.join(", ")}, ${time}`,
    note: (text, machine, time) => `${machine}: ${text}, ${time}`,
    typed: (line, machine, time) => `typed at ${machine}: ${line}, ${time}`,
  },
};
