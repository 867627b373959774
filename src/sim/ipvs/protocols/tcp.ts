/**
 * TCP as IPVS sees it: a table of states for what the director sees of a connection (ip_vs_proto_tcp, Linux
 * 6.1).
 *
 * Three views: packets from the client, packets from the destination, and packets from the client while
 * none from the destination have been seen. A packet counts as RST, SYN, FIN or ACK, the first that fits.
 */

import { type Ipv4Payload, protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";
import { type Connection, connectionFlags } from "../connection.ts";
import { type Protocol, type ProtocolState, rawWithPorts } from "../protocol.ts";

const state = (name: string, timeout: number, isActive = false): ProtocolState => ({
  name,
  timeout,
  isActive,
});

/** The order is that of the letters in the tables below. */
const states: readonly ProtocolState[] = [
  state("NONE", 2),
  state("ESTABLISHED", 900, true),
  state("SYN_SENT", 120, true),
  state("SYN_RECV", 60, true),
  state("FIN_WAIT", 120),
  state("TIME_WAIT", 120),
  state("CLOSE", 10),
  state("CLOSE_WAIT", 60),
  state("LAST_ACK", 30),
  state("LISTEN", 120),
  state("SYNACK", 120, true),
];

const letters: readonly string[] = ["NO", "ES", "SS", "SR", "FW", "TW", "CL", "CW", "LA", "LI", "SA"];

/** What `ipvsadm --set` calls tcp and tcpfin, and what the director's own rules ask for. */
export const tcpStates = {
  established: 1,
  synRecv: 3,
  finWait: 4,
  timeWait: 5,
  close: 6,
  closeWait: 7,
  synAck: 10,
} as const;

type Table = readonly Uint8Array[];

const tableOf = (rows: string): Table =>
  rows
    .trim()
    .split("\n")
    .map((row) => Uint8Array.from(row.trim().split(/\s+/).slice(1), indexOfLetter));

const indexOfLetter = (letter: string): number => letters.indexOf(letter);

const columns = { syn: 0, fin: 1, ack: 2, rst: 3 } as const;

/* after NO ES SS SR FW TW CL CW LA LI SA */
const input = tableOf(`
  SYN SR ES ES SR SR SR SR SR SR SR SR
  FIN CL CW SS TW TW TW CL CW LA LI TW
  ACK ES ES SS ES FW TW CL CW CL LI ES
  RST CL CL CL SR CL CL CL CL LA LI SR`);

const output = tableOf(`
  SYN SS ES SS SR SS SS SS SS SS LI SR
  FIN TW FW SS TW FW TW CL TW LA LI TW
  ACK ES ES SS ES FW TW CL CW LA ES ES
  RST CL CL SS CL CL TW CL CL CL CL CL`);

const inputOnly = tableOf(`
  SYN SR ES ES SR SR SR SR SR SR SR SR
  FIN CL FW SS TW FW TW CL CW LA LI TW
  ACK ES ES SS ES FW TW CL CW CL LI ES
  RST CL CL CL SR CL CL CL CL LA LI CL`);

/** The defence `secure_tcp`: a client's ACK alone opens nothing. */
const secureInput = tableOf(`
  SYN SR ES ES SR SR SR SR SR SR SR SA
  FIN CL CW SS TW TW TW CL CW LA LI SA
  ACK ES ES SS SR FW TW CL CW CL LI SA
  RST CL CL CL SR CL CL CL CL LA LI CL`);

const secureOutput = tableOf(`
  SYN SS ES SS SA SS SS SS SS SS LI SA
  FIN TW FW SS TW FW TW CL TW LA LI TW
  ACK ES ES SS ES FW TW CL CW LA ES ES
  RST CL CL SS CL CL TW CL CL CL CL CL`);

const secureInputOnly = tableOf(`
  SYN SA ES ES SR SA SA SA SA SA SA SA
  FIN CL FW SS TW FW TW CL CW LA LI TW
  ACK ES ES SS ES FW TW CL CW CL LI ES
  RST CL CL CL SR CL CL CL CL LA LI CL`);

const flagsOf = (payload: Ipv4Payload): number => (payload.kind === "tcp" ? payload.flags : 0);

/** The row of a packet; -1 when it has none of the four flags. */
function columnOf(flags: number): number {
  if ((flags & tcpFlags.rst) !== 0) return columns.rst;
  if ((flags & tcpFlags.syn) !== 0) return columns.syn;
  if ((flags & tcpFlags.fin) !== 0) return columns.fin;
  return (flags & tcpFlags.ack) !== 0 ? columns.ack : -1;
}

/** The table for a packet. Seeing one from the destination shows that replies do pass here. */
function tableFor(connection: Connection, isOutput: boolean, isSecure: boolean): Table {
  if (isOutput) {
    connection.flags &= ~connectionFlags.noOutput;
    return isSecure ? secureOutput : output;
  }
  if ((connection.flags & connectionFlags.noOutput) !== 0) return isSecure ? secureInputOnly : inputOnly;
  return isSecure ? secureInput : input;
}

export const tcp: Protocol = {
  number: protocols.tcp,
  name: "TCP",
  slot: 0,
  states,
  opens: (payload) => (flagsOf(payload) & tcpFlags.syn) !== 0,
  maySchedule(payload, { sloppy_tcp }) {
    const flags = flagsOf(payload);
    if ((flags & tcpFlags.rst) !== 0) return false;
    return sloppy_tcp !== 0 || (flags & tcpFlags.syn) !== 0;
  },
  isOver(connection, mode) {
    const { timeWait, close, finWait } = tcpStates;
    if (connection.state === timeWait || connection.state === close) return true;
    const isOneSided = (connection.flags & connectionFlags.noOutput) !== 0;
    return (mode & 2) !== 0 && connection.state === finWait && isOneSided;
  },
  aborts: (payload) => (flagsOf(payload) & tcpFlags.rst) !== 0,
  next(connection, payload, { direction, isSecure }) {
    const table = tableFor(connection, direction === "output", isSecure);
    const column = columnOf(flagsOf(payload));
    if (column < 0) return tcpStates.close;
    return (table[column] as Uint8Array)[connection.state] as number;
  },
  assures: (before, after) => after === tcpStates.established && before !== after,
  toldStates: [
    tcpStates.established,
    tcpStates.finWait,
    tcpStates.timeWait,
    tcpStates.close,
    tcpStates.closeWait,
  ],
  withPorts(payload, srcPort, dstPort) {
    if (payload.kind !== "tcp") return rawWithPorts(payload, srcPort, dstPort);
    return {
      kind: "tcp",
      srcPort,
      dstPort,
      seq: payload.seq,
      ack: payload.ack,
      flags: payload.flags,
      window: payload.window,
      options: payload.options,
      payload: payload.payload,
      length: payload.length,
      checksumOk: payload.checksumOk,
    };
  },
};
