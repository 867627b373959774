/**
 * Words to texts: quotes, tildes, what `$` begins, then fields. What plain words do not have is in
 * rich-parts.ts and braces.ts, loaded when first needed.
 */

import type { WordNode, WordPart } from "just-bash/ast";
import { needed, withNeeded } from "../needed.ts";
import { type Run, variableText } from "../state.ts";
import { addAll } from "./add-all.ts";
import { fieldsOf, type Piece, patternOf, quoted, textOf, typed } from "./fields.ts";
import type { Words } from "./parameter.ts";

/** The fields that words make, as arguments of a command. */
export async function expandWords(run: Run, words: readonly WordNode[]): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    const variants = isPlain(word) ? [word] : await variantsOf(run, word);
    for (const variant of variants) {
      addAll(fields, await fieldsOf(run, await piecesOf(run, variant.parts, false)));
    }
  }
  return fields;
}

const braces = () => import("./braces.ts");

const isPlain = ({ parts }: WordNode): boolean => !parts.some(({ type }) => type === "BraceExpansion");

/** The words that one with braces stands for. */
const variantsOf = async ({ state }: Run, word: WordNode): Promise<readonly WordNode[]> =>
  (await needed(state.machine, braces)).bracesOf(word);

/** One text from a word, without splitting: the value of an assignment, the target of a redirection. */
export async function expandText(run: Run, word: WordNode): Promise<string> {
  return textOf(await piecesOf(run, word.parts, false));
}

/** One pattern from a word: a branch of `case`, the right side of `==`. */
export async function expandPattern(run: Run, word: WordNode): Promise<string> {
  return patternOf(await piecesOf(run, word.parts, false));
}

/** The text of a here document. */
export async function expandDocument(run: Run, word: WordNode): Promise<string> {
  return textOf(await piecesOf(run, word.parts, true));
}

/** How the parts of words that are more than text expand the words inside them. */
export const wordsOf = (run: Run): Words => ({
  run,
  text: (word) => expandText(run, word),
  pattern: (word) => expandPattern(run, word),
  pieces: (word, isQuoted) => piecesOf(run, word.parts, isQuoted),
});

async function piecesOf(run: Run, parts: readonly WordPart[], isQuoted: boolean): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const more = partPieces(run, part, isQuoted);
    addAll(pieces, more instanceof Promise ? await more : more);
  }
  return pieces;
}

const richParts = () => import("./rich-parts.ts");

/** Text is at hand; what is more may have to be waited for. */
function partPieces(
  run: Run,
  part: WordPart,
  isQuoted: boolean,
): readonly Piece[] | Promise<readonly Piece[]> {
  switch (part.type) {
    case "Literal":
      return [isQuoted ? quoted(part.value) : typed(part.value.replaceAll("\\", "\\\\"))];
    case "SingleQuoted":
    case "Escaped":
      return [quoted(part.value)];
    case "DoubleQuoted":
      return part.parts.length === 0 ? [quoted("")] : piecesOf(run, part.parts, true);
    case "Glob":
      return [isQuoted ? quoted(part.pattern) : typed(part.pattern)];
    case "TildeExpansion":
      return [quoted(homeOf(run, part.user))];
    case "ParameterExpansion":
    case "CommandSubstitution":
    case "ArithmeticExpansion":
    case "BraceExpansion":
    case "ProcessSubstitution":
      return withNeeded(run.state.machine, richParts, ({ richPieces }) =>
        richPieces(wordsOf(run), part, isQuoted),
      );
  }
}

function homeOf(run: Run, user: string | null): string {
  if (user === null) return variableText(run.state, "HOME") ?? "/root";
  return user === "root" ? "/root" : `~${user}`;
}
