/** What `help` says of ip and of each object: what the lab has of it. */

import type { Run } from "./call.ts";
import { misused } from "./words.ts";

const texts = {
  ip: ["ip [ OPTIONS ] OBJECT { COMMAND | help }", "ip [ -force ] -batch filename"],
  address: [
    "ip address { add | change | replace } IFADDR dev IFNAME",
    "ip address del IFADDR dev IFNAME",
    "ip address { flush | show } [ dev IFNAME ] [ scope SCOPE-ID ] [ to PREFIX ] [ label LABEL ] [ up ]",
    "                            [ master DEVICE ] [ type TYPE ] [ primary | secondary ]",
    "IFADDR := PREFIX [ broadcast ADDR | + | - ] [ label IFNAME ] [ scope SCOPE-ID ]",
    "SCOPE-ID := [ host | link | global | NUMBER ]",
  ],
  fou: [
    "ip fou add port PORT { ipproto PROTO | gue } [ local ADDR ]",
    "ip fou del port PORT [ local ADDR ]",
    "ip fou show",
  ],
  link: [
    "ip link add [link DEV] [ name ] NAME type TYPE [ ARGS ]",
    "ip link delete DEVICE",
    "ip link set DEVICE [ { up | down } ] [ mtu MTU ] [ address LLADDR ] [ name NEWNAME ]",
    "            [ txqueuelen PACKETS ]",
    "            [ arp { on | off } ] [ promisc { on | off } ] [ multicast { on | off } ]",
    "            [ allmulticast { on | off } ] [ master DEVICE ] [ nomaster ]",
    "ip link show [ DEVICE ] [ up ] [ master DEV ] [ type TYPE ]",
    "TYPE := { bridge | dummy | gre | ipip | veth | vlan }",
  ],
  maddr: ["ip maddr show [ dev DEV ]"],
  neigh: [
    "ip neigh { add | del | change | replace } { ADDR [ lladdr LLADDR ] [ nud STATE ] | proxy ADDR } dev DEV",
    "ip neigh { show | flush } [ proxy ] [ to PREFIX ] [ dev DEV ] [ nud STATE ]",
    "ip neigh get ADDR dev DEV",
    "STATE := { permanent | noarp | stale | reachable | none | incomplete | delay | probe | failed }",
  ],
  route: [
    "ip route { show | flush } SELECTOR",
    "ip route get ADDRESS [ from ADDRESS iif STRING ] [ oif STRING ] [ tos TOS ] [ mark NUMBER ]",
    "ip route { add | del | change | append | prepend | replace } ROUTE",
    "SELECTOR := [ root PREFIX ] [ match PREFIX ] [ exact PREFIX ] [ table TABLE_ID ] [ proto RTPROTO ]",
    "            [ type TYPE ] [ scope SCOPE ] [ dev STRING ] [ via ADDRESS ] [ src ADDRESS ]",
    "ROUTE := [ TYPE ] PREFIX [ via ADDRESS ] [ dev STRING ] [ src ADDRESS ] [ table TABLE_ID ]",
    "         [ proto RTPROTO ] [ scope SCOPE ] [ metric METRIC ] [ tos TOS ] [ mtu NUMBER ]",
    "         [ advmss NUMBER ] [ onlink ]",
  ],
  rule: [
    "ip rule { add | del } SELECTOR ACTION",
    "ip rule { flush | show }",
    "SELECTOR := [ not ] [ from PREFIX ] [ to PREFIX ] [ tos TOS ] [ fwmark FWMARK[/MASK] ]",
    "            [ iif STRING ] [ oif STRING ] [ pref NUMBER ]",
    "ACTION := [ table TABLE_ID | blackhole | unreachable | prohibit ]",
  ],
  tunnel: [
    "ip tunnel { add | change | del | show } [ NAME ]",
    "          [ mode { ipip | gre } ] [ remote ADDR ] [ local ADDR ] [ ttl TTL ] [ tos TOS ]",
    "          [ [i|o]csum ] [ [no]pmtudisc ] [ dev DEV ]",
  ],
} as const;

export type HelpName = keyof typeof texts;

/** The lines of an object's help, of which completion reads what may stand where. */
export const helpLines = (name: HelpName): readonly string[] => texts[name];

/** The usage of an object, or of ip itself. */
export function helpText(name: HelpName): string {
  const [first, ...rest] = texts[name];
  const more = name === "ip" ? objectsAndOptions : "";
  return `Usage: ${first}\n${rest.map((line) => `       ${line}\n`).join("")}${more}`;
}

const objectsAndOptions = `\
where  OBJECT := { address | fou | link | monitor | neighbour | route | rule | tunnel }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -h[uman-readable] | -iec |
                    -f[amily] { inet | link } | -4 | -0 | -br[ief] | -o[neline] |
                    -t[imestamp] | -ts[hort] | -b[atch] [filename] }
`;

/** Prints help where ip puts it, to standard error. */
export const help =
  (name: HelpName): Run =>
  ({ process }) => {
    process.stderr.write(helpText(name));
    return misused;
  };
