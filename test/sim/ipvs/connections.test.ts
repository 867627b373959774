/**
 * What becomes of connections when destinations go, clients come again, and nobody is left; persistence and
 * marks.
 */

import { describe, expect, test } from "vitest";
import { serviceRow, serviceRows, totalRow } from "#sim/ipvs/listing";
import { addService, deleteService, flush, setTimeouts, zeroCounters } from "#sim/ipvs/service-admin";
import {
  arrive,
  client,
  counts,
  type Director,
  directorOf,
  entries,
  ipvsadm,
  pass,
  say,
  serviceName,
  setVs,
  vip,
} from "#support/director-of";

const service = `-t ${vip}:80`;

function directorFor(servers: number, options = "-s rr", method = "-m"): Director {
  const director = directorOf();
  ipvsadm(director, `-A ${service} ${options}`);
  for (let index = 1; index <= servers; index++) {
    ipvsadm(director, `-a ${service} -r 10.0.0.1${index}:80 ${method}`);
  }
  return director;
}

/** A packet of the client from this port; answers where it went: `R1`, or what was sent instead. */
function go(director: Director, letters = "S", port = 4000, from = client): string {
  const sent = arrive(director, "eth0", [letters, `${from}:${port}`, `${vip}:80`]);
  const packet = sent[0];
  if (packet?.payload.kind !== "tcp" || packet.dst >>> 8 !== 0x0a0000)
    return say(packet).split(" about")[0] ?? "";
  return `R${(packet.dst & 0xff) - 10}`;
}

const reset = `${vip}:80>${client}:4000 ttl 64`;
const refusal = `icmp 3/3 ${vip}>${client}`;

describe("packets without an entry", () => {
  test.each([
    ["S", "R1"],
    ["SA", "R1"],
    ["SF", "R1"],
    ["A", reset],
    ["FA", reset],
    ["R", "nothing"],
  ])("%s: %s", (letters, expected) => {
    expect(go(directorFor(1), letters)).toBe(expected);
  });

  test("sloppy_tcp lets any but a reset make one", () => {
    const director = directorFor(1);
    setVs(director, { sloppy_tcp: 1 });
    expect(go(director, "A")).toBe("R1");
    expect(go(director, "R", 4001)).toBe("nothing");
    expect(entries(director)).toEqual([`TCP ${client}:4000 ${vip}:80 10.0.0.11:80 ESTABLISHED 900`]);
  });

  test.each(["", `-a ${service} -r 10.0.0.11:80 -m -w 0`])(
    "nobody to serve: port unreachable (%s)",
    (line) => {
      const director = directorFor(0);
      if (line !== "") ipvsadm(director, line);
      expect(go(director)).toBe(refusal);
    },
  );

  test("a reply port of FTP's data is left to the local stack", () => {
    expect(go(directorFor(1), "S", 20)).toBe(`${vip}:80>${client}:20 ttl 64`);
  });
});

describe("a destination that is deleted", () => {
  test("keeps its entries, whose packets are dropped, and has them back when it is added again", () => {
    const director = directorFor(1);
    go(director);
    go(director, "A");
    ipvsadm(director, `-d ${service} -r 10.0.0.11:80`);
    expect(go(director, "A")).toBe("nothing");
    expect(entries(director)).toHaveLength(1);
    ipvsadm(director, `-a ${service} -r 10.0.0.11:80 -m`);
    expect(counts(director)).toBe("10.0.0.11 1/0");
    expect(go(director, "A")).toBe("R1");
  });

  test("is the same one even when the service was deleted and made again", () => {
    const director = directorFor(1);
    go(director);
    flush(director.ipvs);
    expect(director.stack.hooks["local-in"]).toEqual([]);
    ipvsadm(director, `-A ${service} -s wlc`, `-a ${service} -r 10.0.0.11:80 -m`);
    expect(counts(director)).toBe("10.0.0.11 1/0");
  });

  test("is forgotten two minutes after the trash finds it unused", () => {
    const director = directorFor(1);
    go(director);
    ipvsadm(director, `-d ${service} -r 10.0.0.11:80`);
    pass(director, 70);
    expect(director.ipvs.trash.destinations).toHaveLength(1);
    pass(director, 240);
    expect(director.ipvs.trash.destinations).toHaveLength(0);
  });

  test("with expire_nodest_conn its entries go at once, and a SYN is scheduled anew", () => {
    const director = directorFor(2);
    go(director);
    setVs(director, { expire_nodest_conn: 1 });
    ipvsadm(director, `-d ${service} -r 10.0.0.12:80`);
    expect(go(director)).toBe("R1");
    pass(director, 0.02);
    expect(entries(director)).toHaveLength(1);
    expect(counts(director)).toBe("10.0.0.11 1/0");
  });
});

