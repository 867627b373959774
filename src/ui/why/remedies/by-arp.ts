/**
 * What to type where ARP misleads: a machine that must not answer or ask for a virtual address, and one that
 * believed it.
 */

import { formatIpv4, formatMac } from "#sim/wire/address";
import type { RemedyFact } from "#words/remedy-facts";
import type { TracedOf } from "../past.ts";
import { holderOf, ownerOfMac, ownersOfAddress, type Place, vipOf } from "../surroundings.ts";
import { confName } from "../switches.ts";

/** Makes a machine keep silent about an address that it has, and not name it in questions. */
export function silence({ past, event }: Place, node: string, address: string): RemedyFact[] {
  const remedies: RemedyFact[] = [];
  const own = past.rows(node, "addresses", event).find((row) => row.address === address);
  if (own !== undefined && own.device !== "lo" && own.device !== "tunl0") {
    const cidr = `${address}/${own.prefixLength}`;
    const command = `ip addr del ${cidr} dev ${own.device}; ip addr add ${address}/32 dev lo`;
    remedies.push({ kind: "move-address", node, command, address, device: own.device });
  }
  const ignore = `sysctl -w ${confName("all", "arp_ignore")}=1`;
  remedies.push({ kind: "arp-silence", node, command: ignore, address });
  return [...remedies, announceBest(node, address)];
}

/** Makes a machine ask by an address of the device that it asks on. */
export const announceBest = (node: string, address: string): RemedyFact => ({
  kind: "arp-announce",
  node,
  command: `sysctl -w ${confName("all", "arp_announce")}=2`,
  address,
});

export const forget = (node: string, address: string, device: string): RemedyFact => ({
  kind: "forget-neighbour",
  node,
  command: `ip neigh del ${address} dev ${device}`,
  address,
});

/** For a reply about a virtual address by a machine that is not its director. */
export function againstReply(place: Place, { event }: TracedOf<"arp-reply-sent">): RemedyFact[] {
  const address = formatIpv4(event.message.senderIp);
  const vip = vipOf(place, address);
  if (vip === undefined || vip.isHere || event.because !== "own") return [];
  return [
    ...silence(place, event.node, address),
    ...forgetAtAsker(place, formatMac(event.message.targetMac), address),
  ];
}

function forgetAtAsker(place: Place, mac: string, address: string): RemedyFact[] {
  const { past, event } = place;
  const asker = ownerOfMac(place, mac);
  if (asker === undefined) return [];
  const device = past.rows(asker, "devices", event).find((row) => row.mac === mac)?.name;
  return device === undefined ? [] : [forget(asker, address, device)];
}

/** For an entry of a neighbour table that has another machine's MAC address for a virtual address. */
export function againstBypass(
  place: Place,
  { address, mac, device }: { readonly address: string; readonly mac: string; readonly device: string },
): RemedyFact[] {
  const owner = ownerOfMac(place, mac);
  const vip = vipOf(place, address);
  if (owner === undefined || vip === undefined || vip.isHere) return [];
  if (vipOf({ ...place, node: owner }, address)?.isHere !== false) return [];
  return [...silence(place, owner, address), forget(place.node, address, device)];
}

/** For a question that names a virtual address as its asker. */
export function againstRequest(place: Place, { event }: TracedOf<"arp-request-sent">): RemedyFact[] {
  const address = formatIpv4(event.message.senderIp);
  const vip = vipOf(place, address);
  return vip === undefined || vip.isHere ? [] : [announceBest(event.node, address)];
}

/** For a second answer: whoever is not the director must not answer; else the lock may be lifted. */
export function againstSecondAnswer(
  place: Place,
  { event }: TracedOf<"neighbour-update-refused">,
): RemedyFact[] {
  const { device, setting } = event;
  const address = formatIpv4(event.address);
  for (const mac of [event.kept, event.mac]) {
    const remedies = againstBypass(place, { address, mac: formatMac(mac), device });
    if (remedies.length > 0) return remedies;
  }
  const { name } = setting;
  const command = `sysctl -w ${setting.from}=0`;
  return [{ kind: "set", node: event.node, command, name, value: "0" }, forget(event.node, address, device)];
}

/** For an address that nobody answers for: its owner may be down, or silent by a setting. */
export function againstSilence(place: Place, address: string): RemedyFact[] {
  const { past, event } = place;
  return ownersOfAddress(place, address).flatMap((owner): RemedyFact[] => {
    const device = holderOf({ ...place, node: owner }, address);
    const row = past.rows(owner, "devices", event).find(({ name }) => name === device);
    if (device === undefined || row === undefined || row.isUp) return [];
    return [{ kind: "device-up", node: owner, command: `ip link set ${device} up`, device }];
  });
}
