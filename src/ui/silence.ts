/**
 * After a time without a word from the worker a person is asked whether to go on waiting; once it answers,
 * the question goes.
 */

import type { App } from "./app.ts";
import type { Notice } from "./store.ts";

const patienceMillis = 5_000;

/** Takes how long it has been silent, as often as that is known. */
export function askerOf({ page, restart }: App): (millis: number) => void {
  let asked: Notice | undefined;
  return (millis) => {
    const isSilent = millis > patienceMillis;
    if (isSilent === (asked !== undefined)) return;
    const { store } = page;
    if (isSilent) {
      const { silent } = page.words().page;
      const stop = { text: silent.stop, run: () => void restart() };
      asked = { tone: "bad", text: silent.text, actions: [stop] };
      store.patch({ notice: asked });
      return;
    }
    if (store.state().notice === asked) store.patch({ notice: undefined });
    asked = undefined;
  };
}
