/** Layer 2, an event a line, in English. */

import type { LinkEvent } from "#sim/link/link-events";
import type { CaptionsOf } from "#words/caption-words";
import { frameText } from "#words/names";
import { linkReasons } from "./reasons.ts";
import { deviceText, terms } from "./terms.ts";

export const link: CaptionsOf<LinkEvent["kind"]> = {
  "frame-sent": ({ device, frame }, names) =>
    `sends by ${deviceText(device)}: ${frameText(frame, names, terms)}`,
  "frame-received": ({ device, frame }, names) =>
    `receives on ${deviceText(device)}: ${frameText(frame, names, terms)}`,
  "frame-dropped": ({ device, frame, reason }, names) =>
    `loses a frame at ${deviceText(device)}, ${linkReasons[reason]}: ${frameText(frame, names, terms)}`,
  "fdb-learned": ({ port, mac, vlan, movedFrom }, names) =>
    `learns: ${names.mac(mac)} is behind ${deviceText(port)}` +
    (vlan === 0 ? "" : `, VLAN ${vlan}`) +
    (movedFrom === undefined ? "" : `, no longer behind ${deviceText(movedFrom)}`),
  "frame-bridged": ({ to, because, frame }, names) =>
    because === "known"
      ? `passes on to ${to.map(deviceText).join(", ")}: ${frameText(frame, names, terms)}`
      : `floods to ${to.length === 0 ? "no port" : to.map(deviceText).join(", ")}: ` +
        frameText(frame, names, terms),
  "frame-duplicated": ({ device, frame }, names) =>
    `the cable of ${deviceText(device)} doubles: ${frameText(frame, names, terms)}`,
  "frame-reordered": ({ device, frame }, names) =>
    `the cable of ${deviceText(device)} delays: ${frameText(frame, names, terms)}`,
  "carrier-changed": ({ device, hasCarrier }) =>
    hasCarrier ? `${deviceText(device)} has a carrier` : `${deviceText(device)} has lost its carrier`,
};
