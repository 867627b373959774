/** What a line to be typed does, in English. */

import type { RemedyTellers } from "#words/explain-words";

export const remedies: RemedyTellers = {
  "arp-silence": ({ node, address }) =>
    `${node} no longer answers for ${address}, which is not on the device that is asked`,
  "arp-announce": ({ node, address }) =>
    `${node} no longer asks as ${address}, so its own questions teach nobody a wrong MAC address`,
  "forget-neighbour": ({ node, address }) =>
    `${node} forgets the MAC address it has for ${address} and asks again`,
  "move-address": ({ node, address, device }) =>
    `${node} has ${address} on lo and not on ${device}, where no setting can keep it silent`,
  "narrow-address": ({ node, address, length }) =>
    `${node} has ${address} alone and not a whole subnet of length ${length} as its own`,
  "pass-by-director": ({ node, gateway, router }) =>
    `answers of ${node} go to ${router} (${gateway}) and no more through the director`,
  "add-address": ({ node, address, device }) => `${node} takes packets for ${address} as its own (${device})`,
  rewrite: ({ node, server }) =>
    `NAT: ${node} writes ${server}'s own address into requests, and the answers come back through it`,
  set: ({ name, value }) => `sets ${name} to ${value}`,
  "loose-filter": ({ device }) => `loose for ${device}: any way back to the source is enough`,
  "filter-off": ({ device }) => `no check of sources on ${device}`,
  forward: ({ node }) => `${node} passes packets on`,
  "default-route": ({ gateway, router }) => `what is not on the link goes to ${router} (${gateway})`,
  "route-through-director": ({ node, gateway, director }) =>
    `answers of ${node} go back through ${director} (${gateway}), which gives them the virtual address`,
  "delete-route": ({ route }) => `the route ${route} goes`,
  "delete-rule": ({ priority }) => `the rule of priority ${priority} goes`,
  "device-up": ({ node, device }) => `${device} of ${node} takes and sends`,
  "load-module": ({ node, module }) => `${node} knows the protocol of ${module}`,
  mtu: ({ device, mtu }) => `${device} carries packets of ${mtu} bytes`,
  advmss: ({ node, mss }) => `${node} asks for TCP segments of at most ${mss} bytes, which fit`,
  "let-icmp-pass": ({ node }) =>
    `${node} lets “fragmentation needed” through, so that senders learn the path MTU`,
  "delete-firewall-rule": ({ rule }) => `the rule ${rule} goes`,
  "accept-by-policy": ({ chain }) => `what no rule of ${chain} decides is accepted`,
  "start-server": ({ node, port }) => `a program of ${node} listens on port ${port}`,
  "take-datagrams": ({ node, port }) => `${node} takes packets out of UDP datagrams to port ${port} (GUE)`,
  weight: ({ destination, weight }) => `${destination} gets weight ${weight}`,
  "no-threshold": ({ destination }) => `${destination} takes connections without limit`,
  "add-destination": ({ destination, service }) => `${service} has ${destination} as a server`,
  "remove-destination": ({ destination, service }) => `${service} no longer sends anything to ${destination}`,
  scheduler: ({ scheduler, service }) => `${service} is scheduled by ${scheduler}`,
  "no-persistence": ({ service }) => `${service} schedules every connection by itself`,
  "local-address": ({ address, service }) => `${service} may talk to its servers from ${address} as well`,
  "longer-queue": ({ device, length }) => `${length} frames may wait at ${device}`,
  "vlan-device": ({ device, vlan }) => `frames tagged with VLAN ${vlan} have a device, ${device}`,
  undo: ({ name, value }) => `${name} is ${value} again`,
  "forget-paths": ({ node }) => `${node} forgets what it has learnt of paths`,
  "hear-sync": ({ node, syncId }) => `${node} hears messages of syncid ${syncId}`,
  "tunnel-checksum": ({ isWanted, destination }) =>
    isWanted
      ? `packets to ${destination} get a GRE checksum`
      : `packets to ${destination} get no GRE checksum`,
  "longer-life": ({ node, ttl }) => `packets of ${node} begin with TTL ${ttl}`,
};