describe("a client that opens anew on a known entry", () => {
  test.each([
    ["TIME_WAIT, mode 1", 1, "-m", ["A", "FA", "<FA"], "R1"],
    ["TIME_WAIT, mode 0", 0, "-m", ["A", "FA", "<FA"], "R2"],
    ["ESTABLISHED", 1, "-m", ["A"], "R2"],
    [
      "FIN_WAIT seen from one side, mode 1",
      1,
      "-g",
      ["A", "FA"],
      "192.168.50.10:4000>192.168.50.100:80 ttl 63",
    ],
  ] as const)("%s", (...[, mode, method, packets, expected]) => {
    const director = directorFor(2, "-s rr", method);
    setVs(director, { conn_reuse_mode: mode });
    go(director);
    for (const packet of packets) {
      if (packet.startsWith("<"))
        arrive(director, "eth1", [packet.slice(1), "10.0.0.12:80", `${client}:4000`]);
      else go(director, packet);
    }
    expect(go(director)).toBe(expected);
  });

  test("mode 3 schedules anew in FIN_WAIT seen from one side, and the old entry still counts", () => {
    const director = directorFor(2, "-s wlc", "-g");
    setVs(director, { conn_reuse_mode: 3 });
    for (const letters of ["S", "A", "FA", "S"]) go(director, letters);
    expect(counts(director)).toBe("10.0.0.12 0/1, 10.0.0.11 1/0");
    pass(director, 0.01);
    expect(counts(director)).toBe("10.0.0.12 0/0, 10.0.0.11 1/0");
  });
});

describe("persistence", () => {
  test("one client goes to one destination, by a template for its port", () => {
    const director = directorFor(2, "-s rr -p 100");
    expect([4000, 4001, 4002].map((port) => go(director, "S", port))).toEqual(["R2", "R2", "R2"]);
    expect(go(director, "S", 4000, "192.168.50.11")).toBe("R1");
    expect(entries(director).filter((entry) => entry.includes("NONE"))).toEqual([
      `TCP 192.168.50.10:0 ${vip}:80 10.0.0.12:80 NONE 100`,
      `TCP 192.168.50.11:0 ${vip}:80 10.0.0.11:80 NONE 100`,
    ]);
    go(director, "A");
    expect(entries(director).filter((entry) => entry.includes("ASSURED"))).toHaveLength(1);
  });

  test("a network may be one client", () => {
    const director = directorFor(2, "-s rr -p 100 -M 255.255.255.0");
    expect(go(director)).toBe("R2");
    expect(go(director, "S", 4000, "192.168.50.77")).toBe("R2");
  });

  test("a template with living connections gets a minute more, for ever", () => {
    const director = directorFor(2, "-s rr -p 4");
    go(director);
    go(director, "A");
    pass(director, 5);
    const template = `TCP ${client}:0 ${vip}:80 10.0.0.12:80 ASSURED`;
    expect(entries(director).some((entry) => /ASSURED 5\d$/.test(entry))).toBe(true);
    go(director, "S", 4001);
    expect(entries(director)).toContain(`${template} 60`);
  });

  test("weight 0 keeps a pinned client unless expire_quiescent_template is on", () => {
    const director = directorFor(2, "-s rr -p 100");
    go(director);
    ipvsadm(director, `-e ${service} -r 10.0.0.12:80 -m -w 0`);
    expect(go(director, "S", 4001)).toBe("R2");
    setVs(director, { expire_quiescent_template: 1 });
    expect(go(director, "S", 4002)).toBe("R1");
    expect(entries(director)).toContain(`TCP ${client}:0 ${vip}:65535 10.0.0.12:65535 NONE 100`);
  });

  test("a service for all ports pins all ports; a persistent mark pins everything of the mark", () => {
    const director = directorOf();
    ipvsadm(director, `-A -t ${vip}:0 -s rr -p 50`, "-A -f 7 -s rr -p 50");
    for (const server of ["10.0.0.11", "10.0.0.12"]) {
      ipvsadm(director, `-a -t ${vip}:0 -r ${server} -m`, `-a -f 7 -r ${server} -m`);
    }
    arrive(director, "eth0", ["S", `${client}:4000`, `${vip}:8080`]);
    arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:53`], { mark: 7 });
    expect(entries(director)).toEqual([
      `IP ${client}:0 0.0.0.7:0 10.0.0.12:0 NONE 50`,
      `TCP ${client}:0 ${vip}:0 10.0.0.12:0 NONE 50`,
      `TCP ${client}:4000 ${vip}:8080 10.0.0.12:8080 SYN_RECV 60`,
      `UDP ${client}:4000 ${vip}:53 10.0.0.12:53 UDP 300`,
    ]);
  });
});

test("one-packet scheduling: every datagram by itself, no entry stays, replies leave untranslated", () => {
  const director = directorOf();
  ipvsadm(director, `-A -u ${vip}:53 -s rr -o`);
  for (const server of ["10.0.0.11", "10.0.0.12"]) ipvsadm(director, `-a -u ${vip}:53 -r ${server}:53 -m`);
  const send = () => say(arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:53`])[0]);
  expect([send(), send()]).toEqual([
    `${client}:4000>10.0.0.12:53 ttl 63`,
    `${client}:4000>10.0.0.11:53 ttl 63`,
  ]);
  expect(entries(director)).toEqual([]);
  expect(counts(director)).toBe("10.0.0.12 0/0, 10.0.0.11 0/0");
  expect(say(arrive(director, "eth1", ["udp", "10.0.0.11:53", `${client}:4000`])[0])).toBe(
    `10.0.0.11:53>${client}:4000 ttl 63`,
  );
});

