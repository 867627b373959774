/**
 * What to do about text that is not YAML: the YAML package's own errors, each with a cure.
 */

import type { ErrorCode } from "yaml";
import type { Finding } from "./diagnostic.ts";

const cures: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "write the alias alone, as in `key: *name`",
  BAD_ALIAS: "an alias is `*name`, after an anchor `&name`",
  BAD_COLLECTION_TYPE: "remove the tag",
  BAD_DIRECTIVE: "remove the line: a scenario needs no `%` directive",
  BAD_DQ_ESCAPE: "write the backslash twice, or use single quotes",
  BAD_INDENT: "line it up with its neighbours, two spaces for each level, and close every bracket",
  BAD_PROP_ORDER: "write the anchor directly before its value",
  BAD_SCALAR_START: "put the text in quotes",
  BLOCK_AS_IMPLICIT_KEY: "begin a new line before the key, or put the text in quotes",
  BLOCK_IN_FLOW: "inside [ ] and { } write values with commas, not as a block",
  DUPLICATE_KEY: "keep one of the two",
  IMPOSSIBLE: "look for a missing bracket, quote or colon before this place",
  KEY_OVER_1024_CHARS: "put the text in quotes, or add the missing line break",
  MISSING_CHAR: "add the missing character, or quote the text",
  MULTILINE_IMPLICIT_KEY: "write the key on one line, or put the text in quotes",
  MULTIPLE_ANCHORS: "keep one anchor",
  MULTIPLE_DOCS: "write one scenario in a file",
  MULTIPLE_TAGS: "remove the tags",
  NON_STRING_KEY: "write the key as a word",
  RESOURCE_EXHAUSTION: "use fewer levels and fewer aliases",
  TAB_AS_INDENT: "indent with spaces",
  TAG_RESOLVE_FAILED: "remove the tag: scenarios have none; text that begins with `!` goes in quotes",
  UNEXPECTED_TOKEN: "look for a missing bracket, quote or comma, or put the text in quotes",
};

/** One of the YAML package's errors as a finding: its first line, and the cure for its kind. */
export function yamlRemedy(code: ErrorCode, message: string): Finding {
  const [first = ""] = message.split("\n");
  return { message: `not YAML: ${lowerFirst(first.replace(/[.:]?\s*$/, ""))}`, remedy: cures[code] };
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
