/**
 * `ip addr`: the addresses of a node's devices, adding and deleting them. Showing and flushing is in
 * address-show.ts.
 */

import { type AddressRequest, addAddress, deleteAddress } from "#sim/stack/address";
import { formatIpv4 } from "#sim/wire/address";
import { readAddress } from "./address-request.ts";
import { answerErrno, type Call } from "./call.ts";
import { helpOn, missing, objectOf, verb, within } from "./verbs.ts";

const showing = () => import("./address-show.ts");
const show = within(showing, ({ showAddresses }) => showAddresses);

const verbs = [
  verb("add", (call) => add(call, "add")),
  verb("change chg", (call) => add(call, "replace")),
  verb("replace", (call) => add(call, "replace")),
  verb("delete", remove),
  verb("show lst list", show),
  verb(
    "flush",
    within(showing, ({ flushAddresses }) => flushAddresses),
  ),
  missing("save showdump restore", "ip addr"),
  verb("help", helpOn("address")),
];

/** `ip addr [show|add|change|replace|del|flush]`. */
export const address = objectOf("address", verbs, show);

function add(call: Call, verb: "add" | "replace"): number {
  const { iface, prefix, broadcast, label, scope } = readAddress(call);
  const { address, length } = prefix;
  const request: AddressRequest = { address, length, broadcast, label, scope };
  const result = addAddress(call.stack, iface, request);
  return verb === "replace" && result === "EEXIST" ? 0 : answerErrno(result);
}

function remove(call: Call): number {
  const { iface, prefix, label } = readAddress(call);
  const { address, length, hasLength } = prefix;
  if (!hasLength) warnOfWildcard(call, formatIpv4(address));
  const choice = { address, label, length: hasLength ? length : undefined };
  return answerErrno(deleteAddress(call.stack, iface, choice));
}

/** Without a length any is deleted, and ip advises against relying on it. */
function warnOfWildcard({ process }: Call, address: string): void {
  process.stderr.write(
    [
      "Warning: Executing wildcard deletion to stay compatible with old scripts.",
      `         Explicitly specify the prefix length (${address}/32) to avoid this warning.`,
      "         This special behaviour is likely to disappear in further releases,",
      "         fix your scripts!",
      "",
    ].join("\n"),
  );
}
