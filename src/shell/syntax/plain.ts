/**
 * Plain lines, parsed by ourselves so that they need nothing else: words with quotes, `$name`, `*` and `?`,
 * comments, `;` `&&` `||` `|` `&`, redirections, assignments before a command. The result is the same tree
 * that just-bash gives.
 *
 * Everything richer (substitutions, compound commands, here documents, braces, arrays) is not plain; so is
 * every mistake, which the full parser words.
 */

import type {
  AssignmentNode,
  PipelineNode,
  RedirectionNode,
  RedirectionOperator,
  ScriptNode,
  SimpleCommandNode,
  StatementNode,
  WordNode,
} from "just-bash/ast";
import { isName, type PlacedToken, tokensOf } from "./tokens.ts";

/** Words that begin or end a compound command when they stand first. */
export const reserved: ReadonlySet<string> = new Set(
  "! [[ ]] case coproc do done elif else esac fi for function if in select then time until while { }".split(
    " ",
  ),
);

interface Reader {
  readonly text: string;
  readonly tokens: readonly PlacedToken[];
  at: number;
}

/** The tree of a plain line; `undefined` if the line is not plain. */
export function parsePlain(text: string): ScriptNode | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader: Reader = { text, tokens, at: 0 };
  const statements: StatementNode[] = [];
  for (;;) {
    while (isOperator(reader, "newline")) reader.at++;
    if (reader.at >= tokens.length) return { type: "Script", statements };
    const statement = readStatement(reader);
    if (statement === undefined) return undefined;
    statements.push(statement);
  }
}

const isOperator = (reader: Reader, operator: string): boolean => {
  const token = reader.tokens[reader.at];
  return token?.kind === "operator" && token.operator === operator;
};

function readStatement(reader: Reader): StatementNode | undefined {
  const first = reader.tokens[reader.at];
  const pipelines: PipelineNode[] = [];
  const operators: ("&&" | "||")[] = [];
  for (;;) {
    const pipeline = readPipeline(reader);
    if (pipeline === undefined) return undefined;
    pipelines.push(pipeline);
    const token = reader.tokens[reader.at];
    if (token?.kind !== "operator" || (token.operator !== "&&" && token.operator !== "||")) break;
    operators.push(token.operator);
    reader.at++;
    while (isOperator(reader, "newline")) reader.at++;
  }
  const end = reader.tokens[reader.at];
  if (end !== undefined && end.kind !== "operator") return undefined;
  const background = end?.operator === "&";
  if (end !== undefined && !background && end.operator !== ";" && end.operator !== "newline")
    return undefined;
  const sourceText = reader.text.slice(first?.start, reader.tokens[reader.at - 1]?.end);
  reader.at++;
  return { type: "Statement", pipelines, operators, background, sourceText };
}

function readPipeline(reader: Reader): PipelineNode | undefined {
  const commands: SimpleCommandNode[] = [];
  const pipeStderr: boolean[] = [];
  for (;;) {
    const command = readCommand(reader);
    if (command === undefined) return undefined;
    commands.push(command);
    if (!isOperator(reader, "|")) break;
    pipeStderr.push(false);
    reader.at++;
    while (isOperator(reader, "newline")) reader.at++;
  }
  const pipeline: PipelineNode = { type: "Pipeline", commands, negated: false };
  return pipeStderr.length === 0 ? pipeline : { ...pipeline, pipeStderr };
}

function readCommand(reader: Reader): SimpleCommandNode | undefined {
  const assignments: AssignmentNode[] = [];
  const redirections: RedirectionNode[] = [];
  const words: WordNode[] = [];
  const line = reader.tokens[reader.at]?.line ?? 1;
  for (let token = reader.tokens[reader.at]; token !== undefined; token = reader.tokens[reader.at]) {
    if (token.kind === "operator") break;
    reader.at++;
    if (token.kind === "redirection") {
      const target = reader.tokens[reader.at++];
      if (target?.kind !== "word") return undefined;
      redirections.push(redirectionOf(token.operator, token.fd, target.word));
      continue;
    }
    const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
    if (assignment === "array") return undefined;
    if (assignment === undefined) words.push(token.word);
    else assignments.push(assignment);
  }
  const [name = null, ...args] = words;
  if (name === null && assignments.length === 0 && redirections.length === 0) return undefined;
  if (name !== null && isReserved(name)) return undefined;
  return { type: "SimpleCommand", name, args, assignments, redirections, line };
}

const redirectionOf = (
  operator: RedirectionOperator,
  fd: number | null,
  target: WordNode,
): RedirectionNode => ({
  type: "Redirection",
  fd,
  operator,
  target,
});

function isReserved({ parts }: WordNode): boolean {
  const [only] = parts;
  return parts.length === 1 && only?.type === "Literal" && reserved.has(only.value);
}

/** `name=value` before a command; "array" for what plain lines do not have. */
function assignmentOf({ parts }: WordNode): AssignmentNode | "array" | undefined {
  const [first, ...rest] = parts;
  if (first?.type !== "Literal") return undefined;
  const equals = first.value.indexOf("=");
  if (equals <= 0) return undefined;
  const target = first.value.slice(0, equals);
  if (!isName(target)) return /^\w+(\[|\+$)/.test(target) ? "array" : undefined;
  const value = first.value.slice(equals + 1);
  const valueParts = value === "" ? rest : [{ type: "Literal" as const, value }, ...rest];
  return {
    type: "Assignment",
    name: target,
    value: { type: "Word", parts: valueParts },
    append: false,
    array: null,
  };
}
