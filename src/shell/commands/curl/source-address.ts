/** `curl --interface`: the address that requests come from. */

import type { Process } from "#shell/command";
import { isLocalAddress } from "#sim/stack/source-address";
import type { Ipv4Address } from "#sim/wire/address";
import { deviceNamed } from "../network/device-names.ts";
import { errnoWords } from "../network/errno-words.ts";
import { numericHost } from "../network/host-names.ts";
import type { Outcome } from "./running.ts";

const binding = 45;

/** The address that a device's name or an own address stands for, or what is wrong with it. */
export function sourceNamed({ machine }: Process, named: string): Ipv4Address | Outcome {
  const text = named.replace(/^(?:if|host)!/, "");
  const device = deviceNamed(machine, text);
  const [own] = device?.addresses ?? [];
  if (own !== undefined) return own.address;
  const address = numericHost(text);
  if (address === undefined) return { code: binding, message: `Couldn't bind to '${text}'` };
  if (isLocalAddress(machine.stack, address)) return address;
  return { code: binding, message: `bind failed with errno 99: ${errnoWords("EADDRNOTAVAIL")}` };
}
