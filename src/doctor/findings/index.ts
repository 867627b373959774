/**
 * The list of findings, in the order in which they are told: addresses and ARP, ways, tunnels, services.
 * Adding one is a file beside this one, its values in ../finding-facts.ts, a line here, and its words in each
 * language.
 */

import type { FindingKind, FindingName } from "../finding.ts";
import { arpAnnounceLeak } from "./arp-announce-leak.ts";
import { arpAnswersVip } from "./arp-answers-vip.ts";
import { arpRuleEats } from "./arp-rule-eats.ts";
import { deviceDown } from "./device-down.ts";
import { directorAsGateway } from "./director-as-gateway.ts";
import { directorKeepsSilent } from "./director-keeps-silent.ts";
import { duplicateAddress } from "./duplicate-address.ts";
import { firewallEats } from "./firewall-eats.ts";
import { fullnatFewPorts, fullnatNoLocalAddress, fullnatWithoutToa } from "./fullnat.ts";
import { ipForwardOff } from "./ip-forward-off.ts";
import { nobodyListens, portNotMapped } from "./listeners.ts";
import { markNeverSet } from "./mark-never-set.ts";
import { natClientNextDoor, natWrongWayBack } from "./nat-way-back.ts";
import { nextHopSilent } from "./next-hop-silent.ts";
import { notOnLink } from "./not-on-link.ts";
import { onePacketNat } from "./one-packet-nat.ts";
import { persistenceBehindNat } from "./persistence-behind-nat.ts";
import { rpFilterStrict, rpFilterTunnel } from "./rp-filter.ts";
import { serverIsVip } from "./server-is-vip.ts";
import { serverMissing } from "./server-missing.ts";
import { shortTimeout } from "./short-timeout.ts";
import { syncIdDiffers } from "./sync-id-differs.ts";
import { thresholdsTooLow } from "./thresholds-too-low.ts";
import { tunnelMtu } from "./tunnel-mtu.ts";
import { tunnelNotTaken } from "./tunnel-not-taken.ts";
import { twoBoxLoop } from "./two-box-loop.ts";
import { vipMissing } from "./vip-missing.ts";
import { vipNotOnDirector } from "./vip-not-on-director.ts";
import { vipOnLoWide } from "./vip-on-lo-wide.ts";
import {
  clientWithoutRoute,
  directorWithoutRoute,
  routerWithoutRoute,
  serverWithoutRoute,
} from "./without-route.ts";
import { allWeightsZero, noServers } from "./without-servers.ts";
import { wrongNetmask } from "./wrong-netmask.ts";

/** Every kind by its name: a name without a kind does not compile. */
const byName: { readonly [Name in FindingName]: FindingKind<Name> } = {
  "arp-answers-vip": arpAnswersVip,
  "arp-announce-leak": arpAnnounceLeak,
  "director-keeps-silent": directorKeepsSilent,
  "arp-rule-eats": arpRuleEats,
  "vip-on-lo-wide": vipOnLoWide,
  "vip-missing": vipMissing,
  "vip-not-on-director": vipNotOnDirector,
  "device-down": deviceDown,
  "server-is-vip": serverIsVip,
  "server-missing": serverMissing,
  "duplicate-address": duplicateAddress,
  "wrong-netmask": wrongNetmask,
  "next-hop-silent": nextHopSilent,
  "client-without-route": clientWithoutRoute,
  "server-without-route": serverWithoutRoute,
  "director-without-route": directorWithoutRoute,
  "router-without-route": routerWithoutRoute,
  "nat-wrong-way-back": natWrongWayBack,
  "nat-client-next-door": natClientNextDoor,
  "ip-forward-off": ipForwardOff,
  "rp-filter-tunnel": rpFilterTunnel,
  "rp-filter-strict": rpFilterStrict,
  "director-as-gateway": directorAsGateway,
  "not-on-link": notOnLink,
  "two-box-loop": twoBoxLoop,
  "tunnel-mtu": tunnelMtu,
  "tunnel-not-taken": tunnelNotTaken,
  "port-not-mapped": portNotMapped,
  "nobody-listens": nobodyListens,
  "no-servers": noServers,
  "all-weights-zero": allWeightsZero,
  "thresholds-too-low": thresholdsTooLow,
  "persistence-behind-nat": persistenceBehindNat,
  "mark-never-set": markNeverSet,
  "fullnat-no-local-address": fullnatNoLocalAddress,
  "fullnat-few-ports": fullnatFewPorts,
  "fullnat-without-toa": fullnatWithoutToa,
  "one-packet-nat": onePacketNat,
  "firewall-eats": firewallEats,
  "short-timeout": shortTimeout,
  "sync-id-differs": syncIdDiffers,
};

/** All kinds, in this order. */
export const findings = Object.values(byName);
