/**
 * The worker that the lab runs in. So far it says that it has begun.
 */

postMessage("ready");
