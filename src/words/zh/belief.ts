/** A director's belief and the truth, in Chinese. */

import type { BeliefWords } from "../belief-words.ts";

const same = (text: string) => ({ "one-way": text, "both-ways": text });

export const belief: BeliefWords = {
  title: "调度器的记录与实情",
  summary: (different, all) =>
    different === 0 ? `${all} 个连接，没有发现不符` : `${all} 个中有 ${different} 个不符`,
  columns: { client: "客户端", director: "调度器", atClient: "客户端实情", atServer: "服务器实情" },
  none: "没有",
  unknown: "不详",
  kinds: {
    "both-closed": (count) => `${count} 个连接：这里还留着，两端都已关闭`,
    "server-unaware": (count) => `${count} 个连接：这里以为还在，服务器一无所知`,
    "client-gone": (count) => `${count} 个连接：这里以为还在，客户端已经没有了`,
    "never-opened": (count) => `${count} 个连接：这里正在建立，服务器一无所知`,
    behind: (count) => `${count} 个连接：两端已经走得更远`,
    "given-up": (count) => `${count} 个连接：这里已经结束，一端还留着`,
    "under-way": (count) => `${count} 个连接还有报文在路上`,
    unknown: (count) => `${count} 个连接有一端无从查找`,
    agrees: (count) => `${count} 个连接与实情相符`,
  },
  reasons: {
    "both-closed": {
      "one-way":
        "应答不经过这台调度器，它只看得见客户端发出的报文，只能凭客户端的 FIN 推断连接结束，条目要留到超时为止。",
      "both-ways": "没有报文告诉它：条目只随经过的报文改变，否则就留到超时为止。",
    },
    "server-unaware": {
      "one-way":
        "它只看得见客户端发出的报文。服务器没有接受连接，或者已经忘记，这些只会写在应答里，而应答不经过它。",
      "both-ways": "此后服务器没有发来任何报文，它无从得知。",
    },
    "client-gone": {
      "one-way": "它只看得见客户端发出的报文，而客户端没有发过结束连接的报文。",
      "both-ways": "客户端走了，却没有发出结束连接的报文。",
    },
    "never-opened": {
      "one-way": "条目是客户端的 SYN 建立的。应答不经过这台调度器，没有应答它也看不出来。",
      "both-ways": "条目是客户端的 SYN 建立的，服务器的应答还没有经这里返回。",
    },
    behind: {
      "one-way": "其余的报文没有经过它：两个方向里，它只看得见客户端的一个。",
      "both-ways": "说明这一点的报文还在路上。",
    },
    "given-up": {
      "one-way": "它只凭客户端的报文判断：客户端的 FIN 或 RST 结束了条目。",
      "both-ways": "经过这里的报文结束了条目，而那一端没有收到，或者与它无关。",
    },
    "under-way": same("还有报文在路上，两端的状态马上会变。"),
    unknown: same("这个地址不属于实验里的任何机器，或者是地址转换之后的地址。"),
    agrees: same("它看到的就是两端所做的。"),
  },
  more: (count) => `还有 ${count} 个`,
  fewer: "收起",
};
