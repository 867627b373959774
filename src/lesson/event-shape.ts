/**
 * How an event is described in a lesson file: the shape of a pattern, with what only its kind can tell (which
 * values it has, whether it has header fields at all).
 */

import { type ConditionMistake, readCondition } from "#lab/field-condition";
import type { Report } from "#scenario/diagnostic";
import { entriesOf, itemsOf, type Located, quoted, textOf, valueAt } from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import { oneOf, text, whole } from "#scenario/quantities";
import { entries, list, mapped, optional, record, refuse, required, type Shape } from "#scenario/shape";
import { dropReasons, eventKindNames, eventKinds, partsOfValues } from "./event-kinds.ts";
import type { EventPattern } from "./lesson.ts";

/** A value that is compared: text, a number, true or false. */
export const scalar: Shape<string | number | boolean> = {
  words: "a value",
  schema: { type: ["string", "number", "boolean"] },
  read(value, report) {
    if (value.kind === "scalar" && value.value !== null) return value.value;
    return refuse(value, "a value", report, "write text, a number, true or false");
  },
};

/** Values by name. */
export const scalarsByName = (
  words: string,
  name: Shape<string>,
): Shape<Readonly<Record<string, string | number | boolean>>> =>
  mapped(
    entries({ words, name, content: scalar }, (key, value): [string, string | number | boolean] => [
      key,
      value,
    ]),
    (pairs) => Object.fromEntries(pairs),
  );

/** Where a search begins. */
export const since: Shape<"step" | "start"> = oneOf("where to begin", ["step", "start"]);

const condition: Shape<string> = {
  words: "a condition such as tcp.flags == SYN",
  schema: { type: "string" },
  read(value, report) {
    const written = textOf(value);
    if (written === undefined) return refuse(value, "a condition", report, 'write "tcp.flags == SYN"');
    const read = readCondition(written);
    if (read.ok) return written;
    report.error(value.at, { message: `${quoted(written)} is no condition`, remedy: remedyOf(read.mistake) });
    return undefined;
  },
};

const valueWords = {
  address: "an address or a network such as 10.0.0.0/24",
  mac: "a MAC address",
  number: "a number",
  flags: "flags such as SYN,ACK",
  protocol: "a protocol such as tcp",
} as const;

function remedyOf(mistake: ConditionMistake): string {
  switch (mistake.kind) {
    case "not-a-condition":
      return "write a field, a comparison and a value: ip.ttl < 64";
    case "no-such-field":
      return suggestion(mistake.field, mistake.known);
    case "bad-value":
      return `${mistake.field} takes ${valueWords[mistake.expected]}`;
    case "no-order":
      return `compare ${mistake.field} with == or !=`;
  }
}

const fields = record("an event", {
  kind: required(oneOf("a kind of event", eventKindNames), "What happens."),
  node: optional(text("the name of a node"), "Where it happens."),
  device: optional(text("the name of a device"), "At which device."),
  reason: optional(oneOf("a reason", dropReasons), "Of a drop: why."),
  frame: optional(list("a list of conditions", condition), "Conditions on header fields; all must hold."),
  of: optional(
    oneOf("which packet", ["before", "inner"]),
    "Of an event that changes or wraps a packet: the one before, or within; else as it goes on.",
  ),
  with: optional(
    scalarsByName("values of the event by name", text("the name of a value")),
    "Other values of the event, such as state: reachable.",
  ),
  nth: optional(
    whole("a number", -1000, 1000),
    "Of several that fit: the first is 1, the last -1; the first if nothing is said.",
  ),
  since: optional(since, "Where the search begins; the step's beginning if nothing is said."),
});

/** The description of an event. */
export const eventPattern: Shape<EventPattern> = {
  words: fields.words,
  schema: fields.schema,
  read(value, report) {
    const read = fields.read(value, report);
    if (read === undefined) return undefined;
    if (read.nth === 0) refuseNth(value, report);
    return fitsKind(value, read, report) && read.nth !== 0 ? read : undefined;
  },
};

function refuseNth(value: Located, report: Report): void {
  const at = valueAt(value, "nth")?.at ?? value.at;
  report.error(at, { message: "events count from 1", remedy: "write 1 for the first, -1 for the last" });
}

/** Whether an event of this kind can have what is asked of it. */
function fitsKind(value: Located, pattern: EventPattern, report: Report): boolean {
  const { carries, values } = eventKinds[pattern.kind];
  const known: readonly string[] = values;
  const wrong = (at: Located | undefined, what: string, remedy: string): void =>
    report.error(at?.at ?? value.at, { message: `${pattern.kind} has no ${what}`, remedy });
  let isFit = true;
  const must = (isRight: boolean, at: Located | undefined, [what, remedy]: [string, string]): void => {
    if (isRight) return;
    isFit = false;
    wrong(at, what, remedy);
  };
  const frameAt = valueAt(value, "frame");
  must(frameAt === undefined || carries !== "none", frameAt, ["header fields", "remove `frame:`"]);
  for (const item of itemsOf(frameAt)) {
    const isOfFrame = carries === "frame" || !(textOf(item) ?? "").trim().startsWith("eth.");
    must(isOfFrame, item, ["Ethernet header", "use frame-sent or frame-received"]);
  }
  for (const name of ["device", "reason"]) {
    const at = valueAt(value, name);
    must(at === undefined || known.includes(name), at, [name, `remove \`${name}:\``]);
  }
  const ofAt = valueAt(value, "of");
  const other = pattern.of === "before" ? "after" : "outer";
  must(ofAt === undefined || carries === other, ofAt, [`packet ${pattern.of}`, "remove `of:`"]);
  for (const { key, keyAt, value: content } of entriesOf(valueAt(value, "with"))) {
    must(isValue(key, known), { ...content, at: keyAt }, [`value ${quoted(key)}`, suggestion(key, known)]);
  }
  return isFit;
}

function isValue(path: string, known: readonly string[]): boolean {
  const [name = "", part, ...more] = path.split(".");
  if (!known.includes(name) || more.length > 0) return false;
  return part === undefined || (partsOfValues[name] ?? []).includes(part);
}
