/**
 * The targets that write into the IP header: TOS, DSCP and TTL. They may stand in the mangle table only.
 */

import type { Target } from "#sim/stack/netfilter/rule";
import { type Built, both, type Extension, type GivenOption, type Refusal, refuse } from "./extension.ts";
import { byteOf, dscpOf, hexByte, type TosValue, tosName, tosOf } from "./service-type.ts";

/**
 * The given options in the order of the extension's own table: of two that exclude each other the first
 * speaks.
 */
function onlyOne(
  extension: Extension<Target>,
  given: readonly GivenOption[],
): GivenOption | Refusal | undefined {
  const inverted = given.find(({ isInverted }) => isInverted);
  if (inverted !== undefined) {
    return refuse(`${extension.name}: option "${inverted.written}" cannot be inverted.\n`);
  }
  const [first, second] = extension.options.flatMap(({ names }) =>
    given.filter(({ name }) => name === names[0]),
  );
  if (first === undefined || second === undefined) return first;
  const [one, other] = [first.written, second.written];
  return refuse(`${extension.name}: option "${one}" cannot be used together with "${other}".\n`);
}

const anyByte = { from: 0, to: 255 } as const;

/** What an option makes of the byte: clear the bits of `mask`, then flip those of `value`. */
function tosChange(option: GivenOption): TosValue | Refusal {
  if (option.name === "set-tos") return tosOf(option.values[0] ?? "");
  const value = byteOf("TOS", option, anyByte);
  if (typeof value !== "number") return value;
  if (option.name === "and-tos") return { value: 0, mask: ~value & 0xff };
  return { value, mask: option.name === "or-tos" ? value : 0 };
}

/** A change in words, by the simplest of the options that mean it. */
function tosText(change: TosValue): string {
  const { value, mask } = change;
  if (value === 0 && mask !== 0x3f) return `TOS and ${hexByte(~mask & 0xff)}`;
  if (value === mask) return `TOS or ${hexByte(value)}`;
  if (mask === 0) return `TOS xor ${hexByte(value)}`;
  const name = tosName(change);
  return name === undefined ? `TOS set ${hexByte(value)}/${hexByte(mask)}` : ` TOS set${name}`;
}

export const tos: Extension<Target> = {
  name: "TOS",
  options: ["set-tos", "and-tos", "or-tos", "xor-tos"].map((name) => ({ names: [name], takes: 1 }) as const),
  build(given): Built<Target> | Refusal {
    const option = onlyOne(tos, given);
    if (option === undefined) return refuse("TOS: An action is required");
    if ("refusal" in option) return option;
    const change = tosChange(option);
    if ("refusal" in change) return change;
    const { value, mask } = change;
    const text = `${hexByte(value)}/${hexByte(mask)}`;
    return {
      means: { kind: "tos", value, mask },
      words: `--set-tos ${text}`,
      listed: { numeric: `TOS set ${text}`, named: tosText(change) },
    };
  },
};

export const dscp: Extension<Target> = {
  name: "DSCP",
  options: [
    { names: ["set-dscp"], takes: 1 },
    { names: ["set-dscp-class"], takes: 1 },
  ],
  build(given): Built<Target> | Refusal {
    const option = onlyOne(dscp, given);
    if (option === undefined) return refuse("DSCP target: Parameter --set-dscp is required");
    if ("refusal" in option) return option;
    const value = dscpOf("DSCP", option);
    if (typeof value !== "number") return value;
    return {
      means: { kind: "tos", value: value << 2, mask: 0xfc },
      words: `--set-dscp ${hexByte(value)}`,
      listed: both(`DSCP set ${hexByte(value)}`),
    };
  },
};

const ttlActions = {
  "ttl-set": { action: "set", from: 0, says: "set to" },
  "ttl-dec": { action: "decrease", from: 1, says: "decrement by" },
  "ttl-inc": { action: "increase", from: 1, says: "increment by" },
} as const;

type TtlOption = keyof typeof ttlActions;

export const ttl: Extension<Target> = {
  name: "TTL",
  options: Object.keys(ttlActions).map((name) => ({ names: [name], takes: 1 }) as const),
  build(given): Built<Target> | Refusal {
    const option = onlyOne(ttl, given);
    if (option === undefined) return refuse("TTL: You must specify an action");
    if ("refusal" in option) return option;
    const { action, from, says } = ttlActions[option.name as TtlOption];
    const amount = byteOf("TTL", option, { from, to: 255 });
    if (typeof amount !== "number") return amount;
    return {
      means: { kind: "ttl", action, amount },
      words: `--${option.name} ${amount}`,
      listed: both(`TTL ${says} ${amount}`),
    };
  },
};
