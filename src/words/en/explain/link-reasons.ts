/** Why a frame ended, with the values that decided, in English. */

import type { ExplainWords } from "#words/explain-words";
import { deviceText } from "../captions/terms.ts";

export const linkReasons: ExplainWords["linkReasons"] = {
  "device-down": ({ device, node }) => ({
    title: `Is ${deviceText(device)} up? No`,
    detail:
      `${deviceText(device)} of ${node} is set down: it neither sends nor takes frames, ` +
      "and no counter shows it.",
  }),
  "no-carrier": ({ device, setting }) => ({
    title: `Has ${deviceText(device)} a carrier? No`,
    detail:
      setting === undefined
        ? `Nothing is plugged into ${device}.`
        : setting.value === "down"
          ? `The other end of the cable, ${setting.from}, is down.`
          : `The other end, ${setting.from}, is ${setting.value}: the cable itself is cut.`,
  }),
  "port-not-forwarding": ({ device }) => ({
    title: `Does ${deviceText(device)} forward yet? No`,
    detail: "The other end has just come up; the switch notices within 50 µs and loses what comes before.",
  }),
  "queue-full": ({ device, setting }) => ({
    title: `Is there room in the queue of ${deviceText(device)}? No`,
    detail:
      `${setting?.value ?? "All"} frames wait already ` +
      `(${setting?.name ?? "txqueuelen"}): more arrive than the line carries.`,
  }),
  "frame-too-long": ({ device, frame, setting }) => ({
    title: `Is the frame short enough for ${deviceText(device)}? No`,
    detail:
      `It carries ${frame.payload.length} bytes, and the MTU of ` +
      `${setting?.from ?? device} is ${setting?.value}. ` +
      "The link layer tells no sender.",
  }),
  "frame-lost": ({ device, setting }) => ({
    title: "Did the frame get through the cable? No",
    detail:
      `The ${setting?.from ?? `cable of ${device}`} loses ${setting?.value ?? "some"} ` +
      "of all frames; chance of the scenario's seed chose this one.",
  }),
  "vlan-not-allowed": ({ device, frame }) => ({
    title: `Is ${deviceText(device)} in the VLAN of the frame? No`,
    detail:
      frame.vlan === undefined
        ? `The frame has no tag, and ${deviceText(device)} has no VLAN for such frames.`
        : `The frame is of VLAN ${frame.vlan.id}, and ${deviceText(device)} is no member of it.`,
  }),
  "same-port": ({ device, frame, names }) => ({
    title: "Would it leave by another port? No",
    detail:
      `${names.mac(frame.dst)} is behind ${deviceText(device)}, where the frame came in: whoever ` +
      "it is for has it already.",
  }),
  "reserved-group": ({ frame, names }) => ({
    title: "Do switches pass on frames for this address? No",
    detail:
      `${names.mac(frame.dst)} is one of the group addresses that IEEE 802.1D keeps ` +
      "for switches themselves.",
  }),
  "bad-source": ({ frame, names }) => ({
    title: "Can a device have this source address? No",
    detail: `${names.mac(frame.src)} is a group address or zero: no frame can come from it.`,
  }),
  "no-vlan-device": ({ device, frame }) => ({
    title: `Has ${deviceText(device)} a VLAN device for the tag? No`,
    detail:
      `The frame is tagged with VLAN ${frame.vlan?.id ?? 0}; nothing like ` +
      `${device}.${frame.vlan?.id ?? 0} exists here.`,
  }),
};
