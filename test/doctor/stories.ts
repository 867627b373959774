/**
 * What the doctor says of each scenario on its way: the second of the script before which it says something
 * else, and what. Those not named here get no finding at any moment. A service is without servers, or without
 * a local address, between the lines that make it.
 */

export const stories: Readonly<Record<string, readonly string[]>> = {
  "arp-ignore-alone": ["0.5 s: arp-announce-leak rs1, arp-announce-leak rs2", "4.5 s: "],
  "arp-lo-24": [
    "0.5 s: vip-on-lo-wide rs1, vip-on-lo-wide rs2",
    "4.5 s: vip-missing rs1, vip-missing rs2",
    "5 s: ",
  ],
  "arp-lo-only": [
    "0.5 s: arp-answers-vip rs1, arp-answers-vip rs2, arp-announce-leak rs1, arp-announce-leak rs2",
    "4 s: arp-announce-leak rs1, arp-announce-leak rs2",
    "4.5 s: ",
  ],
  "arp-nothing-set": [
    "0.5 s: arp-answers-vip rs1, arp-answers-vip rs2, arp-announce-leak rs1, arp-announce-leak rs2",
    "5 s: arp-announce-leak rs1, arp-announce-leak rs2",
    "5.5 s: ",
  ],
  "arp-three-cures": [
    "0.5 s: arp-answers-vip rs1, arp-answers-vip rs2, arp-announce-leak rs1, arp-announce-leak rs2",
    "3 s: ",
  ],
  "direct-routing": ["4 s: no-servers director", "4.5 s: "],
  "dr-config-files": ["7 s: no-servers director", "7.5 s: "],
  "dr-director-as-gateway": [
    "0.5 s: director-as-gateway rs1, director-as-gateway rs2",
    "4 s: ",
    "6 s: director-as-gateway rs1, director-as-gateway rs2",
    "6.5 s: ",
  ],
  "dr-ifconfig": ["4.5 s: no-servers node1", "5.5 s: ", "9 s: device-down node2"],
  "dr-link-not-subnet": ["0.5 s: not-on-link director", "4 s: "],
  "dr-no-way-back": ["2 s: rp-filter-strict director", "6 s: ", "7.5 s: no-servers director"],
  "four-modes": ["0.5 s: fullnat-without-toa rs-fullnat"],
  fullnat: [
    "1 s: no-servers director",
    "1.5 s: nat-wrong-way-back rs1",
    "3.5 s: ",
    "4 s: no-servers director",
    "4.5 s: fullnat-no-local-address director",
    "6.5 s: fullnat-without-toa rs1, fullnat-without-toa rs2",
    "10.5 s: fullnat-without-toa rs2",
    "11 s: ",
  ],
  "fullnat-port-exhaustion": [
    "1 s: no-servers director",
    "1.5 s: fullnat-no-local-address director",
    "2 s: ",
    "2.5 s: fullnat-few-ports director",
    "9.5 s: ",
  ],
  fwmark: ["2 s: no-servers director", "2.5 s: "],
  "idle-connection": ["1.5 s: short-timeout director", "13.5 s: "],
  "nat-basic": ["2 s: no-servers director", "2.5 s: "],
  "nat-no-forward": ["0.5 s: ip-forward-off director", "3.5 s: "],
  "nat-port-mapping": ["1 s: no-servers director", "1.5 s: "],
  "nat-same-network-client": ["0.5 s: nat-client-next-door rs1, nat-client-next-door rs2", "4 s: "],
  "nat-wrong-gateway": ["0.5 s: nat-wrong-way-back rs2", "5 s: "],
  "no-server-left": ["1.5 s: no-servers director", "3.5 s: all-weights-zero director", "4.5 s: "],
  "persistence-office": ["0.5 s: persistence-behind-nat director", "6 s: "],
  "persistence-per-client": ["1.5 s: no-servers director", "2 s: "],
  "persistence-per-mark": ["1.5 s: no-servers director", "2 s: "],
  "persistence-per-port": ["1 s: no-servers director", "1.5 s: ", "2 s: no-servers director", "2.5 s: "],
  "scheduler-dh": ["2.4 s: no-servers director", "2.6 s: "],
  "scheduler-mh": ["4.4 s: no-servers director", "5 s: "],
  "tunnel-basic": [
    "4 s: no-servers director",
    "4.5 s: rp-filter-tunnel rs1",
    "5 s: rp-filter-tunnel rs1, rp-filter-tunnel rs2",
    "9 s: tunnel-mtu director",
  ],
  "tunnel-gue-gre": [
    "1.5 s: no-servers director",
    "2 s: vip-missing rs1, tunnel-not-taken rs1",
    "2.5 s: vip-missing rs1, vip-missing rs2, tunnel-not-taken rs1, tunnel-not-taken rs2",
    "7 s: vip-missing rs2, tunnel-not-taken rs2",
    "8 s: tunnel-not-taken rs2",
    "12.5 s: ",
  ],
  "tunnel-mtu-trap": ["0.5 s: tunnel-mtu firewall", "7.5 s: ", "9 s: tunnel-mtu firewall", "9.5 s: "],
  "tunnel-two-routers": ["5 s: not-on-link director, not-on-link director"],
};
