/** Text as a shell pattern and back: a backslash takes the character after it as it is. */

/** The text as a pattern that matches only it. */
export const quotePattern = (text: string): string => text.replace(/[\\*?[\]]/g, "\\$&");

/** Whether a pattern has anything that is not taken as it is. */
export const hasWildcard = (pattern: string): boolean => /(^|[^\\])(\\\\)*[*?[]/.test(pattern);

/** The text that a pattern without wildcards matches. */
export const unquotePattern = (pattern: string): string => pattern.replace(/\\(.)/gs, "$1");
