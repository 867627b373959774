/**
 * The worker that the lab runs in: nothing but the lab's side of the message port.
 */

import { serveLab } from "#lab/host";

/** Lets messages in that wait: a message to oneself comes after them. */
function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

serveLab(self as never, yieldToMessages, { now: () => performance.now() });
