/** The virtual address is on a device of the director that is down: the machine does not take it for its own. */

import { serviceText } from "#sim/ipvs/service";
import { addressType } from "#sim/stack/source-address";
import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found } from "../finding.ts";
import { holderOf } from "../reading.ts";
import type { Offer } from "../requests.ts";

type Name = "vip-device-down";

export const vipDeviceDown: FindingKind<Name> = {
  name: "vip-device-down",
  problems: [8],
  lesson: "first-request",
  find: ({ offers }) => offers.flatMap((offer) => ofOffer(offer)),
};

const ofOffer = ({ director: { node }, service, virtuals }: Offer): Found<Name>[] =>
  virtuals.flatMap(({ address }) => {
    const holder = holderOf(node.stack, address);
    if (holder === undefined || holder.device.isUp || addressType(node.stack, address) === "local") return [];
    const { name: device } = holder.device;
    return [
      {
        node: node.name,
        evidence: { service: serviceText(service), vip: formatIpv4(address), device },
        remedy: [{ node: node.name, command: `ip link set ${device} up` }],
      },
    ];
  });
