/**
 * The part of just-bash/browser that the shell uses, as declarations of our own.
 *
 * The package's own declarations name Node's types, which would make `process` and `console` exist in the
 * folders that may use the language only. tsconfig.base.json puts this file in their place for every folder;
 * the syntax tree and the file system come from the package itself, as those two files name nothing of Node.
 */
import type { ScriptNode } from "just-bash/ast";
import type { IFileSystem, InitialFiles } from "just-bash/fs";

export type { IFileSystem, InitialFiles } from "just-bash/fs";

export interface ExecResult {
  stdout: string;
  stderr: string;
  exitCode: number;
  env?: Record<string, string>;
  stdoutKind?: "text" | "bytes";
}

export interface BashExecResult extends ExecResult {
  env: Record<string, string>;
}

export interface CommandExecOptions {
  env?: Record<string, string>;
  replaceEnv?: boolean;
  cwd: string;
  stdin?: string;
  stdinKind?: "text" | "bytes";
}

/** What a command is given; `stdin` holds bytes, one a UTF-16 unit. */
export interface CommandContext {
  fs: IFileSystem;
  cwd: string;
  env: Map<string, string>;
  exportedEnv?: Record<string, string>;
  stdin: string;
  exec?: (command: string, options: CommandExecOptions) => Promise<ExecResult>;
}

export interface Command {
  name: string;
  trusted?: boolean;
  execute(args: string[], context: CommandContext): Promise<ExecResult>;
}

/** Limits by name, such as `maxCommandCount`. */
export type ExecutionLimits = Readonly<Record<string, number>>;

export interface BashOptions {
  files?: InitialFiles;
  env?: Record<string, string>;
  cwd?: string;
  fs?: IFileSystem;
  executionLimits?: ExecutionLimits;
  commands?: string[];
  customCommands?: Command[];
  sleep?: (milliseconds: number) => Promise<void>;
  defenseInDepth?: boolean;
  processInfo?: { pid?: number; ppid?: number; uid?: number; gid?: number };
}

export interface ExecOptions {
  env?: Record<string, string>;
  replaceEnv?: boolean;
  cwd?: string;
  rawScript?: boolean;
  stdin?: string;
  stdinKind?: "text" | "bytes";
  args?: string[];
}

export interface TransformPlugin {
  name: string;
  transform(context: { ast: ScriptNode; metadata: Record<string, unknown> }): {
    ast: ScriptNode;
    metadata?: Record<string, unknown>;
  };
}

export declare class Bash {
  readonly fs: IFileSystem;
  constructor(options?: BashOptions);
  exec(commandLine: string, options?: ExecOptions): Promise<BashExecResult>;
  getCwd(): string;
  getEnv(): Record<string, string>;
  registerCommand(command: Command): void;
  registerTransformPlugin(plugin: TransformPlugin): void;
  transform(commandLine: string): { script: string; ast: ScriptNode; metadata: Record<string, unknown> };
}

export declare const InMemoryFs: new (files?: InitialFiles) => IFileSystem;
export declare function getCommandNames(): string[];
