/** Layer 2, an event a line, in Chinese. */

import type { LinkEvent } from "#sim/link/link-events";
import type { CaptionsOf } from "#words/caption-words";
import { frameText } from "#words/names";
import { linkReasons } from "./reasons.ts";
import { deviceText, spaced, terms } from "./terms.ts";

export const link: CaptionsOf<LinkEvent["kind"]> = {
  "frame-sent": ({ device, frame }, names) => `从${spaced(device)}发出：${frameText(frame, names, terms)}`,
  "frame-received": ({ device, frame }, names) =>
    `从${spaced(device)}收到：${frameText(frame, names, terms)}`,
  "frame-dropped": ({ device, frame, reason }, names) =>
    `在${spaced(device)}丢失一帧，${linkReasons[reason]}：${frameText(frame, names, terms)}`,
  "fdb-learned": ({ port, mac, vlan, movedFrom }, names) =>
    `学到：${names.mac(mac)} 在${spaced(port)}后面` +
    (vlan === 0 ? "" : `，VLAN ${vlan}`) +
    (movedFrom === undefined ? "" : `，不再在${spaced(movedFrom)}后面`),
  "frame-bridged": ({ to, because, frame }, names) =>
    because === "known"
      ? `转给${to.map(deviceText).join("、")}：${frameText(frame, names, terms)}`
      : `泛洪到${to.length === 0 ? "零个端口" : to.map(deviceText).join("、")}：${frameText(frame, names, terms)}`,
  "frame-duplicated": ({ device, frame }, names) =>
    `${spaced(device).trimStart()}的网线上重复了一帧：${frameText(frame, names, terms)}`,
  "frame-reordered": ({ device, frame }, names) =>
    `${spaced(device).trimStart()}的网线上耽搁了一帧：${frameText(frame, names, terms)}`,
  "carrier-changed": ({ device, hasCarrier }) =>
    hasCarrier ? `${spaced(device).trimStart()}有了载波` : `${spaced(device).trimStart()}失去载波`,
};
