/** What the doctor finds about virtual services and their servers, in English. */

import type { FindingTellers } from "#words/finding-words";
import { list } from "./setting.ts";

export const services = {
  "port-not-mapped": {
    title: "Ports cannot be mapped by this method",
    consequence: ({ destination, port, listening, method }, node) =>
      [
        `${method === "direct" ? "Direct routing" : "Tunnelling"} leaves the port as it is: ${node}`,
        `(${destination}) is asked on port ${port} and listens on ${list(listening)}. It answers with a`,
        "reset.",
      ].join(" "),
    cure: ({ port, listening }, node) => `${node} itself turns port ${port} into ${listening[0]}`,
  },
  "nobody-listens": {
    title: "No program listens on the server's port",
    consequence: ({ destination, port, listening }, node) => {
      const others = listening.length === 0 ? "" : `; it listens on ${list(listening)}`;
      return [
        `${destination} leads to ${node}, where nobody listens on port ${port}${others}. Whoever is given`,
        "to it is refused.",
      ].join(" ");
    },
    cure: ({ port }, node) => `a program of ${node} listens on port ${port}`,
  },
  "no-servers": {
    title: "A service without servers",
    consequence: ({ service }, node) =>
      `${service} of ${node} has no server: every client is refused with “port unreachable”.`,
    cure: ({ service }) => `${service} has servers`,
  },
  "all-weights-zero": {
    title: "All servers have weight 0",
    consequence: ({ service, destinations }, node) =>
      [
        `${list(destinations)} of ${service} have weight 0, and ${node} gives nobody to them: every new`,
        "client is refused.",
      ].join(" "),
    cure: () => "each of them gets weight 1",
  },
  "thresholds-too-low": {
    title: "Upper thresholds so low that clients are refused",
    consequence: ({ service, capacity, needed, clients, thresholds }) => {
      const each = list(thresholds.map(({ destination, upper }) => `${destination}: ${upper}`));
      return [
        `All servers of ${service} together take ${capacity} connections (${each}), closed ones of the`,
        `last two minutes among them. ${clients === 1 ? "A browser opens" : `${clients} browsers open`}`,
        `${needed} at a time: the others are refused.`,
      ].join(" ");
    },
    cure: ({ needed }) => `the servers together take ${needed} connections or more`,
  },
  "persistence-behind-nat": {
    title: "Persistence takes an office for one client",
    consequence: ({ service, timeout, address, translator, clients }) =>
      [
        `${list(clients)} come as ${address}, for ${translator} translates them. To ${service},`,
        `persistent for ${timeout} s, they are one client: all of them get one server, and the others`,
        "stay idle.",
      ].join(" "),
    cure: ({ service }) => `${service} schedules every connection by itself`,
  },
  "mark-never-set": {
    title: "No rule sets the firewall mark of a service",
    consequence: ({ mark }, node) =>
      [
        `${node} has a service for the mark ${mark}, and no rule of its table mangle sets that mark: no`,
        "packet ever belongs to the service.",
      ].join(" "),
    cure: ({ mark }) => `packets for the service get the mark ${mark}`,
  },
  "fullnat-no-local-address": {
    title: "FULLNAT without a local address",
    consequence: ({ service }, node) =>
      [
        `${node} has no local address for ${service}, by which to talk to its servers: every SYN is`,
        "dropped without a word.",
      ].join(" "),
    cure: ({ service }) => `${service} has a local address`,
  },
  "fullnat-few-ports": {
    title: "FULLNAT with too few local ports",
    consequence: ({ service, ports, first, last, addresses, needed }) =>
      [
        `${service} has the ports ${first} to ${last} of ${list(addresses)}: ${ports} connections to one`,
        `server at a time, closed ones of the last two minutes among them, where clients open ${needed}.`,
        "The next SYN is dropped without a word.",
      ].join(" "),
    cure: () => "all the usual ports may be taken",
  },
  "fullnat-without-toa": {
    title: "By FULLNAT, the server does not learn the client's address",
    consequence: ({ destination, local }, node) =>
      [
        `${node} (${destination}) has not loaded toa: its programs and their logs take ${local}, the`,
        "director, for every client.",
      ].join(" "),
    cure: (_, node) => `programs of ${node} see the client that the director tells`,
  },
  "one-packet-nat": {
    title: "One-packet scheduling does not go with NAT",
    consequence: ({ service, destination }, node) =>
      [
        `${service} keeps no entry for a packet (ops), so ${node} cannot give the answer of`,
        `${destination} the virtual address: clients get it from a stranger.`,
      ].join(" "),
    cure: ({ service }) => `${service} keeps an entry for each conversation`,
  },
  "short-timeout": {
    title: "Established connections are forgotten within a minute",
    consequence: ({ seconds, usual }, node) =>
      [
        `${node} forgets a connection after ${seconds} s of silence (usual: ${usual} s). What the client`,
        "says next gets a reset, and the server waits for a client that is gone.",
      ].join(" "),
    cure: ({ usual }) => `connections may be silent for ${usual} s`,
  },
  "sync-id-differs": {
    title: "A backup does not hear its master",
    consequence: ({ own, master, theirs }, node) =>
      [
        `${node} listens for syncid ${own}, and ${master} sends with ${theirs}: ${node} stays without`,
        "entries, and a takeover cuts every connection.",
      ].join(" "),
    cure: ({ theirs }, node) => `${node} listens for syncid ${theirs}`,
  },
} satisfies Partial<FindingTellers>;
