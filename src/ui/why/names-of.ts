/**
 * How the sentences of explanations write addresses: as the stage does, in numbers or in roles, and MAC
 * addresses by the bytes in which they differ.
 */

import { type Names, numberNames } from "#words/names";
import { shortMac } from "../packet-label.ts";

/** What tells roles: an address that is text to what it is called. */
export type AddressText = (address: string) => string;

const addressPattern = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g;

/** Names by which every address in a text is called as it is to be shown. */
export function namesOf(text: AddressText): Names {
  return {
    ...numberNames,
    ip: (address) => text(numberNames.ip(address)),
    mac: shortMac,
    endpoint: (endpoint) => endpoint.replace(addressPattern, (address) => text(address)),
  };
}
