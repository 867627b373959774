/**
 * IGMP as tcpdump prints it: who asks for members of groups, and which groups a host reports.
 *
 * Leaves out what a query of version 3 says beyond its group.
 */

import { get8, get16, get32 } from "./bytes.ts";
import { checksum } from "./checksum.ts";
import { type Captured, type Describer, hostText } from "./describer.ts";
import { igmpTypes, recordAt } from "./igmp.ts";

const headLength = 8;

/** A message, from "igmp" on. */
export function describeIgmp(message: Captured, state: Describer): string {
  const { bytes, length } = message;
  if (bytes.length < headLength) return "igmp [|igmp]";
  const isWrong = bytes.length >= length && checksum(bytes, 0, length) !== 0;
  const isTold = (state.options.verbose ?? 0) > 0 && isWrong;
  return `igmp ${messageText(message, state)}${isTold ? ` bad igmp cksum ${get16(bytes, 2).toString(16)}!` : ""}`;
}

function messageText({ bytes, length }: Captured, state: Describer): string {
  const group = get32(bytes, 4);
  const text = hostText(group, state);
  switch (get8(bytes, 0)) {
    case igmpTypes.query:
      return `query v${length >= 12 ? 3 : get8(bytes, 1) === 0 ? 1 : 2}${group === 0 ? "" : ` [gaddr ${text}]`}`;
    case igmpTypes.reportV1:
      return `v1 report ${text}`;
    case igmpTypes.reportV2:
      return `v2 report ${text}`;
    case igmpTypes.leave:
      return `leave ${text}`;
    case igmpTypes.reportV3:
      return `v3 report${recordsText(bytes, state)}`;
  }
  return `[type ${get8(bytes, 0)}]`;
}

function recordsText(bytes: Uint8Array, state: Describer): string {
  const count = get16(bytes, 6);
  const head = `, ${count} group record(s)`;
  const verbose = state.options.verbose ?? 0;
  if (verbose === 0) return head;
  const texts: string[] = [];
  let at = headLength;
  for (let left = count; left > 0; left--) {
    if (at + headLength > bytes.length) return `${head}${texts.join("")} [invalid number of groups]`;
    const { type, group, sources } = recordAt(bytes, at);
    const name = recordNames[type] ?? ` [v3-report-#${type}]`;
    const from =
      verbose === 1
        ? `, ${sources.length} source(s)`
        : ` {${sources.map((source) => ` ${hostText(source, state)}`).join("")} }`;
    texts.push(` [gaddr ${hostText(group, state)} ${name}${from}]`);
    at += headLength + 4 * sources.length;
  }
  return head + texts.join("");
}

const recordNames: readonly (string | undefined)[] = [
  undefined,
  "is_in",
  "is_ex",
  "to_in",
  "to_ex",
  "allow",
  "block",
];
