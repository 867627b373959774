/**
 * A plugin that writes the content policy into the built page, before anything that it is about.
 *
 * Not while one works on the sources: vite's own server puts styles and its client into the page.
 */
import type { Plugin } from "vite";
import { contentPolicy } from "../src/cli/content-policy.ts";

export const contentPolicyMeta = (): Plugin => ({
  name: "content-policy-meta",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: contentPolicy },
      injectTo: "head-prepend",
    },
  ],
});
