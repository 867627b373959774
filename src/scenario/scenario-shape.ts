/**
 * What a scenario file may say: every key, what it means, and the shape of its value.
 *
 * The one definition that both the reader (`parse.ts`) and the JSON Schema (`schema.ts`) come from.
 */

import type { Nanos } from "#sim/engine/time";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import type { NodeKindName } from "#sim/nodes/node";
import type { SysctlPreset } from "#sim/stack/sysctl";
import { fallbackNames } from "#sim/stack/tunnel";
import { program } from "./program-shape.ts";
import { deviceMac, name, oneOf, perMillion, rate, text, time, whole } from "./quantities.ts";
import type {
  Device,
  Impairments,
  NodeFile,
  Position,
  Scenario,
  ScenarioNode,
  ScriptStep,
  Segment,
  SysctlSetting,
  Words,
} from "./scenario.ts";
import { defaultSeed } from "./scenario.ts";
import type { Field, Shape } from "./shape.ts";
import { either, entries, list, mapped, named, optional, record, refuse, required } from "./shape.ts";
import { type Topic, topics } from "./topic.ts";

/** Devices that every node has by itself, or that a module of Linux brings. */
export const ownDevices: readonly string[] = ["lo", ...Object.values(fallbackNames)];
/** Names that no device of a scenario can have: these, and those that sysctls use for something else. */
export const reservedDevices: readonly string[] = [...ownDevices, "all", "default"];

const words: Shape<Words> = record("a text in both languages", {
  en: required(text("text in English"), "English"),
  zh: required(text("text in Chinese"), "Simplified Chinese"),
});

/** The words of a union; one that is missing here does not compile. */
const wordsOf = <Word extends string>(all: Readonly<Record<Word, true>>): readonly Word[] =>
  Object.keys(all) as Word[];

const preset = oneOf("a sysctl preset", wordsOf<SysctlPreset>({ kernel: true, systemd: true, rhel: true }));

const coordinate = whole("a whole number", -10_000, 10_000);

const position: Shape<Position> = {
  words: "a position such as [80, 200]",
  schema: { type: "array", items: coordinate.schema, minItems: 2, maxItems: 2 },
  read(value, report) {
    if (value.kind !== "list" || value.items.length !== 2)
      return refuse(value, "a position", report, "write [80, 200]");
    const [x, y] = value.items.map((item) => coordinate.read(item, report));
    return x === undefined || y === undefined ? undefined : { x, y };
  },
};

const hostName = name(
  "a name",
  /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
  "rs1: small letters, digits and hyphens",
);
const deviceName = name(
  "a device's name",
  /^[A-Za-z][A-Za-z0-9_-]{0,14}$/,
  "eth0: at most 15 letters and digits",
);
const sysctlName = name("a sysctl's name", /^[a-z0-9_-]+([./][A-Za-z0-9_-]+)+$/, "net.ipv4.ip_forward");
const path = name("a path", /^(\/[A-Za-z0-9_.:@+-]+)+$/, "/root/start.sh, from the root, without spaces");

const sysctlValue: Shape<string> = {
  words: "a value",
  schema: { type: ["string", "integer"] },
  read(value, report) {
    const content = value.kind === "scalar" ? value.value : null;
    if (typeof content === "string" && content !== "") return content;
    if (typeof content === "number" && Number.isSafeInteger(content)) return String(content);
    return refuse(value, "a sysctl's value", report, "write a whole number, or text in quotes");
  },
};

const sysctls: Shape<readonly SysctlSetting[]> = entries(
  { words: "sysctls by name", name: sysctlName, content: sysctlValue },
  (key, value) => ({ name: key.replaceAll("/", "."), value }),
);

const files: Shape<readonly NodeFile[]> = entries(
  { words: "files by path", name: path, content: text("the text of a file") },
  (key, value) => ({ path: key, text: value }),
);

const impairmentFields = {
  delay: optional(time("a delay", "100us"), "How long a frame is on a cable, one way."),
  rate: optional(rate, "How fast a cable is, in each direction; without it, as fast as you like."),
  loss: optional(perMillion, "The share of frames that a cable loses."),
  duplicate: optional(perMillion, "The share of frames that a cable delivers twice."),
  reorder: optional(
    perMillion,
    "The share of frames that are held back for 1 ms, so that others overtake them.",
  ),
};

interface WrittenImpairments {
  readonly delay: Nanos | undefined;
  readonly rate: number | undefined;
  readonly loss: number | undefined;
  readonly duplicate: number | undefined;
  readonly reorder: number | undefined;
}

/** The impairments under their full names; what is not written stays out. */
const impairmentsOf = ({ delay, rate, loss, duplicate, reorder }: WrittenImpairments): Impairments => ({
  ...(delay === undefined ? {} : { delay }),
  ...(rate === undefined ? {} : { rateBitsPerSecond: rate }),
  ...(loss === undefined ? {} : { lossPerMillion: loss }),
  ...(duplicate === undefined ? {} : { duplicatePerMillion: duplicate }),
  ...(reorder === undefined ? {} : { reorderPerMillion: reorder }),
});

