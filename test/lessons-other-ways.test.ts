/**
 * Ways to the goals of lessons that are not the one a lesson shows: each is taken, and the rest of the lesson
 * tells the same afterwards.
 */

import { expect, test } from "vitest";
import { readLesson } from "#cli/open-lesson";
import type { Lesson, Line } from "#lesson/lesson";
import { type LessonProblem, solveLesson } from "#lesson/solve";

type Way = readonly [what: string, lesson: string, step: string, lines: readonly string[]];

const upload = "client: curl -s -m 4 -o page --data-binary @upload 10.0.0.10";

const uploads: readonly (readonly [what: string, ...lines: string[]])[] = [
  ["all ICMP may pass", "firewall: iptables -D FORWARD -p icmp -j DROP"],
  ["a smaller MTU on the client", "client: ip link set eth0 mtu 1480"],
  ["a smaller MTU for one route", "client: ip route replace default via 192.168.10.101 mtu 1480"],
  ["a client that lets its packets be cut", "client: sysctl -w net.ipv4.ip_no_pmtu_disc=1"],
  [
    "a smaller MTU for the servers' way back",
    "rs1: ip route replace default via 10.0.0.101 mtu 1400",
    "rs2: ip route replace default via 10.0.0.101 mtu 1400",
  ],
  [
    "servers that ask for smaller segments",
    "rs1: ip route replace default via 10.0.0.101 advmss 1400",
    "rs2: ip route replace default via 10.0.0.101 advmss 1400",
  ],
  [
    "MSS clamping on the way",
    "firewall: iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1400",
  ],
  ["a director that cuts", "director: sysctl -w net.ipv4.vs.pmtu_disc=0"],
  [
    "no tunnel at all",
    "director: ipvsadm -e -t 10.0.0.10:80 -r 10.0.0.201 -g; ipvsadm -e -t 10.0.0.10:80 -r 10.0.0.202 -g",
  ],
];

const ways: readonly Way[] = [
  [
    "the local route is taken away",
    "vip-on-lo-24",
    "one-address",
    [
      "rs1: ip route del local 10.0.0.0/24 dev lo table local",
      "rs2: ip addr del 10.0.0.10/24 dev lo && ip addr add 10.0.0.10/32 dev lo",
      "neighbour: curl 10.0.0.10; curl 10.0.0.10",
    ],
  ],
  [
    "a route to the client's network, beside the gateway",
    "director-as-gateway",
    "mend",
    [
      "rs1: ip route add 192.168.10.0/24 via 10.0.0.101",
      "rs2: ip route add 192.168.10.0/24 via 10.0.0.101",
      "client: curl -m 1 10.0.0.10; curl -m 1 10.0.0.10",
    ],
  ],
  [
    "the director believes its own address",
    "director-as-gateway",
    "mend",
    ["director: sysctl net.ipv4.conf.eth0.accept_local=1", "client: curl 10.0.0.10; curl 10.0.0.10"],
  ],
  [
    "a way back by the device the request came in by",
    "rp-filter-modes",
    "off-and-still-on",
    ["rs1: ip route replace default via 10.1.0.101", "client: curl 10.1.0.201"],
  ],
  [
    "a route to the client's network only",
    "director-without-route",
    "a-route",
    ["director: ip route add 192.168.10.0/24 via 10.0.0.101", "client: curl 10.0.0.10"],
  ],
  [
    "a director that hides the client behind itself",
    "four-modes",
    "choose",
    [
      "director: sysctl -w net.ipv4.vs.conntrack=1",
      "director: iptables -t nat -A POSTROUTING -d 10.0.0.201 -j MASQUERADE",
      "client: curl -m 1 10.0.0.11",
    ],
  ],
  [
    "the server is named with its port",
    "link-not-subnet",
    "an-envelope",
    ["director: ipvsadm -e -t 10.0.0.10:80 -r 10.1.0.202:80 -i", "client: curl 10.0.0.10; curl 10.0.0.10"],
  ],
  [
    "everything as the tunnel has it elsewhere",
    "tunnel-in-a-packet",
    "as-for-direct-routing",
    [
      "rs1: ip addr del 10.0.0.10/32 dev lo; ip addr add 10.0.0.10/32 dev tunl0; ip link set tunl0 up",
      "client: curl 10.0.0.10; curl 10.0.0.10",
    ],
  ],
  [
    "no filter at all",
    "tunl0-reverse-path",
    "let-it-in",
    [
      "rs1: sysctl net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0",
      "rs2: sysctl net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0",
      "client: curl 10.0.0.10; curl 10.0.0.10",
    ],
  ],
  [
    "the entry is replaced by one that ages",
    "three-cures",
    "believe-no-longer",
    ["router: ip neigh flush all; ip neigh del 10.0.0.10 dev eth0", "client: curl 10.0.0.10"],
  ],
  ...uploads.map(([what, ...lines]): Way => [what, "uploads-hang", "mend", [...lines, upload]]),
];

const isOfFact = ({ text }: LessonProblem): boolean => text.startsWith("the fact ");

const lineOf = (text: string): Line => {
  const [on = "", run = ""] = text.split(/: (.*)/);
  return { on, run };
};

const takingTheWay = (lesson: Lesson, step: string, lines: readonly string[]): Lesson => ({
  ...lesson,
  steps: lesson.steps.map((other) =>
    other.kind === "do" && other.name === step ? { ...other, solution: lines.map(lineOf) } : other,
  ),
});

test.each(ways)("%s (%s, %s)", async (_what, name, step, lines) => {
  const { lesson, scenario } = readLesson(name);
  if (lesson === undefined || scenario === undefined) throw new Error(`${name} does not read`);
  expect(lesson.steps.find((other) => other.name === step)?.kind).toBe("do");
  const { problems } = await solveLesson(takingTheWay(lesson, step, lines), scenario);
  // What a lesson says of its own way does not hold of others.
  expect(problems.filter((problem) => problem.step !== step || !isOfFact(problem))).toEqual([]);
});
