/**
 * Every kind of event and every reason is explained in both languages, made of the values that decided.
 */

import { beforeAll, describe, expect, test } from "vitest";
import { type EventRecord, type RecordValue, recordOf } from "#lab/event-record";
import type { Nanos } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";
import { frame, handmadeRows, ofKinds, ofLinkReasons, ofReasons } from "#support/why-handmade";
import { handmadePast, type Sample, samplesOfRuns, signatureOf } from "#support/why-samples";
import { explain } from "#ui/why/explain";
import { switchOf } from "#ui/why/switches";
import { captionOf } from "#words/caption-words";
import { explain as en } from "#words/en/explain/index";
import type { Explanation, WhyStep } from "#words/explanation";
import { endOfPort, numberNames as names } from "#words/names";
import { explain as zh } from "#words/zh/explain/index";

const languages = { en, zh } as const;
const handmade: Sample[] = [...ofReasons, ...ofLinkReasons, ...ofKinds].map((event) => {
  const arrived = { kind: "frame-received", node: "node", device: "eth0", frame } as const;
  const past = handmadePast([arrived, event], handmadeRows);
  return { name: `by hand: ${signatureOf(event)}`, past, traced: past.event(2) as TraceEvent };
});

let samples: Sample[] = [];
beforeAll(async () => {
  samples = [...(await samplesOfRuns()), ...handmade];
}, 240_000);

const told = ({ past, traced }: Sample, language: keyof typeof languages): Explanation => {
  const found = explain(past, traced.id, { words: languages[language], names });
  if (found === undefined) throw new Error(`${traced.event.kind} is not explained`);
  return found;
};

/** Everything that is written of an explanation. */
const textsOf = ({ title, cause, steps, consequences, remedies }: Explanation): string[] => [
  title,
  ...(cause === undefined ? [] : [cause.text]),
  ...steps.flatMap(textsOfStep),
  ...consequences.map(({ text }) => text),
  ...remedies.flatMap(({ text, command }) => [text, command]),
];

const textsOfStep = ({ title, detail, chips, reckoning }: WhyStep): string[] => [
  title,
  detail,
  ...chips.map(({ text }) => text),
  ...reckoning.map(({ text }) => text),
];