const mtu = whole("an MTU", 68, 65_535);

const segment: Shape<Omit<Segment, "name">> = mapped(
  record("a segment", {
    kind: optional(oneOf("a kind of segment", ["switch", "hub", "cable"]), "A switch if nothing is said."),
    ...impairmentFields,
    mtu: optional(mtu, "The MTU of every device here that names none."),
    ageing: optional(
      time("a time", "300s"),
      "How long the switch remembers a MAC address; 300s if nothing is said.",
    ),
    at: optional(position, "Where it is drawn."),
  }),
  ({ kind = "switch", delay, rate, loss, duplicate, reorder, ...rest }) => ({
    kind,
    ...impairmentsOf({ delay, rate, loss, duplicate, reorder }),
    ...rest,
  }),
);

const vlanId = whole("a VLAN number", 1, 4094);
const segmentName = text("the name of a segment");

const longDevice: Shape<Omit<Device, "name">> = mapped(
  record("a device", {
    segment: required(segmentName, "The segment it is plugged into."),
    mac: optional(deviceMac, "Its MAC address; 02:00:00:00:NN:DD by node and device if nothing is said."),
    mtu: optional(mtu, "Its MTU."),
    txqueuelen: optional(whole("a number of frames", 0, 100_000), "Frames that may wait for the line."),
    vlan: optional(vlanId, "The VLAN of its port of the switch; frames leave there untagged."),
    trunk: optional(
      list("a list of VLAN numbers", vlanId, { max: 4094 }),
      "VLANs that its port carries tagged.",
    ),
    ...impairmentFields,
  }),
  ({ delay, rate, loss, duplicate, reorder, ...rest }) => ({
    ...rest,
    ...impairmentsOf({ delay, rate, loss, duplicate, reorder }),
  }),
);

const device: Shape<Omit<Device, "name">> = either(
  mapped(segmentName, (segment) => ({ segment })),
  longDevice,
);

const kernel = oneOf("a kernel", wordsOf<KernelBuild>({ debian: true, mainline: true, fullnat: true }));

const kind = oneOf(
  "a kind of node",
  wordsOf<NodeKindName>({
    client: true,
    director: true,
    "real-server": true,
    router: true,
    host: true,
  }),
);

const nodeFields = {
  kind: required(kind, "What sort of machine it is."),
  at: optional(position, "Where it is drawn."),
  "sysctl-preset": optional(
    preset,
    "Whose boot-time sysctls it has; those of the scenario if nothing is said.",
  ),
  kernel: optional(
    kernel,
    "Which Linux it runs: Debian's if nothing is said; mainline has the scheduler twos, fullnat FULLNAT.",
  ),
  devices: required(
    named("devices by name", deviceName, device),
    "Its network devices, each with its segment.",
  ),
  sysctl: optional(sysctls, "Switches set at boot, before the setup."),
  files: optional(files, "Files by path, written before the setup."),
  programs: optional(
    list("a list of programs", program, { max: 1000 }),
    "What serves here from time zero on.",
  ),
  setup: optional(text("shell lines"), "Typed here before the lab begins."),
} satisfies Record<string, Field<unknown>>;

const node: Shape<Omit<ScenarioNode, "name">> = mapped(
  record("a node", nodeFields),
  ({ "sysctl-preset": own, sysctl = [], files = [], programs = [], setup = "", ...rest }) => ({
    ...rest,
    ...(own === undefined ? {} : { preset: own }),
    sysctl,
    files,
    programs,
    setup,
  }),
);

const step: Shape<ScriptStep> = record("a step of the script", {
  at: required(time("a time", "1.5s"), "When, in simulated time."),
  on: required(text("the name of a node"), "Where."),
  run: required(text("a shell line"), "What is typed."),
});

/** A whole scenario file. */
export const scenarioShape: Shape<Scenario> = mapped(
  record("a scenario", {
    title: required(words, "What the lab is called."),
    summary: optional(words, "What it shows, in a sentence or two."),
    topic: optional(oneOf<Topic>("a topic", topics), "The group it is listed in."),
    seed: optional(
      whole("a seed", 0, Number.MAX_SAFE_INTEGER),
      "The number that all chance of a run comes from.",
    ),
    "sysctl-preset": optional(
      preset,
      "Whose boot-time sysctls the nodes have; the bare kernel's if nothing is said.",
    ),
    sysctl: optional(sysctls, "Switches of every node, set at boot."),
    segments: required(named("segments by name", hostName, segment), "Switches, hubs and cables."),
    nodes: required(named("nodes by name", hostName, node), "The machines."),
    script: optional(list("a list of steps", step), "Commands typed at given times, to show the point."),
  }),
  ({ "sysctl-preset": boot = "kernel", seed = defaultSeed, sysctl = [], script = [], ...rest }) => ({
    ...rest,
    seed,
    preset: boot,
    sysctl,
    script,
  }),
);
