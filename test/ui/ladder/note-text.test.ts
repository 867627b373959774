import { describe, expect, test } from "vitest";
import type { NetworkEvent } from "#sim/trace";
import { formatIpv4, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { arpFrame } from "#support/small-recording";
import { toneOf } from "#ui/ladder/marks";
import { type NoteWords, noteText } from "#ui/ladder/note-text";
import { en } from "#words/en/index";
import { ladder as english } from "#words/en/ladder";
import { zh } from "#words/zh/index";
import { ladder as chinese } from "#words/zh/ladder";

const naming = { address: formatIpv4, owner: () => undefined };
const inEnglish: NoteWords = { ladder: english, stage: en.stage, naming, isAlone: false };
const inChinese: NoteWords = { ladder: chinese, stage: zh.stage, naming, isAlone: false };

const node = "rs1";
const device = "eth0";
const address = 0x0a00000a as Ipv4Address;
const mac = 0x020000000400 as MacAddress;
const setting = { name: "arp_ignore", value: 1, from: "net.ipv4.conf.all.arp_ignore" };
const payload = { kind: "raw", bytes: new Uint8Array(8), length: 8 } as const;
const packet = ipv4({ origin: 1, src: address, dst: address, protocol: protocols.esp, payload });
const connection = {
  protocol: "TCP",
  client: "192.168.10.6:0",
  virtual: "10.0.0.10:80",
  destination: "10.0.0.201:80",
};
const message = arpFrame.payload.kind === "arp" ? arpFrame.payload : undefined;
if (message === undefined) throw new Error("a frame of ARP is one");

const scheduled = {
  kind: "destination-scheduled",
  node,
  service: "TCP 10.0.0.10:80",
  scheduler: "wlc",
  candidates: [],
  state: [],
} as const;
const created = {
  kind: "connection-created",
  node,
  service: "",
  connection,
  method: "nat",
  timeout: 1,
} as const;
const away = { destination: address, gateway: address, node } as const;

const noted: readonly (readonly [NetworkEvent, string, string])[] = [
  [{ ...scheduled, chosen: "10.0.0.201:80" }, "wlc picks 10.0.0.201:80", "wlc 选中 10.0.0.201:80"],
  [{ ...scheduled, chosen: undefined }, "wlc finds no server", "wlc 选不出服务器"],
  [{ ...created, because: "template" }, "persistence: 10.0.0.201:80 again", "持久化：仍选 10.0.0.201:80"],
  [{ ...created, because: "bypass" }, "no server, let past", "没有服务器，直接放行"],
  [
    { kind: "arp-not-answered", node, device, message, reason: "arp-ignored", setting },
    "no answer (arp_ignore 1)",
    "不应答（arp_ignore 1）",
  ],
  [
    { kind: "neighbour-update-refused", node, device, address, mac, kept: mac, age: 1, setting },
    "keeps 02:…:04:00 (arp_ignore)",
    "保留 02:…:04:00（arp_ignore）",
  ],
  [{ kind: "packet-dropped", node, packet, reason: "other-host" }, "not for this machine", "不是发给本机的"],
  [
    { kind: "neighbour-unanswered", node, device, address, requests: 3 },
    "10.0.0.10 does not answer (asked 3 times)",
    "10.0.0.10 无应答（已询问 3 次）",
  ],
  [
    { kind: "request-failed", node, to: address, port: 80, error: "ECONNREFUSED" },
    "gives up: ECONNREFUSED",
    "放弃：ECONNREFUSED",
  ],
  [
    { kind: "request-answered", node, method: "GET", to: address, port: 80, status: "200 OK", bytes: 1 },
    "has its answer: 200 OK",
    "收到应答：200 OK",
  ],
  [
    { kind: "tcp-retransmitted", node, local: "", remote: "", seq: 1, attempt: 2, timeout: 1 },
    "sends again (2)",
    "重传（第 2 次）",
  ],
  [{ kind: "packet-fragmented", node, packet, count: 3 }, "cut into 3 fragments", "切成 3 个分片"],
  [
    { kind: "path-mtu-learnt", node, destination: address, mtu: 1480 },
    "learns path MTU 1480",
    "得知路径 MTU 为 1480",
  ],
  [{ kind: "redirect-learnt", ...away }, "will go via 10.0.0.10", "改走 10.0.0.10"],
  [
    { kind: "redirect-ignored", ...away, sender: address, because: "setting", setting },
    "ignores the redirect (arp_ignore 1)",
    "不理会重定向（arp_ignore 1）",
  ],
  [
    { kind: "icmp-suppressed", node, about: packet, type: 3, code: 1, because: "limit" },
    "sends no ICMP error",
    "不发 ICMP 差错报文",
  ],
  [
    { kind: "template-invalidated", node, connection, because: "destination-gone" },
    "template counts no more",
    "持久化模板作废",
  ],
  [
    { kind: "connection-given-up", node, connection, setting },
    "entry given up (arp_ignore 1)",
    "放弃原有连接表项（arp_ignore 1）",
  ],
];

describe("a note says what happened, with the value that decided", () => {
  test.each(noted)("$kind: %s", (event, english, chinese) => {
    expect(toneOf(event)).toBeDefined();
    expect(noteText(event, inEnglish)).toBe(english);
    expect(noteText(event, inChinese)).toBe(chinese);
  });

  test("of what ended why, and where nothing else is shown of what", () => {
    const event = { kind: "frame-dropped", node, device, frame: arpFrame, reason: "no-carrier" } as const;
    expect(noteText(event, inEnglish)).toBe(en.stage.drops["no-carrier"]);
    expect(noteText(event, { ...inEnglish, isAlone: true })).toBe(
      `${en.stage.drops["no-carrier"]}: who has 10.0.0.10?`,
    );
    const missing = {
      kind: "no-frame-left",
      node,
      missing: "reset",
      to: address,
      reason: "no-route",
    } as const;
    expect(noteText(missing, inEnglish)).toBe(`no reset sent: ${en.stage.drops["no-route"]}`);
    expect(noteText(missing, inChinese)).toBe(`发不出 RST：${zh.stage.drops["no-route"]}`);
  });
});
