/**
 * Asks the browser to keep the page for use without a network, when nothing else is to be done.
 *
 * Browsers do so over HTTPS and from localhost; elsewhere, and in private windows of some, the page works as
 * ever but needs its network.
 */

/** Call it when the first frame moves: what is kept loads in the background from then on. */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const address = new URL("service-worker.js", document.baseURI);
  whenIdle(() => {
    navigator.serviceWorker.register(address).catch((reason: unknown) => {
      console.info(`The lab is not kept for use without a network: ${String(reason)}`);
    });
  });
}

/** Safari has no idle callbacks. */
function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 10_000 });
  else setTimeout(work, 2_000);
}
