/**
 * A lab in which two terminals loop without an end on two machines while a third pings: what decides whose
 * turn it is must not be the host.
 */

export const threeTerminals = `
title: { en: Three terminals, zh: 三个终端 }
segments: { lan: {} }
nodes:
  a:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.1/24 dev eth0
  b:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.2/24 dev eth0
  c:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.3/24 dev eth0
script:
  - at: 0s
    on: a
    run: 'i=0; while :; do i=$((i+1)); echo "$i $RANDOM" > /tmp/count; ip neigh flush all; done'
  - at: 0s
    on: b
    run: 'while :; do echo tick | sed s/tick/tock/; ping -c 1 10.0.0.1 | grep ttl; sleep 0.05; done'
  - { at: 10ms, on: c, run: ping -i 0.1 10.0.0.2 }
`;

/** How long the loops go on, in nanoseconds: they do not end by themselves. */
export const threeTerminalsLength = 1.2e9;
