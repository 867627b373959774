/**
 * IGMP as tcpdump prints it: who asks for members of groups, and which groups a host reports.
 *
 * Leaves out how long a query lets its members wait.
 */

import type { Ipv4Address } from "./address.ts";
import { get8, get16, get32 } from "./bytes.ts";
import { checksum } from "./checksum.ts";
import { type Captured, type Describer, hostText } from "./describer.ts";
import { type GroupRecord, igmpTypes, recordAt } from "./igmp.ts";

const headLength = 8;
const newQueryLength = 12;

/** A message, from "igmp" on. */
export function describeIgmp(message: Captured, state: Describer): string {
  const { bytes, length } = message;
  if (bytes.length < headLength) return "igmp [|igmp]";
  const isWrong = bytes.length >= length && checksum(bytes, 0, length) !== 0;
  const text = `igmp${messageText(message, state)}`;
  if (!isWrong || (state.options.verbose ?? 0) === 0) return text;
  return `${text} bad igmp cksum ${get16(bytes, 2).toString(16)}!`;
}

function messageText(message: Captured, state: Describer): string {
  const { bytes } = message;
  const group = hostText(get32(bytes, 4), state);
  switch (get8(bytes, 0)) {
    case igmpTypes.query:
      return ` query ${queryText(message, state)}`;
    case igmpTypes.reportV1:
      return ` v1 report ${group}`;
    case igmpTypes.reportV2:
      return ` v2 report ${group}`;
    case igmpTypes.leave:
      return ` leave ${group}`;
    case igmpTypes.reportV3:
      return ` v3 report, ${get16(bytes, 6)} group record(s)${recordsText(bytes, state)}`;
  }
  return `-${get8(bytes, 0)}`;
}

/** The version follows from the length, and from whether members may wait. */
function queryText({ bytes, length }: Captured, state: Describer): string {
  const group = get32(bytes, 4);
  const isNew = length >= newQueryLength;
  const version = isNew ? 3 : get8(bytes, 1) === 0 ? 1 : 2;
  if (group === 0) return `v${version}`;
  const count = isNew ? get16(bytes, 10) : 0;
  const sources = Array.from({ length: count }, (_, index) => get32(bytes, 12 + 4 * index) as Ipv4Address);
  return `v${version} [gaddr ${hostText(group, state)}${count === 0 ? "" : sourcesText(sources, state)}]`;
}

function recordsText(bytes: Uint8Array, state: Describer): string {
  if ((state.options.verbose ?? 0) === 0) return "";
  let text = "";
  let at = headLength;
  for (let left = get16(bytes, 6); left > 0; left--) {
    if (at + headLength > bytes.length) return `${text} [invalid number of groups]`;
    const record = recordAt(bytes, at);
    text += ` [gaddr ${hostText(record.group, state)} ${nameOf(record)}`;
    at += headLength + 4 * record.sources.length;
    if (at > bytes.length) return `${text} [invalid number of sources ${record.sources.length}]`;
    text += `${sourcesText(record.sources, state)}]`;
  }
  return text;
}

function sourcesText(sources: readonly Ipv4Address[], state: Describer): string {
  if ((state.options.verbose ?? 0) < 2) return `, ${sources.length} source(s)`;
  return ` {${sources.map((source) => ` ${hostText(source, state)}`).join("")} }`;
}

const nameOf = ({ type }: GroupRecord): string => recordNames[type] ?? ` [v3-report-#${type}]`;

const recordNames: readonly (string | undefined)[] = [
  undefined,
  "is_in",
  "is_ex",
  "to_in",
  "to_ex",
  "allow",
  "block",
];
