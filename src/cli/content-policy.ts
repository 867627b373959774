/**
 * What the page may load and do (Content Security Policy level 3): its own files, nothing of anybody else.
 *
 * The build writes it into index.html, for hosts that send no headers; our own server sends it as well, with
 * what counts in a header only. Styles may be written by scripts, because the terminal (xterm) makes style
 * elements and attributes while it draws; scripts may come from files alone and make no code out of text.
 */

const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The policy of the page's `<meta>`. */
export const contentPolicy = directives.join("; ");

/** The policy as a header: no other site may put the page into a frame. */
export const contentPolicyHeader = [...directives, "frame-ancestors 'self'"].join("; ");