test("drop_packet 3 drops the first of every ten new connections", () => {
  const director = directorFor(1);
  setVs(director, { drop_packet: 3 });
  const lost = Array.from({ length: 21 }, (_, index) => index).filter(
    (index) => go(director, "S", 5000 + index) === "nothing",
  );
  expect(lost).toEqual([0, 10, 20]);
});

test("counters and rates stand still until the tick of two seconds", () => {
  const director = directorOf();
  ipvsadm(director, `-A -u ${vip}:91 -s rr -o`, `-a -u ${vip}:91 -r 10.0.0.11:53 -m`);
  for (let index = 0; index < 100; index++) {
    arrive(director, "eth0", ["udp", `${client}:4000`, `${vip}:91`], { length: 100 });
  }
  const row = () => serviceRow(director.ipvs, serviceName(undefined, `${vip}:91`));
  expect(row()?.sums).toMatchObject({ connections: 0, inPackets: 0 });
  const seen = [1, 2, 3, 4, 5, 6].map(() => {
    pass(director, 2.016);
    return [row()?.rates.connections, row()?.rates.inBytes];
  });
  expect(seen).toEqual([
    [12, 1600],
    [9, 1200],
    [7, 900],
    [5, 675],
    [4, 506],
    [3, 380],
  ]);
  expect(row()?.sums).toMatchObject({ connections: 100, inPackets: 100, inBytes: 12800 });
  expect(totalRow(director.ipvs).sums.inBytes).toBe(12800);
  zeroCounters(director.ipvs);
  expect(row()?.sums.inBytes).toBe(0);
  pass(director, 200);
  expect(director.ipvs.estimator.isTicking).toBe(false);
});

test("time-outs that are set hold from an entry's next packet", () => {
  const director = directorFor(1);
  go(director);
  go(director, "A");
  setTimeouts(director.ipvs, { tcp: 20, tcpFin: 5, udp: 0 });
  expect(entries(director)[0]).toMatch(/ 900$/);
  go(director, "A");
  expect(entries(director)[0]).toMatch(/ 20$/);
});

describe("what the kernel refuses", () => {
  test.each([
    [`-A ${service} -s nosuch`, "EEXIST"],
    [`-A -t ${vip}:81 -s nosuch`, "ENOENT"],
    [`-a -t ${vip}:81 -r 10.0.0.11:80`, "ESRCH"],
    [`-a ${service} -r 10.0.0.11:80`, "EEXIST"],
    [`-e ${service} -r 10.0.0.77:80`, "ENOENT"],
    [`-d ${service} -r 10.0.0.77:80`, "ENOENT"],
    [`-a ${service} -r 224.0.0.1:80`, "EINVAL"],
    [`-a ${service} -r 10.0.0.255:80`, "EINVAL"],
    [`-a ${service} -r 10.0.0.12:80 -x 1 -y 2`, "ERANGE"],
  ])("%s: %s", (line, errno) => {
    expect(ipvsadm(directorFor(1), line)).toEqual({ ok: false, errno });
  });

  test("a service that is not there cannot be deleted", () => {
    const { ipvs } = directorFor(0);
    expect(deleteService(ipvs, serviceName(`${vip}:81`))).toEqual({ ok: false, errno: "ESRCH" });
    expect(addService(ipvs, serviceName(`${vip}:81`), { scheduler: "rr" })).toEqual({ ok: true });
    expect(serviceRows(ipvs).map(({ port }) => port)).toEqual([80, 81]);
  });
});
