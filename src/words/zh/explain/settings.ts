/** What the values of switches mean, and how those of `all` and of a device combine, in Chinese. */

import type { SettingFacts } from "#words/why-facts";

/** `arp_ignore 取 all（0）与 eth0（0）中较大的：0` */
function ruleText({ field, rule, effective, values, device }: SettingFacts): string {
  const named = values.map(({ scope, value }) => `${scope}（${value}）`).join("与 ");
  if (values.length < 2) return `${device === undefined ? "" : `${device} 的 `}${field} 为 ${effective}`;
  switch (rule) {
    case "max":
      return `${field} 取 ${named}中较大的，即 ${effective}`;
    case "either":
      return `${field} 只要 ${named}之一打开就生效，现为 ${effective}`;
    case "both":
      return `${field} 要 ${named}都打开才生效，现为 ${effective}`;
    case "alone":
      return `${field} 为 ${effective}`;
  }
}

const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  arp_ignore: {
    "0": "本机的任何地址都应答，不管它配在哪个设备上",
    "1": "只应答配在收到请求的设备上的地址",
    "2": "只应答配在收到请求的设备上的地址，而且对方要在同一子网",
    "3": "作用域为 host 的地址不应答",
    "8": "一概不应答",
  },
  arp_announce: {
    "0": "可以用本机的任何地址作发送方地址",
    "1": "只有与被问地址同在一个子网的地址才用作发送方地址",
    "2": "总是用发出请求的设备自己的地址",
  },
  rp_filter: {
    "0": "不检查源地址",
    "1": "严格模式，回源地址的路由必须从报文进来的设备出去",
    "2": "宽松模式，只要有路由能回到源地址",
  },
};

export const meaningOf = ({ field, effective }: SettingFacts): string | undefined =>
  meanings[field]?.[effective];

/** Rule and meaning of a switch, as a sentence. */
export function settingText(facts: SettingFacts | undefined): string {
  if (facts === undefined) return "";
  const meaning = meaningOf(facts);
  return `${ruleText(facts)}${meaning === undefined ? "" : `：${meaning}`}。`;
}
