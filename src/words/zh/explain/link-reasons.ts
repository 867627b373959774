/** Why a frame ended, with the values that decided, in Chinese. */

import type { ExplainWords } from "#words/explain-words";
import { deviceText, spaced } from "../captions/terms.ts";

export const linkReasons: ExplainWords["linkReasons"] = {
  "device-down": ({ device, node }) => ({
    title: `${spaced(device).trimStart()}启用了吗？没有`,
    detail: `${node} 的${spaced(device)}处于 down 状态：既不发也不收，计数器也不会增加。`,
  }),
  "no-carrier": ({ device, setting }) => ({
    title: `${spaced(device).trimStart()}有载波吗？没有`,
    detail:
      setting === undefined
        ? `${spaced(device).trimStart()}上什么也没有插。`
        : setting.value === "down"
          ? `网线的另一端 ${setting.from} 处于 ${setting.value} 状态。`
          : `另一端 ${setting.from} 处于 ${setting.value} 状态：断的是网线本身。`,
  }),
  "port-not-forwarding": ({ device }) => ({
    title: `${spaced(device).trimStart()}开始转发了吗？还没有`,
    detail: "对端刚刚启用；交换机在 50 µs 之内才会察觉，此前到达的帧都会丢失。",
  }),
  "queue-full": ({ device, setting }) => ({
    title: `${spaced(device).trimStart()}的队列还有空位吗？没有`,
    detail: `已有 ${setting?.value ?? "太多"} 帧在等待（${setting?.name ?? "txqueuelen"}）：来得比线路送得快。`,
  }),
  "frame-too-long": ({ device, frame, setting }) => ({
    title: `${spaced(device).trimStart()}容得下这一帧吗？容不下`,
    detail:
      `它装了 ${frame.payload.length} 字节，而 ${setting?.from ?? device} 的 MTU 是 ${setting?.value}。` +
      "链路层不会通知发送方。",
  }),
  "frame-lost": ({ device, setting }) => ({
    title: "这一帧穿过网线了吗？没有",
    detail: `${setting?.from ?? `cable of ${device}`} 的丢包率是 ${setting?.value ?? "0%"}；场景的随机种子选中了这一帧。`,
  }),
  "vlan-not-allowed": ({ device, frame }) => ({
    title: `${spaced(device).trimStart()}属于这一帧的 VLAN 吗？不属于`,
    detail:
      frame.vlan === undefined
        ? `这一帧没有标签，${deviceText(device)} 又没有为这样的帧指定 VLAN。`
        : `这一帧属于 VLAN ${frame.vlan.id}，${deviceText(device)} 不是它的成员。`,
  }),
  "same-port": ({ device, frame, names }) => ({
    title: "它会从别的端口出去吗？不会",
    detail: `${names.mac(frame.dst)} 就在这一帧进来的${spaced(device)}后面：该收的机器已经收到。`,
  }),
  "reserved-group": ({ frame, names }) => ({
    title: "交换机会转发这个地址的帧吗？不会",
    detail: `${names.mac(frame.dst)} 是 IEEE 802.1D 留给交换机自己的组地址之一。`,
  }),
  "bad-source": ({ frame, names }) => ({
    title: "会有设备用这个源地址吗？不会",
    detail: `${names.mac(frame.src)} 是组地址或全零，不可能有帧从它发出。`,
  }),
  "no-vlan-device": ({ device, frame }) => ({
    title: `${spaced(device).trimStart()}上有这个标签的 VLAN 设备吗？没有`,
    detail: `这一帧带着 VLAN ${frame.vlan?.id ?? 0} 的标签，而这里没有 ${device}.${frame.vlan?.id ?? 0} 这样的设备。`,
  }),
};
