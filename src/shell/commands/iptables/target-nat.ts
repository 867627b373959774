/**
 * The targets of the nat table: DNAT, SNAT, MASQUERADE, REDIRECT.
 */

import type { NatRange, NumberRange, Target } from "#sim/stack/netfilter/rule";
import { formatIpv4 } from "#sim/wire/address";
import { servicePort } from "../network/service-names.ts";
import {
  type Addresses,
  addressesOf,
  type Built,
  both,
  type Extension,
  type GivenOption,
  isRefusal,
  missing,
  optionOf,
  portsText,
  type Refusal,
  type RuleFrame,
  refuse,
} from "./extension.ts";

const portProtocols: readonly number[] = [6, 17, 33, 132];

/** `80` or `80-90`. */
function portsOf(text: string, { protocol, protocolIsInverted }: RuleFrame): NumberRange | Refusal {
  if (protocolIsInverted || !portProtocols.includes(protocol)) {
    return refuse("Need TCP, UDP, SCTP or DCCP with port specification");
  }
  const [first = "", second] = text.split("-");
  const from = servicePort(first, "tcp");
  const to = second === undefined ? from : servicePort(second, "tcp");
  if (from === undefined || to === undefined)
    return refuse(`Port \`${from === undefined ? first : second}' not valid`);
  return from > to ? refuse(`Port range \`${text}' funky`) : { from, to };
}

const randomOption = { names: ["random"], takes: 0 } as const;
const fullRandomOption = { names: ["random-fully"], takes: 0 } as const;
const persistentOption = { names: ["persistent"], takes: 0 } as const;

const switchNames = ["random", "random-fully", "persistent"];

/** The switches that were given, in the order listings show them, each after a blank. */
const switchesOf = (given: readonly GivenOption[], dashes: string): string =>
  switchNames
    .filter((name) => optionOf(given, name) !== undefined)
    .map((name) => ` ${dashes}${name}`)
    .join("");

const isRandom = (given: readonly GivenOption[]): boolean =>
  optionOf(given, "random") !== undefined || optionOf(given, "random-fully") !== undefined;

interface Destination {
  readonly addresses: Addresses | undefined;
  readonly ports: NumberRange | undefined;
}

/** `address[-address][:port[-port]]`, or `:port` alone. */
function destinationOf(text: string, frame: RuleFrame): Destination | Refusal {
  const [head = "", tail] = text.split(":");
  const ports = tail === undefined ? undefined : portsOf(tail, frame);
  if (ports !== undefined && isRefusal(ports)) return ports;
  const addresses = head === "" ? undefined : addressesOf(head);
  if (addresses !== undefined && isRefusal(addresses)) return addresses;
  return { addresses, ports };
}

function destinationText({ addresses, ports }: Destination): string {
  const head = addresses === undefined ? "" : formatIpv4(addresses.from);
  const span =
    addresses === undefined || addresses.from === addresses.to ? "" : `-${formatIpv4(addresses.to)}`;
  return `${head}${span}${ports === undefined ? "" : `:${portsText(ports, "-")}`}`;
}

interface ToAddress {
  readonly name: "DNAT" | "SNAT";
  readonly option: "to-destination" | "to-source";
  readonly kind: "dnat" | "snat";
}

const translation = ({ name, option, kind }: ToAddress): Extension<Target> => ({
  name,
  options: [{ names: [option], takes: 1, values: "ADDR" }, randomOption, fullRandomOption, persistentOption],
  build(given, frame): Built<Target> | Refusal {
    const text = optionOf(given, option)?.values[0];
    if (text === undefined) return missing(name, `--${option}`);
    const to = destinationOf(text, frame);
    if (isRefusal(to)) return to;
    const range: NatRange = { addresses: to.addresses, ports: to.ports, isRandom: isRandom(given) };
    const said = destinationText(to);
    return {
      means: { kind, range },
      words: `--${option} ${said}${switchesOf(given, "--")}`,
      listed: both(`to:${said}${switchesOf(given, "")}`),
    };
  },
});

export const dnat = translation({ name: "DNAT", option: "to-destination", kind: "dnat" });
export const snat = translation({ name: "SNAT", option: "to-source", kind: "snat" });

interface ToPorts {
  readonly name: "MASQUERADE" | "REDIRECT";
  readonly kind: "masquerade" | "redirect";
  /** What listings write before the ports. */
  readonly label: string;
}

const toPorts = ({ name, kind, label }: ToPorts): Extension<Target> => ({
  name,
  options: [{ names: ["to-ports"], takes: 1 }, randomOption, fullRandomOption],
  build(given, frame): Built<Target> | Refusal {
    const text = optionOf(given, "to-ports")?.values[0];
    const ports = text === undefined ? undefined : portsOf(text, frame);
    if (ports !== undefined && isRefusal(ports)) return ports;
    const range: NatRange = { addresses: undefined, ports, isRandom: isRandom(given) };
    const said = ports === undefined ? "" : portsText(ports, "-");
    return {
      means: { kind, range },
      words: `${said === "" ? "" : `--to-ports ${said}`}${switchesOf(given, "--")}`.trim(),
      listed: both(`${said === "" ? "" : `${label} ${said}`}${switchesOf(given, "")}`.trim()),
    };
  },
});

export const masquerade = toPorts({ name: "MASQUERADE", kind: "masquerade", label: "masq ports:" });
export const redirect = toPorts({ name: "REDIRECT", kind: "redirect", label: "redir ports" });
