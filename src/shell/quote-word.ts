/** A text as one word of a command line, whatever is in it. */

/** Between single quotes; a quote in it stands outside them. */
export const quoteWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
