/**
 * The page: starts the worker that the lab runs in. Leaves out everything else, for now.
 */

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
worker.onmessage = ({ data }: MessageEvent<string>): void => {
  document.documentElement.dataset.worker = data;
};
