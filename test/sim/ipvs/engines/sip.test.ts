/**
 * What the engine `sip` takes for a Call-ID, and which packets it keeps together: as measured on a kernel.
 */

import { describe, expect, test } from "vitest";
import { sip } from "#sim/ipvs/engines/sip";
import { connectionRows } from "#sim/ipvs/listing";
import { originated } from "#sim/stack/packet-context";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { udpDatagram } from "#sim/wire/udp";
import { type Director, directorOf, ipvsadm, segment, take, vip } from "#support/director-of";
import { ip } from "#support/stack-of";

function message(text: string, from = "192.168.50.10", srcPort = 5060): Ipv4Packet {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const payload = udpDatagram({ srcPort, dstPort: 5060, payload: bytes });
  return ipv4({ origin: 1, src: ip(from), dst: ip(vip), protocol: protocols.udp, payload });
}

describe("the Call-ID of a message", () => {
  const first = "OPTIONS sip:x SIP/2.0\r\n";
  const long = "c".repeat(255);
  test.each([
    [`${first}Call-ID: a@h\r\n\r\n`, "a@h"],
    [`${first}i: a@h\r\n\r\n`, "a@h"],
    [`${first}cALL-id:a@h\r\n`, "a@h"],
    [`${first}Call-ID\r\n : \r\n\ta@h\r\n`, "a@h"],
    [`${first}Call-ID:\ta@h\r\n`, "a@h"],
    [`${first}Info: z\r\nCall-ID: A@h\r\n`, "A@h"],
    [`${first}\r\nCall-ID: a@h\r\n`, "a@h"],
    ["X\nCall-ID: a@h\n", "a@h"],
    ["X\n\nCall-ID: a@h\r\n", undefined],
    [`${first}Call-ID: @h\r\nCall-ID: a@h\r\n`, "a@h"],
    [`${first}Call-ID: #\r\ni: a@h\r\n`, "a@h"],
    [`${first}Call-ID: a@h\r\n q\r\n`, "a@h"],
    [`${first}Call-ID: !"%'()*+-./:<>?[\\]_\`{}~\r\n`, "!\"%'()*+-./:<>?[\\]_`{}~"],
    [`${first}Call-ID: a,b@h\r\n`, undefined],
    [`${first}Call-IDs: z\r\nCall-ID: a@h\r\n`, undefined],
    ["X\rCall-ID: a@h\r", "a@h"],
    [`${first}Call-ID: a@\r\nCall-ID: a@h\r\n`, "a@h"],
    [`${first}Call-ID: ${long}\r\n`, long],
    [`${first}Call-ID: ${long}c\r\n`, undefined],
    ["OPTIONS\r\n\r\n", undefined],
    ["", undefined],
    [`${first}Call-ID: a@h`, undefined],
    [`${first}Call-ID: a@h x\r\n`, undefined],
    ["Call-ID: a@h\r\n", undefined],
    [`${first}i-x: q\r\nCall-ID: a@h\r\n`, undefined],
    [`${first}Call-ID: a#h\r\n`, undefined],
    [`${first}Call-ID: \r\nCall-ID: a@h\r\n`, undefined],
    [`${first}Call-ID: a@h@h\r\n`, undefined],
  ])("%j: %j", (text, expected) => {
    expect(sip.dataOf(originated(message(text), 0))).toBe(expected);
  });

  test("is not looked for in TCP", () => {
    const packet = ipv4({
      origin: 1,
      src: ip("192.168.50.10"),
      dst: ip(vip),
      protocol: protocols.tcp,
      payload: segment("S", 1, 5060),
    });
    expect(sip.dataOf(originated(packet, 0))).toBeUndefined();
  });
});

describe("a service with --pe sip", () => {
  function serving(fields = ""): Director {
    const director = directorOf();
    ipvsadm(director, `-A -u ${vip}:5060 -s rr -p 30 --pe sip ${fields}`);
    for (const one of [11, 12, 13]) ipvsadm(director, `-a -u ${vip}:5060 -r 10.0.0.${one}:5060 -m`);
    return director;
  }

  let port = 30000;
  const ask = (director: Director, callId: string, from: string): string => {
    const [packet] = take(director, "eth0", message(`X\r\nCall-ID: ${callId}\r\n`, from, ++port));
    return packet?.payload.kind === "udp" ? `R${(packet.dst & 0xff) - 10}` : "-";
  };

  test("sends one client's call to one server", () => {
    const director = serving();
    const picked = ["a", "a", "b", "a", "b", "A"].map((call) => ask(director, call, "192.168.50.10"));
    expect(picked.join(" ")).toBe("R3 R3 R2 R3 R2 R1");
    const templates = connectionRows(director.ipvs).flatMap(({ engine }) => engine?.data ?? []);
    expect(templates.sort()).toEqual(["A", "a", "b"]);
  });

  test("the same call of another client is another call, unless the mask makes them one", () => {
    const calls = (fields?: string): string => {
      const director = serving(fields);
      return `${ask(director, "a", "192.168.50.10")} ${ask(director, "a", "192.168.50.11")}`;
    };
    expect(calls()).toBe("R3 R2");
    expect(calls("-M 255.255.255.0")).toBe("R3 R3");
  });

  test("drops what has no Call-ID without a word", () => {
    const director = serving();
    expect(take(director, "eth0", message("X\r\n\r\n"))).toEqual([]);
    expect(connectionRows(director.ipvs)).toEqual([]);
  });
});