describe("explanations are complete", () => {
  test("every kind of event and every reason is among the examples", () => {
    const kinds = new Set(samples.map(({ traced }) => traced.event.kind));
    expect([...Object.keys(en.events)].filter((kind) => !kinds.has(kind as never))).toEqual([]);
    const reasons = samples.flatMap(({ traced: { event } }) =>
      "reason" in event ? [event.reason as string] : [],
    );
    expect(
      Object.keys({ ...en.reasons, ...en.linkReasons }).filter((reason) => !reasons.includes(reason)),
    ).toEqual([]);
    expect(samples.length).toBeGreaterThan(240);
  });

  test("nothing is left open in a text", () => {
    const broken = samples.flatMap((sample) =>
      (["en", "zh"] as const).flatMap((language) => {
        const explanation = told(sample, language);
        const texts = [
          ...textsOf(explanation),
          captionOf(languages[language].captions, sample.traced.event, names),
        ];
        return texts
          .filter(
            (text) => text.trim() === "" || /undefined|NaN|\[object|null|Infinity|!| {2}| \.|\$\{/.test(text),
          )
          .map((text) => `${sample.name} ${language}: ${text}`);
      }),
    );
    expect(broken).toEqual([]);
  });

  test("Chinese is written in Chinese, with its own marks", () => {
    const foreign = samples.flatMap((sample) =>
      told(sample, "zh").steps.flatMap(({ title, detail }) =>
        [title, detail]
          .filter((text) => !/\p{Script=Han}/u.test(text) || /\p{Script=Han}[,.;:?!]/u.test(text))
          .filter((text) => !isOnlyValues(text))
          .map((text) => `${sample.name}: ${text}`),
      ),
    );
    expect(foreign).toEqual([]);
  });

  test("both languages tell the same values, tones, settings and remedies", () => {
    for (const sample of samples) {
      const [english, chinese] = [told(sample, "en"), told(sample, "zh")];
      expect(english.steps.map(withoutWords), sample.name).toEqual(chinese.steps.map(withoutWords));
      expect(english.remedies.map(lineOf)).toEqual(chinese.remedies.map(lineOf));
      expect(english.consequences.map(({ event, tone }) => [event, tone])).toEqual(
        chinese.consequences.map(({ event, tone }) => [event, tone]),
      );
      expect(english.steps.map(valuesIn), sample.name).toEqual(chinese.steps.map(valuesIn));
      expect(valuesOf(english.remedies.map(({ text }) => text))).toEqual(
        valuesOf(chinese.remedies.map(({ text }) => text)),
      );
    }
  });

  test("one step decides, and a reason is it", () => {
    for (const sample of samples) {
      const { steps } = told(sample, "en");
      expect(steps.filter(({ isDeciding }) => isDeciding).length, sample.name).toBe(1);
      if (sample.traced.event.kind !== "packet-dropped") continue;
      const deciding = steps.findIndex(({ isDeciding }) => isDeciding);
      expect([deciding, steps[deciding]?.event], sample.name).toEqual([steps.length - 2, sample.traced.id]);
    }
  });

  test("no two reasons have the same text", () => {
    for (const language of ["en", "zh"] as const) {
      const of = (events: readonly { readonly traced: TraceEvent }[]): string[] =>
        events
          .map((sample) => told(sample as Sample, language).steps.at(-2))
          .map((step) => `${step?.title} ${step?.detail}`);
      const packets = handmade.filter(({ traced }) => traced.event.kind === "packet-dropped");
      const frames = handmade.filter(({ traced }) => traced.event.kind === "frame-dropped");
      for (const texts of [of(packets), of(frames)]) expect(new Set(texts).size).toBe(texts.length);
      const { reasons, linkReasons } = languages[language].captions;
      for (const short of [reasons, linkReasons]) {
        expect(new Set(Object.values(short)).size).toBe(Object.keys(short).length);
      }
    }
  });
});

describe("explanations are made of values", () => {
  test.each(["en", "zh"] as const)("the values of each event are in its text (%s)", (language) => {
    const missing = samples.flatMap((sample) => {
      const { steps, title } = told(sample, language);
      const own = steps.filter(({ event }) => event === sample.traced.id);
      const said = [title, ...own.flatMap(textsOfStep)].join("\n");
      return decidingValues(sample.traced)
        .filter((value) => !said.includes(endOfPort(value) ?? value))
        .map((value) => `${sample.name}: ${value} is not in ${said}`);
    });
    expect(missing).toEqual([]);
  });
});

describe("switches that decided", () => {
  test("combine by the rules of the stack", () => {
    let conf = 0;
    for (const { name, past, traced } of samples) {
      if (!("setting" in traced.event) || traced.event.setting === undefined) continue;
      const { setting, node } = traced.event;
      if (!setting.from.startsWith("net.ipv4.conf.") || name.startsWith("by hand")) continue;
      const device = "device" in traced.event ? traced.event.device : "eth0";
      const { rule, values, effective } = switchOf(past, { node, event: traced.id, setting, device });
      const numbers = values.map(({ value }) => Number(value));
      const combined: Readonly<Record<typeof rule, number>> = {
        max: Math.max(...numbers),
        either: Math.max(...numbers),
        both: Math.min(...numbers),
        alone: numbers[0] ?? -1,
      };
      expect(combined[rule], name).toBe(Number(effective));
      expect(values.length, name).toBe(setting.name === "forwarding" ? 1 : 2);
      conf++;
    }
    expect(conf).toBeGreaterThan(10);
  });

  test("show the value of the device that holds the address as one that loses", () => {
    const sample = samples.find(
      ({ traced: { event } }) =>
        event.kind === "arp-reply-sent" && event.because === "own" && event.owner === "lo",
    );
    if (sample === undefined) throw new Error("nobody answers for an address on lo");
    const { steps } = told(sample, "en");
    const chips = steps
      .find(({ isDeciding }) => isDeciding)
      ?.chips.map(({ text, role }) => `${text} ${role}`);
    expect(chips?.slice(0, 1)).toEqual([expect.stringMatching(/^all = \d counts$/)]);
    expect(chips?.slice(-2)).toEqual([
      expect.stringMatching(/^lo = \d loses$/),
      expect.stringMatching(/^effective \d result$/),
    ]);
  });
});

/** A title may be nothing but a name and its value. */
const isOnlyValues = (text: string): boolean => !/[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(text);

const lineOf = ({ node, command }: { readonly node: string; readonly command: string }): string =>
  `${node}# ${command}`;

const withoutWords = ({ tone, isDeciding, chips, event, node, reckoning }: WhyStep) => ({
  tone,
  isDeciding,
  chips: chips.map(({ role, setting }) => [role, setting]),
  event,
  node,
  chosen: reckoning.map(({ isChosen }) => isChosen),
});

/** Names and numbers: whatever has a digit in it. */
function valuesOf(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => text.match(/[\w.:/%-]*\d[\w.:/%-]*/g) ?? []);
  return [...new Set(found.map((value) => value.replace(/^[.:/-]+|[.:/,-]+$/g, "")))].sort();
}

const valuesIn = (step: WhyStep): string[] => valuesOf(textsOfStep(step));

/** Fields that are told in words, or that show in another one. */
const inWords = new Set(
  `at because cause change code direction hasCarrier id isForUs kind missing node reason table tos
   towards type way age timeout origin`.split(/\s+/),
);

/** What must be found in the text of an event: every name and number of it. */
function decidingValues(traced: TraceEvent): string[] {
  const { event } = traced;
  const record = recordOf(traced, 0 as Nanos);
  return Object.entries(record).flatMap(([field, value]) => {
    if (inWords.has(field) || (field === "vlan" && value === 0)) return [];
    if (field === "mac" && value === "00:00:00:00:00:00") return [];
    // The destination chooses a route, whoever asks.
    if (event.kind === "route-chosen" && field === "packet") return ofNested("packet", value, ["dst"]);
    // Whom the client is does not matter where nobody has a port.
    if (event.kind === "no-local-port" && field === "connection") return [event.connection.destination];
    return valuesOfField(field, value);
  });
}

function valuesOfField(field: string, value: RecordValue): string[] {
  if (typeof value === "boolean") return [];
  if (typeof value !== "object") return [String(value)];
  if (Array.isArray(value))
    return field === "to" ? value.map(String) : value.flatMap((each) => ofListed(field, each));
  return ofNested(field, value);
}

/** Of a candidate its name, of a scheduler's note its values. */
function ofListed(field: string, item: RecordValue): string[] {
  if (typeof item !== "object" || Array.isArray(item)) return [];
  const record = item as EventRecord;
  if (field === "candidates") return [String(record.destination)];
  return field === "addresses" ? [String(record.address), String(record.connections)] : [];
}

/** Names of settings that are no sysctls are told in words: a cable's loss, a peer's state. */
const isSysctl = ({ from }: EventRecord): boolean => String(from).startsWith("net.");

function ofNested(field: string, value: RecordValue, ends: readonly string[] = ["src", "dst"]): string[] {
  const record = value as EventRecord;
  const pick = (names: readonly string[]): string[] =>
    names.flatMap((name) => (record[name] === undefined ? [] : [String(record[name])]));
  switch (field) {
    case "setting":
      return pick(isSysctl(record) ? ["name", "value"] : ["value"]);
    case "connection":
      return pick(["client", "virtual", "destination", "local"]);
    case "chosen":
      return pick(["device", "gateway"]);
    case "message":
      return record.operation === 1 ? pick(["targetIp"]) : pick(["senderIp", "senderMac"]);
    case "frame":
      return ofNested("packet", record.payload ?? {});
    case "packet":
    case "about":
    case "before":
    case "after":
    case "inner":
    case "outer":
    case "answering":
      return record.kind === "ipv4" ? pick(ends) : [];
    default:
      return [];
  }
}
