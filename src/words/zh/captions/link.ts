/** Layer 2, an event a line, in Chinese. */

import type { LinkEvent } from "#sim/link/link-events";
import type { CaptionsOf } from "#words/caption-words";
import { frameText } from "#words/names";
import { linkReasons } from "./reasons.ts";
import { terms } from "./terms.ts";

export const link: CaptionsOf<LinkEvent["kind"]> = {
  "frame-sent": ({ device, frame }, names) => `从 ${device} 发出：${frameText(frame, names, terms)}`,
  "frame-received": ({ device, frame }, names) => `从 ${device} 收到：${frameText(frame, names, terms)}`,
  "frame-dropped": ({ device, frame, reason }, names) =>
    `在 ${device} 丢失一帧，${linkReasons[reason]}：${frameText(frame, names, terms)}`,
  "fdb-learned": ({ port, mac, vlan, movedFrom }, names) =>
    `学到：${names.mac(mac)} 在端口 ${port} 后面` +
    (vlan === 0 ? "" : `，VLAN ${vlan}`) +
    (movedFrom === undefined ? "" : `，不再在 ${movedFrom} 后面`),
  "frame-bridged": ({ to, because, frame }, names) =>
    because === "known"
      ? `转给端口 ${to.join("、")}：${frameText(frame, names, terms)}`
      : `泛洪到 ${to.length === 0 ? "零个端口" : to.join("、")}：${frameText(frame, names, terms)}`,
  "frame-duplicated": ({ device, frame }, names) =>
    `${device} 的网线上重复了一帧：${frameText(frame, names, terms)}`,
  "frame-reordered": ({ device, frame }, names) =>
    `${device} 的网线上耽搁了一帧：${frameText(frame, names, terms)}`,
  "carrier-changed": ({ device, hasCarrier }) => (hasCarrier ? `${device} 有了载波` : `${device} 失去载波`),
};
