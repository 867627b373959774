/** What a line to be typed does, in Chinese. */

import type { RemedyTellers } from "#words/explain-words";

export const remedies: RemedyTellers = {
  "arp-silence": ({ node, address }) => `${node} 不再应答 ${address}，因为它不在被问的设备上`,
  "arp-announce": ({ node, address }) =>
    `${node} 发问时不再以 ${address} 的名义，不会让别人学到错误的 MAC 地址`,
  "forget-neighbour": ({ node, address }) => `${node} 忘掉 ${address} 的 MAC 地址，重新去问`,
  "move-address": ({ node, address, device }) =>
    `${node} 把 ${address} 从 ${device} 移到 lo；在 ${device} 上没有参数能让它沉默`,
  "narrow-address": ({ node, address, length }) =>
    `${node} 只拥有 ${address} 这一个地址，而不是整个前缀长度为 ${length} 的子网`,
  "pass-by-director": ({ node, gateway, router }) =>
    `${node} 的应答交给 ${router}（${gateway}），不再经过调度器`,
  "add-address": ({ node, address, device }) => `${node} 把发给 ${address} 的报文当作自己的（${device}）`,
  rewrite: ({ node, server }) =>
    `改用 NAT：${node} 把请求的目的地址改成 ${server} 自己的地址，应答也经它返回`,
  set: ({ name, value }) => `把 ${name} 设为 ${value}`,
  "loose-filter": ({ device }) => `${device} 改为宽松模式：只要有路由能回到源地址`,
  "filter-off": ({ device }) => `${device} 上不再检查源地址`,
  forward: ({ node }) => `${node} 开始转发报文`,
  "default-route": ({ gateway, router }) => `不在链路上的都交给 ${router}（${gateway}）`,
  "route-through-director": ({ node, gateway, director }) =>
    `${node} 的应答回到 ${director}（${gateway}），由它换上虚拟地址`,
  "delete-route": ({ route }) => `删除路由 ${route}`,
  "delete-rule": ({ priority }) => `删除优先级为 ${priority} 的规则`,
  "device-up": ({ node, device }) => `启用 ${node} 的 ${device}`,
  "load-module": ({ node, module }) => `${node} 认识 ${module} 的协议`,
  mtu: ({ device, mtu }) => `${device} 能过 ${mtu} 字节的报文`,
  advmss: ({ node, mss }) => `${node} 要求对方的 TCP 报文段不超过 ${mss} 字节，正好装得下`,
  "let-icmp-pass": ({ node }) => `${node} 放行“需要分片”，让发送方得知路径 MTU`,
  "delete-firewall-rule": ({ rule }) => `删除规则 ${rule}`,
  "accept-by-policy": ({ chain }) => `${chain} 中没有规则决定的，一律放行`,
  "start-server": ({ node, port }) => `${node} 上有程序监听端口 ${port}`,
  "take-datagrams": ({ node, port }) => `${node} 从发到端口 ${port} 的 UDP 数据报里取出报文（GUE）`,
  weight: ({ destination, weight }) => `${destination} 的权重改为 ${weight}`,
  "no-threshold": ({ destination }) => `${destination} 接受的连接数不再设上限`,
  "add-destination": ({ destination, service }) => `${service} 多了一台服务器 ${destination}`,
  "remove-destination": ({ destination, service }) => `${service} 不再把报文发给 ${destination}`,
  scheduler: ({ scheduler, service }) => `${service} 改用 ${scheduler} 调度`,
  "no-persistence": ({ service }) => `${service} 的每个连接单独调度`,
  "local-address": ({ address, service }) => `${service} 也可以用 ${address} 与服务器通信`,
  "longer-queue": ({ device, length }) => `${device} 上可以有 ${length} 帧等待`,
  "vlan-device": ({ device, vlan }) => `带 VLAN ${vlan} 标签的帧有了设备 ${device}`,
  undo: ({ name, value }) => `${name} 恢复为 ${value}`,
  "forget-paths": ({ node }) => `${node} 忘掉学到的路径信息`,
  "hear-sync": ({ node, syncId }) => `${node} 收听 syncid ${syncId} 的消息`,
  "tunnel-checksum": ({ isWanted, destination }) =>
    isWanted ? `发往 ${destination} 的报文带上 GRE 校验和` : `发往 ${destination} 的报文不带 GRE 校验和`,
  "longer-life": ({ node, ttl }) => `${node} 的报文从 TTL ${ttl} 开始`,
};
