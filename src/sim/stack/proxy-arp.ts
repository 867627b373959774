/**
 * Answering for addresses that are elsewhere: proxy_arp, proxy_arp_pvlan, and single addresses (`ip neigh
 * add proxy`).
 *
 * Requests sent to all are answered after a random pause, so that the owner of the address, if it is on the
 * link after all, is first (ip-sysctl.rst, proxy_delay).
 */

import type { Nanos } from "../engine/time.ts";
import type { ArpMessage } from "../wire/arp.ts";
import type { Interface } from "./interface.ts";
import { jiffy, wheelDelay } from "./kernel-clock.ts";
import type { Stack } from "./stack.ts";
import { eitherSetting } from "./sysctl-rules.ts";

/** Whether this router answers for an address that it routes out of `output`. */
export function isProxied(
  stack: Stack,
  iface: Interface,
  { message, output }: { readonly message: ArpMessage; readonly output: Interface },
): boolean {
  if (output === iface) return iface.conf.proxy_arp_pvlan !== 0 && message.senderIp !== message.targetIp;
  return eitherSetting(stack, iface, "proxy_arp") || iface.arp.proxied.has(message.targetIp);
}

/** Lets an answer wait for up to `proxy_delay`; beyond `proxy_qlen` waiting ones it is not given at all. */
export function answerLater(stack: Stack, iface: Interface, answer: () => void): void {
  const { neighbourConf, arp } = iface;
  if (arp.delayedAnswers > neighbourConf.proxy_qlen) return;
  const { simulation } = stack;
  const mostJiffies = Math.ceil((neighbourConf.proxy_delay * 10e6) / jiffy);
  const pause = (simulation.random(`${stack.name} neighbours`).below(mostJiffies) * jiffy) as Nanos;
  arp.delayedAnswers++;
  simulation.after(
    wheelDelay(simulation.now, pause),
    () => {
      arp.delayedAnswers--;
      if (iface.device.isUp) answer();
    },
    undefined,
  );
}
