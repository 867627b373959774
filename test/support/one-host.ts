/** The smallest labs: one machine, or two on a cable, and nothing that happens by itself. */

export const oneHost = `
title: { en: One host, zh: 一台主机 }
segments: { lan: {} }
nodes:
  a:
    kind: host
    devices: { eth0: lan }
`;

export const twoHosts = `
title: { en: Two hosts, zh: 两台主机 }
segments: { lan: { kind: cable } }
nodes:
  a:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.1/24 dev eth0
  b:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.2/24 dev eth0
`;
